import type { Hashtag } from '../contest/hashtag.ts'
import { type Instant, MINUTE, SECOND } from '../contest/instant.ts'
import type { ChangeMaker } from './bluesky-changes.ts'
import { type StreamCursor, writeCursor } from './bluesky-cursor.ts'
import { frameFilter } from './bluesky-filter.ts'
import { type FramePosition, frameReader } from './bluesky-frame.ts'
import { gapOf, joined, type Start } from './bluesky-start.ts'
import type { Batch, SourceIo } from './source.ts'

/** The cursor is moved so often, whether or not there was anything of ours. */
export const MOVED_EVERY = 5 * SECOND
/** Everybody's posts are never silent for so long: a stream that goes on later than that was cut off before. */
export const SILENCE = 5 * MINUTE
/** Changes of strangers' posts and accounts that wait for the next batch. */
const MOST_WAITING = 500

const CUT_OFF = 'The stream does not go back to where it was left'

/** A stream that is being read, over all its connections. */
export interface Reading {
  cursor(): StreamCursor | null
  /** A connection to a host is about to begin. What its first event tells is how much is missing before it. */
  connect(host: string): void
  take(messages: readonly string[]): void
  /** Whether there is something to hand over, or the cursor is to be moved. */
  isDue(): boolean
  batch(): Promise<Batch>
  /** The cursor is of no use any more: what happens from now on is listened to, and what lies between is missing. */
  lose(): void
}

export function createReading(
  version: 1 | 2,
  tags: readonly Hashtag[],
  start: Start,
  maker: ChangeMaker,
  io: Pick<SourceIo, 'clock'>,
): Reading {
  const read = frameReader(version, frameFilter(tags))
  const names = tags.map(({ canonical }) => canonical)
  let { cursor, gap, missing } = start
  let moved = io.clock.now()
  let connected = ''
  let isFirst = true

  function begin(at: Instant): void {
    const reached = cursor?.at ?? (start.micros === null ? null : start.micros / 1000)
    if (missing !== null) gap = joined(gap, gapOf(missing.from, at, missing.why))
    else if (reached !== null && at - reached > SILENCE) gap = joined(gap, gapOf(reached, at, CUT_OFF))
    missing = null
    isFirst = false
  }

  /** Never backwards: a connection begins a little before the end of the one before. */
  function advance({ at, mark }: FramePosition): void {
    if (isFirst) begin(at)
    const reached = cursor === null ? -1 : cursor.version === 1 ? cursor.micros : cursor.seq
    if (mark <= reached && cursor !== null) cursor = { ...cursor, tags: names }
    else if (version === 1) cursor = { version, at, micros: mark, tags: names }
    else cursor = { version, at, seq: mark, host: connected, tags: names }
  }

  return {
    cursor: () => cursor,
    connect(host) {
      connected = host
      isFirst = true
    },
    take(messages) {
      for (const message of messages) {
        const { position, event } = read(message)
        maker.take(event, position)
        // A host whose clock is wrong must not make us skip what is still to come.
        if (position !== null && position.at <= io.clock.now() + SILENCE) advance(position)
      }
    },
    isDue() {
      const { count, hasPost } = maker.waiting()
      const isTime = io.clock.now() - moved >= MOVED_EVERY
      return cursor !== null && (hasPost || count >= MOST_WAITING || gap !== null || isTime)
    },
    async batch() {
      const taken = await maker.collect()
      const place = {
        cursor: cursor === null ? '' : writeCursor(cursor),
        completeUntil: cursor?.at ?? null,
      }
      const missed = gap
      gap = null
      moved = io.clock.now()
      return { ...taken, ...place, ...(missed === null ? {} : { gap: missed }) }
    },
    lose() {
      if (cursor !== null) missing ??= { from: cursor.at, why: CUT_OFF }
      cursor = null
    },
  }
}
