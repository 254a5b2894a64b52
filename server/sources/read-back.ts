import { z } from 'zod'
import { HOUR, type Instant, MINUTE } from '../contest/instant.ts'
import { parseJson } from './api-client.ts'
import type { Batch, Gap, Skip, Upsert } from './source.ts'

/** One page of what a network has since an instant. */
export interface TimePage {
  changes: Upsert[]
  skipped: Skip[]
  /** How to ask for the next page; null: this was the last. */
  next: string | null
  gap?: Gap
}

/** What one reading asks for: everything between two instants. */
export interface Span {
  from: Instant
  until: Instant
}

/** How a network whose posts are found by their time is read. */
export interface ReadPlan {
  /** What the position belongs to: of another network, account or tag it means nothing. */
  of: string
  overlapHours: number
  rescanMinutes: number
  /** The most pages of one read; the next one goes on from there. */
  pageLimit: number
  /** Whether the network's own marks of pages go stale: a reading that was broken off long ago then begins anew. */
  pagesExpire: boolean
}

/** After so long a mark of a page is not trusted any more. */
export const PAGE_EXPIRY = HOUR

/** A post that claims to be later than this is not read on from: until its time has come, nothing else would be found. */
export const MOST_AHEAD = HOUR

const seen = z.object({ at: z.number(), ids: z.array(z.string()).max(10_000) })
const reading = z.object({
  from: z.number(),
  startedAt: z.number(),
  /** Whether it reads again what was read before. */
  again: z.boolean(),
  next: z.string().nullable(),
  newest: seen.nullable(),
})
const position = z.object({
  of: z.string(),
  /** The time of the newest post that was read, and all that were posted at that time. */
  newest: seen.nullable(),
  /** When the last whole reading over the overlap began. */
  againAt: z.number().nullable(),
  /** One that is under way. */
  reading: reading.nullable(),
})
type Seen = z.infer<typeof seen>
type Reading = z.infer<typeof reading>
type Position = z.infer<typeof position>

/**
 * Reads what a network has posted since the newest post that is known, a page to a batch. A post may turn up late in a
 * search, be hidden for a while, or get its tag by an edit; so every `rescanMinutes` everything of the last
 * `overlapHours` is read again, and at least what was posted since the reading before. The first of all goes back to
 * `from`. Posts older than `from` are not handed on, nor is the newest that is known.
 */
export async function* readBack(
  plan: ReadPlan,
  since: string | undefined,
  from: Instant,
  now: () => Instant,
  ask: (span: Span, next: string | null) => Promise<TimePage>,
): AsyncIterable<Batch> {
  const known = readPosition(since, plan.of)
  /** Pages that are turned by time may overlap. */
  const handedOn = new Set<string>()
  for (let pages = 0; pages < plan.pageLimit; pages++) {
    const current: Reading = fresh(plan, known.reading, now()) ?? begin(plan, known, from, now())
    const page = await ask({ from: current.from, until: current.startedAt }, current.next)
    const changes = inOrder(page.changes).filter(
      ({ post }) =>
        post.postedAt >= from && !handedOn.has(post.id) && (current.again || !isKnown(known.newest, post)),
    )
    for (const { post } of changes) handedOn.add(post.id)
    const newest = laterOf(current.newest, page.changes, current.startedAt + MOST_AHEAD)
    const isEnd = page.next === null || page.next === current.next
    if (isEnd) finish(known, current, newest)
    else known.reading = { ...current, newest, next: page.next }
    yield {
      changes,
      skipped: page.skipped,
      cursor: JSON.stringify(known),
      completeUntil: isEnd ? current.startedAt : null,
      ...(page.gap === undefined ? {} : { gap: page.gap }),
    }
    if (isEnd) return
  }
}

function finish(known: Position, { again, startedAt }: Reading, newest: Seen | null): void {
  known.reading = null
  if (again) known.againAt = startedAt
  if (newest === null) return
  if (known.newest?.at === newest.at) newest.ids = [...new Set([...known.newest.ids, ...newest.ids])]
  if (newest.at >= (known.newest?.at ?? 0)) known.newest = newest
}

function fresh({ pagesExpire }: ReadPlan, current: Reading | null, now: Instant): Reading | null {
  const isStale = current !== null && pagesExpire && now - current.startedAt >= PAGE_EXPIRY
  return isStale ? null : current
}

function begin(plan: ReadPlan, { newest, againAt }: Position, from: Instant, now: Instant): Reading {
  const isRested = againAt !== null && againAt <= now && now - againAt < plan.rescanMinutes * MINUTE
  const again = !isRested || newest === null
  const back = againAt === null ? from : Math.max(from, Math.min(now - plan.overlapHours * HOUR, againAt))
  return { from: again ? back : newest.at, startedAt: now, again, next: null, newest: null }
}

function inOrder(changes: Upsert[]): Upsert[] {
  return changes.toSorted((a, b) => a.post.postedAt - b.post.postedAt)
}

function isKnown(newest: Seen | null, { id, postedAt }: Upsert['post']): boolean {
  if (newest === null) return false
  return postedAt < newest.at || (postedAt === newest.at && newest.ids.includes(id))
}

function laterOf(newest: Seen | null, changes: Upsert[], latest: Instant): Seen | null {
  return changes.reduce<Seen | null>((last, { post: { id, postedAt: at } }) => {
    if (at > latest) return last
    if (last === null || at > last.at) return { at, ids: [id] }
    return at < last.at || last.ids.includes(id) ? last : { at, ids: [...last.ids, id] }
  }, newest)
}

/** A cursor of something else, or one that cannot be read, is the same as none: everything is read once more. */
function readPosition(cursor: string | undefined, of: string): Position {
  const found = position.safeParse(parseJson(cursor ?? ''))
  if (found.success && found.data.of === of) return found.data
  return { of, newest: null, againAt: null, reading: null }
}
