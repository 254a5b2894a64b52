import type { Caps } from '../contest/contest.ts'
import { checkCaps } from '../contest/eligibility.ts'
import { DomainError } from '../contest/errors.ts'
import type { Hashtag } from '../contest/hashtag.ts'
import { LEAST_LEAD } from '../contest/hcd1/drand.ts'
import { HOUR, type Instant, MINUTE } from '../contest/instant.ts'
import { parseTag } from '../contest/tag-rules.ts'
import { dayIn, resolveWallClock, resolveWindow } from '../contest/window.ts'
import type { Context } from '../context.ts'
import { type Contest, readContest } from '../db/contests.ts'
import { insertContest } from '../db/new-contest.ts'
import type { Texts } from '../db/schema/columns.ts'
import { isUnique } from '../db/unique.ts'
import { type Fault, Refusal } from '../refusal.ts'

/** A contest as a manager describes it. Times are wall clocks in `zone`; tags with or without their sign. */
export interface ContestDraft {
  slug: string
  title: string
  intro: Texts
  accent: string
  rehearsal: boolean
  language: 'en' | 'nb'
  zone: string
  opens: string
  closes: string
  /** Null: `DRAW_LEAD` after the grace has passed. */
  draw: string | null
  graceHours: number
  campaignTags: string[]
  disclosureTag: string | null
  mention: string | null
  minAccountAgeDays: number | null
  caps: Caps
  eligibility: Contest['eligibility']
  retentionDays: number
  answerDays: number
  moderation: 'before' | 'after'
  maxPrizes: number
  /** True where it is left out. */
  respectHints?: boolean
  drawKind: 'local' | 'drand'
  sponsor: string
  sponsorAddress: string
  privacyContact: string
}

/** Time between freezing the list and the draw: the commitment is public for a day before its round exists. */
export const DRAW_LEAD = 24 * HOUR

/** Throws `Refusal` with every fault at once: `invalid`, or `conflict` where the slug is taken. */
export async function createContest(ctx: Context, brandId: number, draft: ContestDraft): Promise<Contest> {
  const faults: Fault[] = []
  const campaignTags = draft.campaignTags.flatMap(
    (text, i) => readTag(text, `body.campaignTags[${i}]`, faults) ?? [],
  )
  const disclosureTag =
    draft.disclosureTag === null ? null : readTag(draft.disclosureTag, 'body.disclosureTag', faults)
  const grace = draft.graceHours * HOUR
  const isZone = collect('body.zone', faults, () => dayIn(draft.zone)) !== null
  const window = (isZone && readWindow(draft, faults)) || { opensAt: 0, closesAt: 0 }
  const drawAt = isZone ? readDrawTime(draft, window.closesAt + grace, faults) : 0
  collect('body.caps', faults, () => checkCaps(draft.caps))
  if (faults.length > 0) throw invalid(faults)
  try {
    const id = await insertContest(ctx.db, {
      ...draft,
      respectHints: draft.respectHints ?? true,
      brandId,
      opensLocal: draft.opens,
      closesLocal: draft.closes,
      drawAt,
      rules: {
        ...window,
        campaignTags,
        disclosureTag,
        mention: draft.mention,
        zone: draft.zone,
        grace,
        minAccountAgeDays: draft.minAccountAgeDays,
        caps: draft.caps,
      },
      createdAt: ctx.clock.now(),
    })
    return await readContest(ctx.db, id)
  } catch (error) {
    if (!isUnique(error, 'contest_slug_unique')) throw error
    throw new Refusal('conflict', `There is a contest "${draft.slug}" already; choose another slug.`, {
      faults: [{ field: 'body.slug', found: `"${draft.slug}"`, expected: 'a slug that no contest has' }],
    })
  }
}

/** Null, and one more fault for each thing wrong, where the text cannot be a campaign or disclosure tag. */
function readTag(text: string, field: string, faults: Fault[]): Hashtag | null {
  const parsed = parseTag(text, 'campaign')
  if (parsed.ok) return parsed.tag
  for (const fault of parsed.faults) faults.push(tagFault(field, fault))
  return null
}

export function tagFault(field: string, fault: { code: string; found: string }): Fault {
  return {
    field,
    found: `"${fault.found}" (${fault.code.replaceAll('_', ' ')})`,
    expected: '2 to 50 letters, digits or _, at least one letter: what every network reads as one tag',
  }
}

function readWindow(draft: ContestDraft, faults: Fault[]): { opensAt: Instant; closesAt: Instant } | null {
  const { opens, closes, zone } = draft
  const opensAt = collect('body.opens', faults, () => resolveWallClock(opens, zone))
  const closesAt = collect('body.closes', faults, () => resolveWallClock(closes, zone))
  if (opensAt === null || closesAt === null) return null
  return collect('body.closes', faults, () => resolveWindow(opens, closes, zone))
}

function readDrawTime(draft: ContestDraft, collected: Instant, faults: Fault[]): Instant {
  if (draft.draw === null) return collected + DRAW_LEAD
  const text = draft.draw
  const earliest = collected + LEAST_LEAD
  const at = collect('body.draw', faults, () => resolveWallClock(text, draft.zone)) ?? earliest
  if (at < earliest) {
    faults.push({
      field: 'body.draw',
      found: text,
      expected: `a time at least ${LEAST_LEAD / MINUTE} minutes after closing and ${draft.graceHours} hours of grace: the list is published before`,
    })
  }
  return at
}

function collect<T>(field: string, faults: Fault[], read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    faults.push({ field, found: error.found, expected: error.expected })
    return null
  }
}

export function invalid(faults: Fault[]): Refusal {
  const [first] = faults
  const more = faults.length > 1 ? `; and ${faults.length - 1} more` : ''
  return new Refusal(
    'invalid',
    `${first?.field}: found ${first?.found}, expected ${first?.expected}${more}.`,
    { faults },
  )
}
