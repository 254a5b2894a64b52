import { type Selectable, sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, atOrNull, type Db } from './pool.ts'
import type { SourceTable } from './schema/collection-tables.ts'

/** A place posts are read from, as one brand set it up. `settings` are sealed. */
export interface SourceRow {
  id: number
  brandId: number
  kind: string
  name: string
  settings: Buffer
  state: 'active' | 'paused' | 'needs_attention'
  /** Failed runs in a row. */
  failures: number
  waitUntil: Instant | null
  lastOkAt: Instant | null
  lastError: string | null
  /** What was sent to it without a good signature. */
  refusedDeliveries: number
}

export async function insertSource(
  db: Db,
  source: { brandId: number; kind: string; name: string; settings: Buffer; createdAt: Instant },
): Promise<number> {
  const row = await db
    .insertInto('source')
    .values({
      brand_id: source.brandId,
      kind: source.kind,
      name: source.name,
      settings: source.settings,
      state: 'active',
      failures: 0,
      created_at: at(source.createdAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Lets a contest follow a source; what that has brought before is judged by the next collection. Twice is harmless. */
export async function followSource(db: Db, contestId: number, sourceId: number): Promise<void> {
  await db
    .insertInto('contest_source')
    .values({ contest_id: contestId, source_id: sourceId })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

export async function findSource(db: Db, id: number): Promise<SourceRow | null> {
  const row = await selectSource(db).where('id', '=', id).executeTakeFirst()
  return row ? toSource(row) : null
}

export async function listSourcesOf(db: Db, brandIds: number[]): Promise<SourceRow[]> {
  if (brandIds.length === 0) return []
  const rows = await selectSource(db).where('brand_id', 'in', brandIds).orderBy('id').execute()
  return rows.map(toSource)
}

export async function listSourcesOfContest(db: Db, contestId: number): Promise<SourceRow[]> {
  const rows = await selectSource(db)
    .where('id', 'in', (eb) =>
      eb.selectFrom('contest_source').select('source_id').where('contest_id', '=', contestId),
    )
    .orderBy('id')
    .execute()
  return rows.map(toSource)
}

/** Active sources whose time to be read has come and that an open contest follows. */
export async function listSourcesDue(db: Db, now: Instant): Promise<number[]> {
  const rows = await selectFollowed(db)
    .where((eb) => eb.or([eb('wait_until', 'is', null), eb('wait_until', '<=', at(now))]))
    .execute()
  return rows.map((row) => row.id)
}

/** Active sources that an open contest follows and that do not rest after a failure; of these kinds alone where some are named. */
export async function listSourcesToAsk(db: Db, now: Instant, kinds?: string[]): Promise<number[]> {
  if (kinds?.length === 0) return []
  const rows = await selectFollowed(db)
    .where((eb) =>
      eb.or([eb('failures', '=', 0), eb('wait_until', 'is', null), eb('wait_until', '<=', at(now))]),
    )
    .$if(kinds !== undefined, (qb) => qb.where('source.kind', 'in', kinds ?? []))
    .execute()
  return rows.map((row) => row.id)
}

function selectFollowed(db: Db) {
  return db
    .selectFrom('source')
    .select('source.id')
    .where('source.state', '=', 'active')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('contest_source')
          .innerJoin('contest', 'contest.id', 'contest_source.contest_id')
          .select('contest.id')
          .whereRef('contest_source.source_id', '=', 'source.id')
          .where('contest.state', '=', 'open'),
      ),
    )
    .orderBy('source.id')
}

/** An open contest that follows a source. */
export interface Follower {
  contestId: number
  /** Whether the posts that the source had brought before were judged for it. */
  hasCaughtUp: boolean
}

/** By id of the contest. */
export async function listFollowers(db: Db, sourceId: number): Promise<Follower[]> {
  const rows = await db
    .selectFrom('contest_source')
    .innerJoin('contest', 'contest.id', 'contest_source.contest_id')
    .select(['contest.id', 'contest_source.caught_up_at'])
    .where('contest_source.source_id', '=', sourceId)
    .where('contest.state', '=', 'open')
    .orderBy('contest.id')
    .execute()
  return rows.map((row) => ({ contestId: row.id, hasCaughtUp: row.caught_up_at !== null }))
}

export async function recordCaughtUp(
  db: Db,
  contestId: number,
  sourceId: number,
  now: Instant,
): Promise<void> {
  await db
    .updateTable('contest_source')
    .set({ caught_up_at: at(now) })
    .where('contest_id', '=', contestId)
    .where('source_id', '=', sourceId)
    .execute()
}

/** `next`: when it is read again; null: at the next tick. `error`: what to say of it all the same. */
export async function recordSuccess(
  db: Db,
  sourceId: number,
  now: Instant,
  next: Instant | null,
  error: string | null,
): Promise<void> {
  await db
    .updateTable('source')
    .set({ failures: 0, wait_until: atOrNull(next), last_ok_at: at(now), last_error: error })
    .where('id', '=', sourceId)
    .execute()
}

/** Something came by itself. It ends a rest that is over, and no other: what is waited for is another way of reading. */
export async function recordHeard(db: Db, sourceId: number, now: Instant): Promise<void> {
  await sql`
    update source set last_ok_at = ${at(now)},
      failures = case when wait_until > ${at(now)} then failures else 0 end,
      last_error = case when wait_until > ${at(now)} then last_error end
    where id = ${sourceId}`.execute(db)
}

/** Counts the failure, keeps what to say about it and when to try again. A source that was paused meanwhile stays so. */
export async function recordFailure(
  db: Db,
  sourceId: number,
  failure: { error: string; waitUntil: Instant; needsAttention: boolean },
): Promise<void> {
  await sql`
    update source set failures = failures + 1, wait_until = ${at(failure.waitUntil)}, last_error = ${failure.error},
      state = case when ${failure.needsAttention} and state = 'active' then 'needs_attention' else state end
    where id = ${sourceId}`.execute(db)
}

/** Pauses, or lets go on at once whatever it was waiting for. */
export async function setSourceState(
  db: Db,
  sourceId: number,
  state: 'active' | 'paused',
  now: Instant,
): Promise<void> {
  await sql`
    update source set state = ${state}, wait_until = null,
      active_since = case when ${state} = 'active' and state <> 'active' then ${at(now)} else active_since end
    where id = ${sourceId}`.execute(db)
}

/** Other settings, sealed: their warnings are to be asked for anew. */
export async function saveSettings(db: Db, sourceId: number, settings: Buffer): Promise<void> {
  await db.updateTable('source').set({ settings, looked_after_at: null }).where('id', '=', sourceId).execute()
}

function selectSource(db: Db) {
  return db
    .selectFrom('source')
    .select([
      'id',
      'brand_id',
      'kind',
      'name',
      'settings',
      'state',
      'failures',
      'wait_until',
      'last_ok_at',
      'last_error',
      'refused_deliveries',
    ])
}

function toSource(
  row: Omit<Selectable<SourceTable>, 'created_at' | 'active_since' | 'looked_after_at'>,
): SourceRow {
  return {
    id: row.id,
    brandId: row.brand_id,
    kind: row.kind,
    name: row.name,
    settings: row.settings,
    state: row.state,
    failures: row.failures,
    waitUntil: row.wait_until,
    lastOkAt: row.last_ok_at,
    lastError: row.last_error,
    refusedDeliveries: row.refused_deliveries,
  }
}
