import { z } from 'zod'
import type { Clock } from '../clock.ts'
import type { Instant } from '../contest/instant.ts'
import { type Asked, type Double, type Reply, startDouble } from './double.ts'
import type { DrawPicture } from './draw-picture.ts'
import { actorUri, postUri } from './mastodon-post.ts'
import {
  handleOf,
  type RehearsalFile,
  type RehearsalPost,
  type RehearsalTimeline,
  stands,
  wordingAt,
} from './post.ts'
import { tagName, tagNames } from './tagging.ts'

/** How a server behaves. */
export interface MisskeyHabits {
  /** Its own name, which ends in `.example`. */
  host: string
  /** The one token it accepts; null where nobody needs one. */
  token: string | null
  /** Whether notes tell the identities of people of other servers; else they have to be asked for. */
  tellsActors: boolean
}

const USUAL: MisskeyHabits = { host: 'misskey.example', token: null, tellsActors: false }

/** Notes of one answer where the question names no number, and the most of them (endpoints/notes/search-by-tag.ts). */
const DEFAULT_NOTES = 10
const MOST_NOTES = 100

const Search = z.object({
  tag: z.string().optional(),
  query: z.array(z.array(z.string()).min(1)).min(1).optional(),
  limit: z.int().min(1).max(MOST_NOTES).default(DEFAULT_NOTES),
  sinceId: z.string().optional(),
  untilId: z.string().optional(),
  withFiles: z.boolean().default(false),
})

const NO_NOTE = {
  error: { message: 'No such note.', code: 'NO_SUCH_NOTE', id: '24fcbfc6-2e37-42b6-8388-c29b3861a08d' },
}

/** Starts a server that speaks the part of Misskey's own API by which tags are read, on loopback. */
export async function startMisskeyRehearsal(options: {
  timeline: RehearsalTimeline
  clock: Clock
  pictures: DrawPicture
  port?: number
  habits?: Partial<MisskeyHabits>
}): Promise<Double> {
  const { timeline, clock, pictures, port } = options
  const habits = { ...USUAL, ...options.habits }
  return startDouble({
    clock,
    ...(port === undefined ? {} : { port }),
    async answer(asked) {
      const now = clock.now()
      const posts = timeline.posts().filter((post) => stands(post, now) && post.boostOf === null)
      if (asked.method === 'GET') return file(asked, posts, pictures)
      if (habits.token !== null && asked.headers.authorization !== `Bearer ${habits.token}`)
        return {
          status: 401,
          json: { error: { code: 'CREDENTIAL_REQUIRED', message: 'Credential required.' } },
        }
      const json: unknown = JSON.parse(asked.body.toString('utf8') || '{}')
      switch (asked.path) {
        case '/api/meta':
          return { status: 200, json: { name: 'Misskey (rehearsal)', version: '2026.8.0+rehearsal' } }
        case '/api/notes/search-by-tag':
          return search(json, posts, asked.base, habits, now)
        case '/api/notes/show':
          return show(json, posts, asked.base, habits, now)
        case '/api/users/show':
          return people(json, posts)
        default:
          return { status: 404, json: { error: { code: 'UNKNOWN_API_ENDPOINT' } } }
      }
    },
  })
}

function search(
  json: unknown,
  posts: RehearsalPost[],
  base: string,
  habits: MisskeyHabits,
  now: Instant,
): Reply {
  const asked = Search.safeParse(json)
  if (!asked.success || (asked.data.tag === undefined) === (asked.data.query === undefined))
    return { status: 400, json: { error: { code: 'INVALID_PARAM' } } }
  const { tag, query, limit, sinceId, untilId, withFiles } = asked.data
  const wanted = query ?? [[tag ?? '']]
  const found = posts.filter((post) => {
    const { text, files } = wordingAt(post, now)
    const tags = new Set(tagNames(text))
    if (post.visibility !== 'public' || (withFiles && files.length === 0)) return false
    if (untilId !== undefined && !isBefore(post.id, untilId)) return false
    if (sinceId !== undefined && !isBefore(sinceId, post.id)) return false
    return wanted.some((all) => all.every((name) => tags.has(tagName(name))))
  })
  const oldestFirst = found.toSorted((a, b) => (isBefore(a.id, b.id) ? -1 : 1))
  const isForward = sinceId !== undefined && untilId === undefined
  const page = isForward ? oldestFirst.slice(0, limit) : oldestFirst.toReversed().slice(0, limit)
  return { status: 200, json: page.map((post) => noteEntity(post, base, habits, now)) }
}

function show(
  json: unknown,
  posts: RehearsalPost[],
  base: string,
  habits: MisskeyHabits,
  now: Instant,
): Reply {
  const { noteId } = z.object({ noteId: z.string() }).parse(json)
  const post = posts.find(({ id }) => id === noteId)
  return post === undefined
    ? { status: 400, json: NO_NOTE }
    : { status: 200, json: noteEntity(post, base, habits, now) }
}

function people(json: unknown, posts: RehearsalPost[]): Reply {
  const { userIds } = z.object({ userIds: z.array(z.string()).max(100) }).parse(json)
  const accounts = new Map(posts.map(({ account }) => [handleOf(account), account]))
  return {
    status: 200,
    json: userIds.flatMap((id) => {
      const account = accounts.get(id)
      return account ? [{ id, username: account.user, host: account.host, uri: actorUri(account) }] : []
    }),
  }
}

function noteEntity(post: RehearsalPost, base: string, habits: MisskeyHabits, now: Instant): object {
  const wording = wordingAt(post, now)
  const isHere = post.account.host === habits.host
  return {
    id: post.id,
    createdAt: new Date(post.createdAt).toISOString(),
    updatedAt: wording.at > post.createdAt ? new Date(wording.at).toISOString() : null,
    text: wording.text,
    cw: null,
    visibility:
      post.visibility === 'private' ? 'followers' : post.visibility === 'unlisted' ? 'home' : 'public',
    renoteId: null,
    tags: tagNames(wording.text),
    uri: isHere ? null : postUri(post),
    url: null,
    user: {
      id: handleOf(post.account),
      username: post.account.user,
      host: isHere ? null : post.account.host,
      name: post.account.name,
      ...(habits.tellsActors && !isHere ? { uri: actorUri(post.account) } : {}),
    },
    files: wording.files.map((one, n) => fileEntity(post, one, n, base, wording.sensitive)),
  }
}

function fileEntity(
  post: RehearsalPost,
  one: RehearsalFile,
  n: number,
  base: string,
  isSensitive: boolean,
): object {
  const url = `${base}/files/${post.id}/${n}`
  const isFilm = one.kind === 'video' || one.kind === 'gifv'
  return {
    id: `${post.id}-${n}`,
    type: isFilm ? 'video/mp4' : 'image/jpeg',
    url: one.kind === 'withheld' ? null : url,
    thumbnailUrl: isFilm ? null : url,
    comment: one.alt,
    isSensitive,
  }
}

async function file({ path }: Asked, posts: RehearsalPost[], pictures: DrawPicture): Promise<Reply> {
  const [, id, n] = /^\/files\/(\d+)\/(\d+)$/.exec(path) ?? []
  const found = posts.find((post) => post.id === id)?.wordings.at(-1)?.files[Number(n)]
  if (found === undefined || found.kind === 'video') return { status: 404, json: {} }
  return { status: 200, ...(await pictures(found.spec)) }
}

/** Ids are numbers without leading zeros, made from times. */
function isBefore(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length
}
