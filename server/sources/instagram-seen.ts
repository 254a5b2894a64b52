import { z } from 'zod'
import { HOUR, type Instant } from '../contest/instant.ts'
import type { Upsert } from './source.ts'

/** How far a target was read, and in what wording each post was handed over. */
export interface Place {
  /** When the last whole read began; null before the first. */
  readAt: Instant | null
  seen: Map<string, string>
}

const cursor = z.object({ readAt: z.number().nullable(), seen: z.record(z.string(), z.string()) })

/** A cursor that cannot be read is as none: everything is handed over once more, which changes nothing. */
export function readPlace(since: string | undefined): Place {
  try {
    const read = cursor.parse(JSON.parse(since ?? ''))
    return { readAt: read.readAt, seen: new Map(Object.entries(read.seen)) }
  } catch {
    return { readAt: null, seen: new Map() }
  }
}

export function writePlace({ readAt, seen }: Place): string {
  return JSON.stringify({ readAt, seen: Object.fromEntries(seen) })
}

/**
 * A post is handed over again at this age and at twice, three and four times of it: the links of its pictures are signed anew,
 * and one that died before its picture was fetched is replaced.
 */
export const SHOWN_AGAIN_AFTER = 6 * HOUR

/** Those that were not handed over yet, say something else by now, or have come of age; from now on they were. */
export function takeNew(place: Place, found: readonly Upsert[], now: Instant): Upsert[] {
  return found.filter((one) => {
    const age = Math.min(4, Math.floor((now - one.post.postedAt) / SHOWN_AGAIN_AFTER))
    const look = `${lookOf(one)}.${age}`
    if (place.seen.get(one.ref) === look) return false
    place.seen.set(one.ref, look)
    return true
  })
}

/** What a person could tell apart. Links to pictures are signed anew again and again, and say nothing. */
function lookOf({ post }: Upsert): string {
  const look = [
    post.text,
    post.author?.id,
    ...post.pictures.map(({ kind, url }) => `${kind} ${url === null}`),
  ]
  return fold(JSON.stringify(look))
}

/** FNV-1a over the characters, twice, in 13 letters: one post's looks are told apart, nothing is kept secret. */
function fold(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01234567]
  for (let i = 0; i < text.length; i++) {
    a = Math.imul(a ^ text.charCodeAt(i), 0x01000193)
    b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b)
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36)
}
