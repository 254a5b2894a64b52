import { z } from 'zod'
import type { Author } from '../contest/post.ts'
import { labelNames } from './bluesky-labels.ts'
import { isoMoment } from './item-fields.ts'

export const did = z.string().regex(/^did:[a-z]+:[A-Za-z0-9._:%-]{1,250}$/, 'Expected a DID')

const profile = z.object({
  did,
  handle: z.string().max(300),
  displayName: z.string().max(1_000).nullish().catch(null),
  createdAt: isoMoment.nullish().catch(null),
  labels: z.unknown().optional(),
})

/** An account, and what its labels are. */
export interface Person {
  author: Author
  labels: string[]
}

/** Of any view of an account (app.bsky.actor.defs); null where it is none. */
export function readPerson(found: unknown): Person | null {
  const read = profile.safeParse(found)
  if (!read.success) return null
  const { did, handle, displayName, createdAt, labels } = read.data
  const shown = isHandle(handle) ? handle : did
  return {
    author: {
      id: did,
      handle: shown,
      name: displayName?.trim() || shown,
      url: profileUrl(did),
      since: createdAt ?? null,
    },
    labels: labelNames(labels),
  }
}

/** Somebody of whom nothing but the id is known: they go by it until more is. */
export function stranger(did: string): Person {
  return { author: { id: did, handle: did, name: did, url: profileUrl(did), since: null }, labels: [] }
}

/** By the id: it survives a change of handle. */
function profileUrl(did: string): string {
  return `https://bsky.app/profile/${did}`
}

/** `handle.invalid` stands for one whose domain does not confirm it (atproto.com/specs/handle). */
export function isHandle(text: string): boolean {
  return text !== 'handle.invalid' && /^[a-z0-9.-]{3,253}$/i.test(text) && text.includes('.')
}
