import { HOUR, type Instant } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { clearAlerts, raiseAlert, type SourceAlert } from '../db/alerts.ts'
import { findSource } from '../db/sources.ts'
import { listRefused, listWatched, recordLookedAfter, type WatchedSource } from '../db/watch.ts'
import { SourceError, type SourceWarning } from '../sources/source.ts'
import { connect } from './connect-source.ts'

/**
 * A followed source, or one tag of it, without a success for so long is told of. Half of what Instagram looks back: its newest
 * posts of a tag reach 24 hours into the past (developers.facebook.com/docs/instagram-platform, hashtag search), so there is
 * time to act.
 */
export const SILENT_AFTER = 12 * HOUR
/** Warnings of a source (what expires, what runs out) are asked for this often. */
export const LOOK_AFTER = HOUR
/** A source that is read more seldom than that is silent so long after it was to be read. */
export const OVERDUE = HOUR

export interface Watched {
  raised: number
  cleared: number
}

/** Looks after every source: raises what a person should know, and clears what no longer holds. Asks no network. */
export async function watchSources(ctx: Context, signal: AbortSignal): Promise<Watched> {
  const watched: Watched = { raised: 0, cleared: 0 }
  const now = ctx.clock.now()
  for (const source of await listWatched(ctx.db, now)) {
    if (signal.aborted) break
    const alerts: [SourceAlert['code'], string | null][] = [
      ['silent', await silence(ctx, source, now, signal)],
      ...(await warningsOf(ctx, source, now, signal)),
    ]
    if (source.state !== 'needs_attention') alerts.push(['needs_attention', null])
    for (const [code, message] of alerts) {
      if (message !== null) {
        await raiseAlert(ctx.db, { sourceId: source.id, code, message }, now)
        if (!source.standing.includes(code)) watched.raised++
      } else if (source.standing.includes(code)) {
        await clearAlerts(ctx.db, source.id, [code], now)
        watched.cleared++
      }
    }
  }
  return watched
}

/** What to say of a source that brings nothing; null where that is as it should be. */
async function silence(
  ctx: Context,
  source: WatchedSource,
  now: Instant,
  signal: AbortSignal,
): Promise<string | null> {
  const kind = ctx.sources.find((known) => known.kind === source.kind)
  const isRead = kind?.poll !== undefined || kind?.stream !== undefined
  if (!isRead || source.state !== 'active' || !source.isFollowed) return null
  if (now - source.wantedSince < SILENT_AFTER) return null
  const overdue = (await everyOf(ctx, source.id, signal)) + OVERDUE
  const silentFor = Math.max(SILENT_AFTER, overdue)
  if (now - source.quietSince >= silentFor) return sayOf('It', source.lastError)
  // What was refused for one tag alone stands as the last error of a source that is well otherwise.
  if (source.lastError === null || now - source.wantedSince < silentFor) return null
  const refused = await listRefused(ctx.db, source.id, { now, silentFor, lately: now - overdue })
  if (refused.length === 0) return null
  return sayOf(
    refused.map(({ target }) => target.replace(/^tag:/, '#')).join(', '),
    refused[0]?.error ?? null,
  )
}

function sayOf(what: string, lastError: string | null): string {
  const error = lastError === null ? '' : ` The last answer: ${lastError}`
  return `${what} could not be read for ${SILENT_AFTER / HOUR} hours or more. Test it; what its network does not show for long may be lost.${error}`
}

/** The least time between two of its reads; 0 where its settings cannot be read. */
async function everyOf(ctx: Context, sourceId: number, signal: AbortSignal): Promise<number> {
  const row = await findSource(ctx.db, sourceId)
  if (row === null) return 0
  try {
    return connect(ctx, row, signal).every
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return 0
  }
}

/** What holds of the codes a source itself warns of; empty where it is not time to ask. */
async function warningsOf(
  ctx: Context,
  { id, state, isFollowed, lookedAfterAt }: WatchedSource,
  now: Instant,
  signal: AbortSignal,
): Promise<[SourceWarning['code'], string | null][]> {
  if (state !== 'active' || !isFollowed) return []
  if (lookedAfterAt !== null && now - lookedAfterAt < LOOK_AFTER) return []
  const row = await findSource(ctx.db, id)
  if (row === null) return []
  await recordLookedAfter(ctx.db, id, now)
  try {
    const warnings = Map.groupBy(await connect(ctx, row, signal).warnings(), ({ code }) => code)
    return (['expires', 'budget'] as const).map((code) => {
      const said = warnings.get(code)?.map(({ message }) => message)
      return [code, said?.join(' ') ?? null]
    })
  } catch (error) {
    // Reading the source tells of settings that do not fit.
    if (!(error instanceof SourceError)) throw error
    return []
  }
}
