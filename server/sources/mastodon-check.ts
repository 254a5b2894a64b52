import type { PostRef } from '../contest/post.ts'
import { createMastodonClient, type MastodonClient } from './mastodon-client.ts'
import { askInstance } from './mastodon-instance.ts'
import type { MastodonSettings } from './mastodon-settings.ts'
import { readStatus, statusId } from './mastodon-status.ts'
import { type Checked, SourceError, type SourceIo } from './source.ts'

/** Posts asked about at once. Mastodon refuses more than a page of 20 (app/controllers/api/v1/statuses_controller.rb). */
export const CHECKED_AT_ONCE = 20

/**
 * Asks whether posts still stand, 20 at a time where the server can (Mastodon 4.3), else one by one. Only the 404 or
 * 410 of a single post says that it is gone: one that is missing from a list of several is asked for by itself. Where
 * that answer is a page and not JSON, the server must still describe itself, so that a broken proxy or a server that
 * moved away takes nobody's post. Never throws but when it is called off: what could not be found out is `unknown`.
 */
export async function checkPosts(
  settings: MastodonSettings,
  refs: PostRef[],
  io: SourceIo,
): Promise<Map<string, Checked>> {
  const client = createMastodonClient(settings, io)
  const speaksApi = once(() => askInstance(client).then(() => true, isNo))
  const results = new Map<string, Checked>(refs.map(({ id }) => [id, { state: 'unknown' }]))
  try {
    for (let start = 0; start < refs.length; start += CHECKED_AT_ONCE) {
      const some = refs.slice(start, start + CHECKED_AT_ONCE)
      const present = some.length > 1 ? await askSeveral(client, some) : new Map<string, unknown>()
      for (const post of some) {
        const found = present.get(post.ref)
        results.set(post.id, found === undefined ? await askOne(client, post, speaksApi) : judge(found, post))
      }
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
  }
  return results
}

/** Those of the posts that the server knows, by its own id. Nothing where it cannot be asked for several. */
async function askSeveral(client: MastodonClient, refs: PostRef[]): Promise<Map<string, unknown>> {
  const query = new URLSearchParams(refs.map(({ ref }) => ['id[]', ref]))
  const answer = await client.get(`/api/v1/statuses?${query}`).catch(unlessRefused)
  const items: unknown[] = Array.isArray(answer?.json) ? answer.json : []
  return new Map(
    items.flatMap((item) => ((id) => (id === null ? [] : [[id, item] as const]))(statusId(item))),
  )
}

async function askOne(
  client: MastodonClient,
  post: PostRef,
  speaksApi: () => Promise<boolean>,
): Promise<Checked> {
  const answer = await client.get(`/api/v1/statuses/${encodeURIComponent(post.ref)}`).catch(unlessRefused)
  if (answer === null) return { state: 'unknown' }
  if (answer.found) return judge(answer.json, post)
  const isSure = answer.json !== undefined || (await speaksApi())
  return isSure ? { state: 'gone', why: 'deleted' } : { state: 'unknown' }
}

function isNo(error: unknown): false {
  if (unlessRefused(error) === null) return false
  throw error
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined
  return () => {
    asked ??= ask()
    return asked
  }
}

/** One post may be refused (403) or odd where others are not; throttling, time-outs and 5xx end the check. */
function unlessRefused(error: unknown): null {
  if (error instanceof SourceError && (error.kind === 'refused' || error.kind === 'unreadable')) return null
  throw error
}

function judge(found: unknown, post: PostRef): Checked {
  const read = readStatus(found)
  if (read.kind === 'hidden') return { state: 'gone', why: 'private' }
  if (read.kind !== 'post' || read.change.post.id !== post.id) return { state: 'unknown' }
  return { state: 'present', change: read.change }
}
