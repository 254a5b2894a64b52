import type { Hashtag } from '../contest/hashtag.ts'
import { HOUR, type Instant } from '../contest/instant.ts'
import { readCursor, type StreamCursor } from './bluesky-cursor.ts'
import { accountOf, type BlueskySettings } from './bluesky-settings.ts'
import type { Gap } from './source.ts'

/** Time that a stream does not bring, from an instant on until its first event. */
export interface Missing {
  from: Instant
  why: string
}

/** Where to take the stream up, and what it is known not to bring. */
export interface Start {
  /** Null: with what happens from now on. */
  cursor: StreamCursor | null
  /** Microseconds to begin at where there is no cursor; version 1 alone can. */
  micros: number | null
  gap: Gap | null
  missing: Missing | null
}

const NEW = 'The stream was not read for these tags yet'
const TOO_OLD =
  'The stream does not go back so far, and without an app password nobody can search for what was posted then'

/**
 * Goes on from the cursor. Where there is none, or a tag is followed that it was not read for, the time since `from` is
 * missing: search fills it where somebody is signed in (a few requests instead of hours of everybody's posts); else the
 * stream is read from as far back as it goes, and only what lies before is a gap.
 */
export function startOf(
  settings: BlueskySettings,
  tags: readonly Hashtag[],
  since: string | undefined,
  from: Instant,
  now: Instant,
): Start {
  const read = readCursor(since)
  const known = read?.version === settings.version ? read : null
  const isComplete = known !== null && tags.every(({ canonical }) => known.tags.includes(canonical))
  if (isComplete) return { cursor: known, micros: null, gap: null, missing: null }
  if (accountOf(settings) !== null || settings.version === 2) {
    return known === null
      ? { cursor: null, micros: null, gap: null, missing: { from, why: NEW } }
      : { cursor: known, micros: null, gap: gapOf(from, known.at, NEW), missing: null }
  }
  const begin = Math.max(Math.min(from, now), now - settings.lookBackHours * HOUR)
  return { cursor: null, micros: begin * 1000, gap: gapOf(from, begin, TOO_OLD), missing: null }
}

/** Null where there is nothing in it. */
export function gapOf(from: Instant, until: Instant, why: string): Gap | null {
  return from < until ? { from, until, why } : null
}

/** Of two gaps, or one that reaches over both. */
export function joined(one: Gap | null, other: Gap | null): Gap | null {
  if (one === null || other === null) return one ?? other
  return { from: Math.min(one.from, other.from), until: Math.max(one.until, other.until), why: one.why }
}
