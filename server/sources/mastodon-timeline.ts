import { HOUR, type Instant, MINUTE } from '../contest/instant.ts'
import { createMastodonClient } from './mastodon-client.ts'
import { askPage, type Bound, type Page } from './mastodon-page.ts'
import { type Position, readPosition, type Walk } from './mastodon-position.ts'
import type { MastodonSettings } from './mastodon-settings.ts'
import type { Batch, SourceIo, Target } from './source.ts'

/**
 * Reads what is new in a tag's timeline, a page to a batch.
 *
 * Forward: `min_id` from the newest post on, which leaves no gap. But a post gets its place by the time its author
 * claims, not by its arrival: one that federates late, or gets its tag by an edit, appears below the newest and would
 * never be seen. So every `rescanMinutes` the timeline is also walked from its top back to `overlapHours` ago, and at
 * least to the start of the walk before, so that nothing depends on how a server understands `min_id`. The first
 * reading of all is such a walk too, back to `from`. Posts older than `from` are not handed on.
 */
export function pollTimeline(
  settings: MastodonSettings,
  target: Target,
  since: string | undefined,
  from: Instant,
  io: SourceIo,
): AsyncIterable<Batch> {
  const client = createMastodonClient(settings, io)
  return readTimeline(
    settings,
    (bound) => askPage(client, target, bound, settings.pageSize),
    target,
    since,
    from,
    io,
  )
}

/** How a timeline is read, whoever has it. */
export type TimelineSettings = Pick<MastodonSettings, 'url' | 'overlapHours' | 'rescanMinutes' | 'pageLimit'>

/** Reads what is new in any timeline whose pages are turned by ids. `askFor` answers the page within a bound. */
export async function* readTimeline(
  settings: TimelineSettings,
  askFor: (bound: Bound) => Promise<Page>,
  target: Target,
  since: string | undefined,
  from: Instant,
  io: SourceIo,
): AsyncIterable<Batch> {
  const position = readPosition(since, settings, target)
  let completeUntil: Instant | null = null
  let requestsLeft = settings.pageLimit

  const ask = (bound: Bound) => {
    requestsLeft--
    return askFor(bound)
  }
  const batch = (page: Page): Batch => ({
    changes: page.changes.filter(({ post }) => post.postedAt >= from),
    skipped: page.skipped,
    cursor: JSON.stringify(position),
    completeUntil,
  })

  async function* forward(): AsyncIterable<Batch> {
    const seen = new Set<string>()
    // A walk that is under way gets its share however much is new.
    const share = position.walk === null ? 0 : Math.floor(settings.pageLimit / 2)
    while (position.newest !== null && requestsLeft > share) {
      const askedAt = io.clock.now()
      const page = await ask({ min_id: position.newest })
      const isEnd = !addAll(seen, page.ids) || page.newer === position.newest
      if (page.newer !== null) position.newest = page.newer
      if (isEnd && position.walkedAt !== null) completeUntil = askedAt
      yield batch(page)
      if (isEnd) return
    }
  }

  async function* back(): AsyncIterable<Batch> {
    const seen = new Set<string>()
    while (position.walk !== null && requestsLeft > 0) {
      const { below, until, startedAt } = position.walk
      const page = await ask(below === null ? {} : { max_id: below })
      if (below === null) position.newest = page.newer ?? position.newest
      const isPast = page.newestAt !== null && page.newestAt < until
      const isEnd = !addAll(seen, page.ids) || page.older === below || isPast
      position.walk = isEnd ? null : { below: page.older, until, startedAt }
      if (isEnd) {
        position.walkedAt = startedAt
        completeUntil ??= startedAt
      }
      yield batch(page)
    }
  }

  yield* forward()
  if (requestsLeft === 0) return
  position.walk ??= dueWalk(settings, position, from, io.clock.now())
  yield* back()
}

/** Where nothing was ever seen there is nothing to go forward from, so a walk is always due. */
function dueWalk(
  settings: TimelineSettings,
  { newest, walkedAt }: Position,
  from: Instant,
  now: Instant,
): Walk | null {
  const overlap = now - settings.overlapHours * HOUR
  if (walkedAt === null) return { below: null, until: from, startedAt: now }
  const isRested = walkedAt <= now && now - walkedAt < settings.rescanMinutes * MINUTE
  if (isRested && newest !== null) return null
  return { below: null, until: Math.max(from, Math.min(overlap, walkedAt)), startedAt: now }
}

/** Whether any of these was not seen before: a server that turns in circles brings nothing else. */
function addAll(seen: Set<string>, ids: string[]): boolean {
  const before = seen.size
  for (const id of ids) seen.add(id)
  return seen.size > before
}
