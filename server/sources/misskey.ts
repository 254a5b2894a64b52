import { z } from 'zod'
import type { PostRef } from '../contest/post.ts'
import { type ApiClient, createApiClient } from './api-client.ts'
import type { Page } from './mastodon-page.ts'
import { readTimeline } from './mastodon-timeline.ts'
import { readNote, strangersIn } from './misskey-note.ts'
import { secretField, serverOrigin } from './setting-fields.ts'
import { type Checked, type Skip, type Source, SourceError, type SourceIo, type Target } from './source.ts'
import { tagOf } from './target.ts'

/** Notes asked for at once, at most (endpoints/notes/search-by-tag.ts). */
export const LARGEST_PAGE = 100

/** What a brand says about a Misskey server that is read. */
export interface MisskeySettings {
  /** The origin of the server, such as `https://social.example`. */
  url: string
  /** An access token with the right to read notes, for servers that show tags to nobody else. */
  token?: string | undefined
  overlapHours: number
  rescanMinutes: number
  pageSize: number
  pageLimit: number
}

const misskeySettings: z.ZodType<MisskeySettings> = z.strictObject({
  url: serverOrigin,
  token: secretField('an access token').optional(),
  overlapHours: z.number().min(0).max(720).default(48),
  rescanMinutes: z.number().min(0).max(10_080).default(60),
  pageSize: z.int().min(1).max(LARGEST_PAGE).default(LARGEST_PAGE),
  pageLimit: z.int().min(2).max(1_000).default(60),
})

/**
 * One Misskey server, or one of its kin. It speaks of the same posts as servers with the Mastodon API do, so a post that
 * both bring is one; its own interface tells notes instead of statuses.
 */
export const misskey: Source<MisskeySettings> = {
  kind: 'misskey',
  network: 'mastodon',
  settings: misskeySettings,
  poll(settings, target, since, from, io) {
    const client = createClient(settings, io)
    return readTimeline(
      settings,
      (bound) => askPage(client, settings, target, bound),
      target,
      since,
      from,
      io,
    )
  },
  async check(settings, refs, io) {
    const client = createClient(settings, io)
    const results = new Map<string, Checked>(refs.map(({ id }) => [id, { state: 'unknown' }]))
    try {
      for (const ref of refs) results.set(ref.id, await askOne(client, settings, ref))
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
    }
    return results
  },
  async test(settings, io) {
    const client = createClient(settings, io)
    try {
      const answer = await client.ask({ method: 'POST', path: '/api/meta', json: { detail: false } })
      const meta = z.object({ name: z.string().nullish(), version: z.string() }).safeParse(answer.json)
      if (!answer.found || !meta.success)
        throw client.unreadable('does not speak the Misskey API; expected its description at /api/meta')
      await search(client, { tag: 'photography', limit: 1 })
      const name = meta.data.name?.trim() || new URL(settings.url).host
      const budget = client.budget()
      return {
        ok: true,
        message: `${name} (${meta.data.version}) answers and lets tags be searched.`,
        budget,
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      return { ok: false, message: error.message, budget: client.budget() }
    }
  },
}

function createClient({ url, token }: MisskeySettings, io: SourceIo): ApiClient {
  return createApiClient(
    {
      base: url,
      secrets: token === undefined ? [] : [token],
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      unauthorised:
        token === undefined
          ? 'shows this only to its members (401). Add an access token of an account there.'
          : 'does not accept the access token (401). Make a new one.',
      refused: ({ status, json }) =>
        status === 400 && NO_SUCH_NOTE.safeParse(json).success ? 'not_found' : undefined,
    },
    io,
  )
}

const NO_SUCH_NOTE = z.object({ error: z.object({ code: z.literal('NO_SUCH_NOTE') }) })

type Bound = { max_id: string } | { min_id: string } | Record<never, never>

/** `sinceId` brings the notes that follow it, the oldest first; `untilId` those before it, the newest first. */
async function askPage(
  client: ApiClient,
  { url, pageSize }: MisskeySettings,
  target: Target,
  bound: Bound,
): Promise<Page> {
  const notes = await search(client, {
    tag: tagOf(target).canonical,
    limit: pageSize,
    ...('max_id' in bound ? { untilId: bound.max_id } : {}),
    ...('min_id' in bound ? { sinceId: bound.min_id } : {}),
  })
  const changes: Page['changes'] = []
  const skipped: Skip[] = []
  const actors = await askActors(client, strangersIn(notes))
  for (const note of notes) {
    const read = readNote(note, url, actors, client.secrets)
    if (read.kind === 'post') changes.push(read.change)
    if (read.kind === 'odd') skipped.push(read.skip)
  }
  changes.sort((a, b) => a.post.postedAt - b.post.postedAt)
  const placed = notes.flatMap((note) => place.safeParse(note).data ?? [])
  if (notes.length > 0 && placed.length === 0)
    throw client.unreadable('answered with a list that holds no notes; expected items with an id', notes)
  const sorted = placed.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
  return {
    changes,
    skipped,
    ids: placed.map(({ id }) => id),
    older: sorted[0]?.id ?? null,
    newer: sorted.at(-1)?.id ?? null,
    newestAt: sorted.length === 0 ? null : Date.parse(sorted.at(-1)?.createdAt ?? ''),
  }
}

const place = z.object({ id: z.string().min(1).max(1_000), createdAt: z.iso.datetime({ offset: true }) })

async function search(client: ApiClient, json: object): Promise<unknown[]> {
  const answer = await client.ask({ method: 'POST', path: '/api/notes/search-by-tag', json })
  if (answer.found && Array.isArray(answer.json)) return answer.json
  throw client.unreadable('answered with something else than notes; expected a list of them', answer.json)
}

const actor = z.object({ id: z.string(), uri: z.string().max(2_000).nullish() })

/** Who people of other servers are on the fediverse, by this server's ids of them. */
async function askActors(client: ApiClient, userIds: string[]): Promise<Map<string, string>> {
  if (userIds.length === 0) return new Map()
  const answer = await client.ask({ method: 'POST', path: '/api/users/show', json: { userIds } })
  const found: unknown[] = Array.isArray(answer.json) ? answer.json : []
  const known = found.flatMap((one) => actor.safeParse(one).data ?? [])
  return new Map(known.flatMap(({ id, uri }) => (uri ? [[id, uri] as const] : [])))
}

async function askOne(client: ApiClient, { url }: MisskeySettings, { id, ref }: PostRef): Promise<Checked> {
  const answer = await client.ask({ method: 'POST', path: '/api/notes/show', json: { noteId: ref } })
  if (!answer.found)
    return answer.json === undefined ? { state: 'unknown' } : { state: 'gone', why: 'deleted' }
  const read = readNote(answer.json, url, await askActors(client, strangersIn([answer.json])), client.secrets)
  if (read.kind === 'hidden') return { state: 'gone', why: 'private' }
  if (read.kind !== 'post' || read.change.post.id !== id) return { state: 'unknown' }
  return { state: 'present', change: read.change }
}
