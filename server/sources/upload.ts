import { z } from 'zod'
import type { Instant } from '../contest/instant.ts'
import type { Post } from '../contest/post.ts'
import type { Checked, Source } from './source.ts'

/** What somebody handed in without a network: the free way in. */
export interface Handed {
  /** Ours: a network that tells ids there is none. */
  id: string
  /** One line about the thing; may be empty. */
  words: string
  at: Instant
  /** How many pictures, one at least. */
  pictures: number
}

/** An upload as a post: pictures whose bytes are here already, and no author until the address is confirmed. */
export function postOfUpload({ id, words, at, pictures }: Handed): Post {
  return {
    network: 'upload',
    id,
    url: null,
    author: null,
    text: words,
    tags: null,
    mentions: [],
    pictures: Array.from({ length: pictures }, () => ({ url: null, kind: 'image', poster: null, alt: null })),
    postedAt: at,
    editedAt: null,
    title: null,
    language: null,
    sensitive: false,
    hints: [],
    licence: null,
  }
}

/** Direct upload. Nothing is polled: posts arrive by the form on *take part*; they are here until we remove them. */
export const upload: Source<Record<string, never>> = {
  kind: 'upload',
  settings: z.strictObject({}),
  async check(_settings, refs) {
    return new Map(refs.map((ref): [string, Checked] => [ref.id, { state: 'present', change: null }]))
  },
  async test() {
    return { ok: true, message: 'Uploads are taken on the page “Take part”.', budget: null }
  },
}
