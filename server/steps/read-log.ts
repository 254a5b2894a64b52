import { completeUntil, foldLog, type LogAlert, type LogLine, leastOf } from '../contest/collector-log.ts'
import type { Instant } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { listAlerts } from '../db/alerts.ts'
import type { Contest } from '../db/contests.ts'
import type { Cursor } from '../db/cursor.ts'
import { listOpenGaps } from '../db/gaps.ts'
import { listLogRows, placeOf } from '../db/log.ts'
import { listPositions } from '../db/positions.ts'
import { listSourcesOfContest, type SourceRow } from '../db/sources.ts'
import { networkOf } from '../sources/connect.ts'
import { SourceError } from '../sources/source.ts'
import { targetKey } from '../sources/target.ts'
import { connect } from './connect-source.ts'
import { STREAM } from './follow-stream.ts'

/** Lines on one page of the log. */
export const LOG_LINES = 40
/** Open gaps of a source that are looked at: the earliest of them says how far it is complete. */
const GAPS = 20

/** How complete what one source brings is. */
export interface LogSource {
  name: string
  /** What `networkFacts` knows by name. */
  network: string
  state: SourceRow['state']
  /** Whether it is read by us, or its posts are sent to us and there is nothing to be behind with. */
  arrives: 'read' | 'sent'
  lastReadAt: Instant | null
  /** Null where that is not known (yet). */
  completeUntil: Instant | null
  openGaps: { from: Instant; until: Instant }[]
  alerts: LogAlert[]
}

/** How complete the list of a contest's posts is. */
export interface Completeness {
  /** Until when all that was posted is here: the least of all active sources that are read; null where one does not know. */
  completeUntil: Instant | null
  sources: LogSource[]
}

/** What everybody may know of how a contest's posts were collected. */
export interface CollectorLog extends Completeness {
  /** Newest first. */
  lines: LogLine[]
  next: Cursor | null
}

/** Reads the log of a contest from `before` on; what its sources are now stands with every page. */
export async function readLog(ctx: Context, contest: Contest, before: Cursor | null): Promise<CollectorLog> {
  const rows = await listSourcesOfContest(ctx.db, contest.id)
  const found = await listLogRows(ctx.db, {
    sources: new Map(rows.map(({ id, name }) => [id, name])),
    tags: contest.rules.campaignTags.map((tag) => targetKey({ tag })),
    before,
  })
  const { lines, last } = foldLog(found.rows, LOG_LINES)
  const end = last ?? (found.hasMore ? found.rows.at(-1) : undefined)
  return {
    ...(await completenessOf(ctx, contest, rows)),
    lines,
    next: end ? placeOf(end) : null,
  }
}

/** Until when the list is whole, by every source. */
export async function readCompleteness(ctx: Context, contest: Contest): Promise<Completeness> {
  return completenessOf(ctx, contest, await listSourcesOfContest(ctx.db, contest.id))
}

async function completenessOf(ctx: Context, contest: Contest, rows: SourceRow[]): Promise<Completeness> {
  const alerts = await listAlerts(
    ctx.db,
    rows.map(({ id }) => id),
  )
  const sources: LogSource[] = []
  for (const row of rows) {
    const codes = alerts.filter(({ sourceId }) => sourceId === row.id).map(({ code }) => code)
    sources.push(await sourceNow(ctx, contest, row, codes))
  }
  const read = sources.filter(({ arrives, state }) => arrives === 'read' && state === 'active')
  return { completeUntil: leastOf(read.map((source) => source.completeUntil)), sources }
}

async function sourceNow(
  ctx: Context,
  contest: Contest,
  row: SourceRow,
  alerts: LogAlert[],
): Promise<LogSource> {
  const { name, kind, state, lastOkAt } = row
  const openGaps = (await listOpenGaps(ctx.db, row.id, GAPS))
    .filter(({ until }) => until > contest.rules.opensAt)
    .map(({ from, until }) => ({ from, until }))
  const ways = await waysOf(ctx, contest, row)
  return {
    name,
    network: networkOf(ctx.sources, kind),
    state,
    arrives: ways === null ? 'sent' : 'read',
    lastReadAt: lastOkAt,
    completeUntil: ways && completeUntil(ways, openGaps),
    openGaps,
    alerts,
  }
}

/** How far each target of each way of reading is; null where the source is not read at all. */
async function waysOf(ctx: Context, contest: Contest, row: SourceRow): Promise<(Instant | null)[][] | null> {
  const source = ctx.sources.find(({ kind }) => kind === row.kind)
  if (source && !source.poll && !source.stream) return null
  const [tag] = contest.rules.campaignTags
  try {
    const connected = connect(ctx, row, new AbortController().signal)
    const reached = await listPositions(ctx.db, row.id)
    const targets = source?.poll && tag ? connected.targets([tag]).map(targetKey) : []
    return [targets, connected.hasStream ? [STREAM] : []].map((keys) =>
      keys.map((key) => reached.get(key) ?? null),
    )
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return []
  }
}
