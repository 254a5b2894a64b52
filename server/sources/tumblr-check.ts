import { z } from 'zod'
import type { PostRef } from '../contest/post.ts'
import { type Checked, SourceError, type SourceIo } from './source.ts'
import { isTroubleOfOne } from './trouble-of-one.ts'
import { createTumblrClient, type TumblrClient } from './tumblr-client.ts'
import { readTumblr } from './tumblr-post.ts'
import type { TumblrSettings } from './tumblr-settings.ts'

const answer = z.object({
  response: z.object({
    blog: z.unknown().optional(),
    posts: z.array(z.looseObject({ blog: z.unknown().optional() })).max(20),
  }),
})

/** Asks for each post by itself. Never throws but when it is called off: what could not be found out is `unknown`. */
export async function checkTumblr(
  settings: TumblrSettings,
  refs: PostRef[],
  io: SourceIo,
): Promise<Map<string, Checked>> {
  const client = createTumblrClient(settings, io)
  const results = new Map<string, Checked>(refs.map(({ id }) => [id, { state: 'unknown' }]))
  try {
    for (const ref of refs) {
      io.signal.throwIfAborted()
      results.set(ref.id, await checkPost(client, ref).catch(unlessOfOne))
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
  }
  return results
}

async function checkPost(client: TumblrClient, { id, ref }: PostRef): Promise<Checked> {
  const cut = ref.lastIndexOf('/')
  const [blog, number] = [ref.slice(0, Math.max(0, cut)), ref.slice(cut + 1)]
  if (blog === '') return { state: 'unknown' }
  // Who was known by name stays known by name, or would be somebody else from now on.
  const isByNumber = blog.startsWith('t:')
  const path = `/blog/${encodeURIComponent(blog)}`
  const { json, found } = await client.get(`${path}/posts`, { id: number, reblog_info: 'true' })
  if (!found) {
    if (json === undefined) return { state: 'unknown' }
    // A blog that is known by name alone may have another name by now.
    const isSure = isByNumber || (await client.get(`${path}/info`, {})).found
    return isSure ? { state: 'gone', why: 'deleted' } : { state: 'unknown' }
  }
  const read = answer.safeParse(json).data?.response
  const [post] = read?.posts ?? []
  if (post === undefined) return { state: 'unknown' }
  const told = post.blog ?? read?.blog
  const one = readTumblr({ ...post, blog: isByNumber ? told : null }, client.secrets)
  if (one.kind === 'hidden') return { state: 'gone', why: 'private' }
  if (one.kind !== 'post' || one.change.post.id !== id) return { state: 'unknown' }
  return { state: 'present', change: one.change }
}

function unlessOfOne(error: unknown): Checked {
  if (isTroubleOfOne(error)) return { state: 'unknown' }
  throw error
}
