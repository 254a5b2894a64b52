import { z } from 'zod'
import { identity } from './item-fields.ts'
import type { ThreadsClient } from './threads-client.ts'
import { FILE_FIELDS } from './threads-post.ts'
import { isTroubleOfOne } from './trouble-of-one.ts'

/** Files of one album (developers.facebook.com/documentation/threads/create-posts/carousel-posts). */
export const LARGEST_ALBUM = 20

const album = z.looseObject({
  children: z.looseObject({ data: z.array(z.unknown()).min(1).max(LARGEST_ALBUM) }),
})
const bare = z.object({ id: identity, media_type: z.undefined().optional() })

/**
 * An item of an answer with all that its files tell. The files of an album are asked for together with it; where an
 * answer names them by their ids alone all the same, each is asked for by itself, which costs no query.
 */
export async function withChildren(item: unknown, client: ThreadsClient): Promise<unknown> {
  const found = album.safeParse(item)
  if (!found.success) return item
  const { children } = found.data
  const data: unknown[] = []
  for (const child of children.data) {
    const named = bare.safeParse(child)
    const answer = named.success ? await client.object(named.data.id, FILE_FIELDS).catch(unlessOfOne) : null
    data.push(answer?.found ? answer.json : child)
  }
  return { ...found.data, children: { ...children, data } }
}

function unlessOfOne(error: unknown): null {
  if (isTroubleOfOne(error)) return null
  throw error
}
