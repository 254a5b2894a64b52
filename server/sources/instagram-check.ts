import type { PostRef } from '../contest/post.ts'
import { createInstagramClient } from './instagram-client.ts'
import { shortcodeOf } from './instagram-media.ts'
import type { InstagramSettings } from './instagram-settings.ts'
import { type Checked, SourceError, type SourceIo } from './source.ts'

/** Remembers which posts were shown once, by their codes. */
const SHOWN = 'shown:'

/**
 * No post of others can be asked for by its id; whether it can be embedded (oEmbed, without a token) is all that is told. Not
 * every post can: accounts may switch it off. So only one that could be embedded before, and cannot any more, is gone; its
 * author deleted or hid it, and nobody says which. Everything else is unknown.
 */
export async function checkEmbeds(
  settings: InstagramSettings,
  refs: PostRef[],
  io: SourceIo,
): Promise<Map<string, Checked>> {
  io.signal.throwIfAborted()
  const results = new Map<string, Checked>(refs.map(({ id }) => [id, { state: 'unknown' }]))
  if (!settings.embeds) return results
  const client = createInstagramClient(settings, null, io)
  try {
    for (const { id } of refs) {
      const url = `https://www.instagram.com/p/${id}/`
      if (shortcodeOf(url) !== id) continue
      const { found } = await client.get('/instagram_oembed', { url, omitscript: 'true' })
      results.set(id, await judge(id, found, io))
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
  }
  return results
}

async function judge(code: string, isShown: boolean, { memory }: SourceIo): Promise<Checked> {
  const wasShown = (await memory.read(SHOWN + code)) === true
  if (isShown && !wasShown) await memory.write(SHOWN + code, true)
  if (isShown) return { state: 'present', change: null }
  return wasShown ? { state: 'gone', why: 'private' } : { state: 'unknown' }
}
