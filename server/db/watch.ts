import { sql } from 'kysely'
import { HOUR, type Instant } from '../contest/instant.ts'
import type { SourceAlert } from './alerts.ts'
import { at, type Db } from './pool.ts'
import type { SourceRow } from './sources.ts'

/** What the watch has to know of a source. */
export interface WatchedSource {
  id: number
  kind: string
  state: SourceRow['state']
  lastError: string | null
  /** The latest of: the last success, when it was set active, when the first contest that still collects began with it. */
  quietSince: Instant
  /** The same without the last success: since when it should bring something. */
  wantedSince: Instant
  /** An open contest that still collects follows it. */
  isFollowed: boolean
  /** When its warnings were last asked for. */
  lookedAfterAt: Instant | null
  standing: SourceAlert['code'][]
}

/** Every source. A contest collects until an hour after its time of grace. */
export async function listWatched(db: Db, now: Instant): Promise<WatchedSource[]> {
  const { rows } = await sql<{
    id: number
    kind: string
    state: SourceRow['state']
    last_error: string | null
    quiet_since: Instant
    wanted_since: Instant
    is_followed: boolean
    looked_after_at: Instant | null
    standing: SourceAlert['code'][]
  }>`
    select source.id, source.kind, source.state, source.last_error, source.looked_after_at,
      greatest(source.last_ok_at, coalesce(source.active_since, source.created_at), followed.since) as quiet_since,
      greatest(coalesce(source.active_since, source.created_at), followed.since) as wanted_since,
      followed.since is not null as is_followed,
      array(select code from source_alert where source_id = source.id and cleared_at is null) as standing
    from source
    cross join lateral (
      select min(greatest(contest.opened_at, contest_source.caught_up_at)) as since
      from contest_source join contest on contest.id = contest_source.contest_id
      where contest_source.source_id = source.id and contest.state = 'open'
        and contest_source.caught_up_at is not null
        and contest.closes_at + make_interval(secs => contest.grace_hours * ${HOUR / 1000}::float8 + ${HOUR / 1000}::float8)
          > ${at(now)}
    ) as followed
    order by source.id`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    lastError: row.last_error,
    quietSince: row.quiet_since,
    wantedSince: row.wanted_since,
    isFollowed: row.is_followed,
    lookedAfterAt: row.looked_after_at,
    standing: row.standing,
  }))
}

/**
 * What a source reads, and was asked for without a success for so long, while other things it reads went well. `lately`: what
 * was not asked for since then is not wanted any more.
 */
export async function listRefused(
  db: Db,
  sourceId: number,
  { now, silentFor, lately }: { now: Instant; silentFor: number; lately: Instant },
): Promise<{ target: string; error: string }[]> {
  const since = at(now - silentFor)
  const { rows } = await sql<{ target: string; error: string }>`
    select target, (array_agg(error order by id desc) filter (where error is not null))[1] as error
    from collect_run
    where source_id = ${sourceId} and way = 'poll' and outcome <> 'running' and ended_at > ${at(now - 2 * silentFor)}
    group by target
    having max(started_at) >= ${at(lately)} and min(started_at) <= ${since}
      and coalesce(max(ended_at) filter (where outcome = 'ok') <= ${since}, true)
    order by target`.execute(db)
  return rows
}

/** Its warnings are asked for now. */
export async function recordLookedAfter(db: Db, sourceId: number, now: Instant): Promise<void> {
  await db
    .updateTable('source')
    .set({ looked_after_at: at(now) })
    .where('id', '=', sourceId)
    .execute()
}

/** A person paused the source; twice is harmless. */
export async function beginPause(db: Db, sourceId: number, now: Instant): Promise<void> {
  await db
    .insertInto('source_pause')
    .values({ source_id: sourceId, paused_at: at(now) })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

export async function endPause(db: Db, sourceId: number, now: Instant): Promise<void> {
  await db
    .updateTable('source_pause')
    .set({ resumed_at: at(now) })
    .where('source_id', '=', sourceId)
    .where('resumed_at', 'is', null)
    .execute()
}
