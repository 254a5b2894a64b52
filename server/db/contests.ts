import { type Selectable, sql } from 'kysely'
import type { Rules } from '../contest/contest.ts'
import { type Hashtag, toHashtag } from '../contest/hashtag.ts'
import { HOUR, type Instant } from '../contest/instant.ts'
import { CHANNEL } from '../events.ts'
import type { Db } from './pool.ts'
import { prepared } from './prepared.ts'
import type { ContestTable } from './schema/catalogue-tables.ts'
import type { Texts } from './schema/columns.ts'

/** A contest as the rest of the server knows it. `version` grows with every public change. */
export interface Contest {
  id: number
  brandId: number
  brandName: string
  slug: string
  state: 'draft' | 'open'
  title: string
  intro: Texts
  accent: string
  rehearsal: boolean
  language: 'en' | 'nb'
  opensLocal: string
  closesLocal: string
  drawAt: Instant
  rules: Rules
  eligibility: { minimumAge: number | null; area: string | null; staffExcluded: boolean }
  /** Days after the draw until what was collected is erased. */
  retentionDays: number
  /** Days a winner has to answer. */
  answerDays: number
  moderation: 'before' | 'after'
  maxPrizes: number
  /** Whether what authors ask of whoever shows a post is kept to. */
  respectHints: boolean
  drawKind: 'local' | 'drand'
  localCommit: string | null
  sponsor: string
  sponsorAddress: string
  privacyContact: string
  rulesHash: string | null
  openedAt: Instant | null
  version: number
}

export async function findContest(db: Db, slug: string): Promise<Contest | null> {
  const [row] = await contestBySlug(db, { slug })
  return row ? toContest(row) : null
}

const contestBySlug = prepared('contest_by_slug', (db, given: { slug: string }) =>
  selectContest(db).where('contest.slug', '=', given.slug),
)

export async function readContest(db: Db, id: number): Promise<Contest> {
  return toContest(await selectContest(db).where('contest.id', '=', id).executeTakeFirstOrThrow())
}

/**
 * Locks contests until the transaction ends, in the order of their ids. Whoever changes what a contest shows, counts or
 * draws holds its lock, so that numbers are right, a list is frozen whole, and no two freeze it. Locks are taken in one
 * order everywhere, so that nobody waits for one who waits for him: participants, posts, contests, entries, items.
 */
export async function lockContests(db: Db, ids: number[]): Promise<void> {
  if (ids.length === 0) return
  await sql`select from contest where id = any(${ids}::bigint[]) order by id for no key update`.execute(db)
}

/** As `lockContests` for one, and reads it. */
export async function lockContest(db: Db, id: number): Promise<Contest> {
  await lockContests(db, [id])
  return readContest(db, id)
}

/** The rules as they were locked; null for a draft. They are long, and no other page needs them. */
export async function readRulesText(db: Db, contestId: number): Promise<string | null> {
  const row = await db
    .selectFrom('contest')
    .select('rules_text')
    .where('id', '=', contestId)
    .executeTakeFirst()
  return row?.rules_text ?? null
}

/** The sealed secret of a `local` draw; null for other kinds. */
export async function readLocalSecret(db: Db, contestId: number): Promise<Buffer | null> {
  const row = await db
    .selectFrom('contest')
    .select('local_secret')
    .where('id', '=', contestId)
    .executeTakeFirst()
  return row?.local_secret ?? null
}

/** Contests the public may see, the newest opening first. */
export async function listOpenContests(db: Db): Promise<Contest[]> {
  const rows = await selectContest(db)
    .where('contest.state', '=', 'open')
    .orderBy('contest.opens_at', 'desc')
    .orderBy('contest.id', 'desc')
    .limit(100)
    .execute()
  return rows.map(toContest)
}

/** Contests of some brands, for the console. */
export async function listContestsOf(db: Db, brandIds: number[]): Promise<Contest[]> {
  if (brandIds.length === 0) return []
  const rows = await selectContest(db)
    .where('contest.brand_id', 'in', brandIds)
    .orderBy('contest.id', 'desc')
    .execute()
  return rows.map(toContest)
}

/** Marks a public change and tells every server when the transaction commits. Part of each transaction that makes one. */
export async function touchContests(db: Db, contestIds: number[]): Promise<void> {
  if (contestIds.length === 0) return
  await sql`
    with touched as (update contest set version = version + 1 where id = any(${contestIds}) returning id)
    select pg_notify(${CHANNEL}, id::text) from touched`.execute(db)
}

function selectContest(db: Db) {
  return db
    .selectFrom('contest')
    .innerJoin('brand', 'brand.id', 'contest.brand_id')
    .select('brand.name as brand_name')
    .select([
      'contest.id',
      'contest.brand_id',
      'contest.slug',
      'contest.state',
      'contest.title',
      'contest.intro',
      'contest.accent',
      'contest.rehearsal',
      'contest.language',
      'contest.zone',
      'contest.opens_local',
      'contest.closes_local',
      'contest.opens_at',
      'contest.closes_at',
      'contest.draw_at',
      'contest.grace_hours',
      'contest.campaign_tags',
      'contest.disclosure_tag',
      'contest.mention',
      'contest.min_account_age_days',
      'contest.minimum_age',
      'contest.area',
      'contest.staff_excluded',
      'contest.retention_days',
      'contest.answer_days',
      'contest.cap_per_item',
      'contest.cap_per_day',
      'contest.cap_total',
      'contest.moderation',
      'contest.max_prizes',
      'contest.respect_hints',
      'contest.draw_kind',
      'contest.local_commit',
      'contest.sponsor',
      'contest.sponsor_address',
      'contest.privacy_contact',
      'contest.rules_hash',
      'contest.opened_at',
      'contest.version',
    ])
}

type ContestRow = Omit<
  Selectable<ContestTable>,
  'local_secret' | 'rules_text' | 'created_at' | 'entries' | 'people'
> & { brand_name: string }

function toContest(row: ContestRow): Contest {
  return {
    id: row.id,
    brandId: row.brand_id,
    brandName: row.brand_name,
    slug: row.slug,
    state: row.state,
    title: row.title,
    intro: row.intro,
    accent: row.accent,
    rehearsal: row.rehearsal,
    language: row.language,
    opensLocal: row.opens_local,
    closesLocal: row.closes_local,
    drawAt: row.draw_at,
    rules: {
      campaignTags: row.campaign_tags.map(storedTag),
      disclosureTag: row.disclosure_tag === null ? null : storedTag(row.disclosure_tag),
      mention: row.mention,
      opensAt: row.opens_at,
      closesAt: row.closes_at,
      zone: row.zone,
      grace: row.grace_hours * HOUR,
      minAccountAgeDays: row.min_account_age_days,
      caps: { perItem: row.cap_per_item, perDay: row.cap_per_day, total: row.cap_total },
    },
    eligibility: { minimumAge: row.minimum_age, area: row.area, staffExcluded: row.staff_excluded },
    retentionDays: row.retention_days,
    answerDays: row.answer_days,
    moderation: row.moderation,
    maxPrizes: row.max_prizes,
    respectHints: row.respect_hints,
    drawKind: row.draw_kind,
    localCommit: row.local_commit,
    sponsor: row.sponsor,
    sponsorAddress: row.sponsor_address,
    privacyContact: row.privacy_contact,
    rulesHash: row.rules_hash,
    openedAt: row.opened_at,
    version: row.version,
  }
}

function storedTag(display: string): Hashtag {
  const tag = toHashtag(display)
  if (!tag)
    throw new Error(
      `Found "${display}" stored as a tag; it was checked when it was written, so the row was changed by hand`,
    )
  return tag
}
