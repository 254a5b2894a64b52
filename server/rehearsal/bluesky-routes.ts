import type { Instant } from '../contest/instant.ts'
import { blobCid, blueskyPostId, didOf } from './bluesky-post.ts'
import { bearer, type SessionDesk, xrpcError } from './bluesky-sessions.ts'
import { postView, profileView, shownPosts, type Teller } from './bluesky-world.ts'
import type { Asked, Reply } from './double.ts'
import type { DrawPicture } from './draw-picture.ts'
import type { RehearsalFile, RehearsalPost } from './post.ts'
import { wordingAt } from './post.ts'
import { pieces } from './tagging.ts'

/** What all calls are made with. */
export interface Matter extends Teller {
  desk: SessionDesk
  pictures: DrawPicture
}

/** Posts and accounts asked about at once, and posts of a page (app.bsky.feed.getPosts, .searchPosts, app.bsky.actor.getProfiles). */
const SEVERAL = 25
const LARGEST_PAGE = 100

type Call = (asked: Asked, query: URLSearchParams, matter: Matter) => Reply | Promise<Reply>

const CALLS: Readonly<Record<string, Call>> = {
  'com.atproto.server.createSession': (asked, _, { desk }) => desk.create(asked),
  'com.atproto.server.refreshSession': (asked, _, { desk }) => desk.refresh(asked),
  'com.atproto.server.getSession': (asked, _, { desk }) => desk.get(asked),
  'com.atproto.sync.getBlob': getBlob,
  'app.bsky.feed.searchPosts': searchPosts,
  'app.bsky.feed.getPosts': getPosts,
  'app.bsky.actor.getProfiles': getProfiles,
}

/** What nginx says to strangers who search. */
const FORBIDDEN =
  '<html><body><h1>403 Forbidden</h1>\nRequest forbidden by administrative rules.\n</body></html>\n'

/** Answers a call of the PDS or the AppView, or a picture of the CDN. */
export function answerBluesky(asked: Asked, matter: Matter): Reply | Promise<Reply> {
  const { url } = asked
  if (url === null) return xrpcError(400, 'InvalidRequest', 'Bad address')
  const name = /^\/xrpc\/([a-zA-Z.]+)$/.exec(url.pathname)?.[1]
  const call = name !== undefined && Object.hasOwn(CALLS, name) ? CALLS[name] : undefined
  if (call !== undefined) {
    // A token that is no good is refused even where none is needed.
    const isOurs = name?.startsWith('app.bsky.') && bearer(asked) !== null
    const refusal = isOurs ? matter.desk.refusal(asked) : null
    return refusal ?? call(asked, url.searchParams, matter)
  }
  const picture = /^\/(?:img\/\w+\/plain|watch)\/([^/]+)\/([^/@]+)/.exec(decodeURIComponent(url.pathname))
  if (picture !== null) return pictureReply(picture[1] ?? '', picture[2] ?? '', matter)
  return xrpcError(501, 'MethodNotImplemented', 'Method Not Implemented')
}

function searchPosts(asked: Asked, query: URLSearchParams, matter: Matter): Reply {
  if (bearer(asked) === null && matter.habits.strangersSearch === 'refused')
    return { status: 403, type: 'text/html', bytes: Buffer.from(FORBIDDEN) }
  const q = query.get('q')?.toLowerCase() ?? ''
  if (q === '') return xrpcError(400, 'BadQueryString', 'q is required')
  const limit = Number(query.get('limit') ?? 25)
  if (!(limit >= 1 && limit <= LARGEST_PAGE))
    return xrpcError(400, 'InvalidRequest', 'limit must be from 1 to 100')
  const since = momentOf(query.get('since'), Number.NEGATIVE_INFINITY)
  const until = momentOf(query.get('until'), Number.POSITIVE_INFINITY)
  const tags = query.getAll('tag').map((tag) => tag.toLowerCase())
  const found = shownPosts(matter)
    .map((one) => ({ ...one, sortAt: Math.min(one.post.createdAt, one.indexedAt) }))
    .filter(({ post, sortAt }) => sortAt >= since && sortAt < until && matches(post, q, tags, matter.now))
    .toSorted((a, b) => b.sortAt - a.sortAt || (blueskyPostId(a.post) < blueskyPostId(b.post) ? 1 : -1))
  const begin = Number(query.get('cursor') ?? 0)
  const end = Math.min(begin + limit, found.length)
  const posts = found.slice(begin, end).map((one) => postView(one, matter))
  const goesOn = end < found.length && end < matter.habits.searchStops
  return { status: 200, json: { ...(goesOn ? { cursor: String(end) } : {}), hitsTotal: found.length, posts } }
}

/** By words of the text; `tag` means all of them. */
function matches(post: RehearsalPost, q: string, tags: readonly string[], now: Instant): boolean {
  const { text } = wordingAt(post, now)
  const own = new Set(pieces(text).flatMap((piece) => (piece.kind === 'tag' ? piece.name.toLowerCase() : [])))
  return text.toLowerCase().includes(q) && tags.every((tag) => own.has(tag))
}

function momentOf(text: string | null, usual: number): number {
  return text === null ? usual : Date.parse(text)
}

function getPosts(_: Asked, query: URLSearchParams, matter: Matter): Reply {
  const uris = query.getAll('uris')
  if (uris.length === 0 || uris.length > SEVERAL)
    return xrpcError(400, 'InvalidRequest', 'uris must have 1 to 25')
  const shown = new Map(shownPosts(matter).map((one) => [blueskyPostId(one.post), one]))
  const posts = uris.flatMap((uri) => {
    const one = shown.get(uri)
    return one === undefined ? [] : [postView(one, matter)]
  })
  return { status: 200, json: { posts } }
}

function getProfiles(_: Asked, query: URLSearchParams, matter: Matter): Reply {
  const actors = query.getAll('actors')
  if (actors.length === 0 || actors.length > SEVERAL)
    return xrpcError(400, 'InvalidRequest', 'actors must have 1 to 25')
  const known = new Map(matter.timeline.posts().map(({ account }) => [didOf(account), account]))
  const profiles = actors.flatMap((did) => {
    const account = known.get(did)
    return account !== undefined && matter.world.account(did).active ? [profileView(account, matter)] : []
  })
  return { status: 200, json: { profiles } }
}

/** Why a repository gives nothing, by the status of its account. */
const NO_REPO: Readonly<Record<string, string>> = {
  takendown: 'RepoTakendown',
  suspended: 'RepoSuspended',
  deactivated: 'RepoDeactivated',
  deleted: 'RepoNotFound',
}

function getBlob(_: Asked, query: URLSearchParams, matter: Matter): Reply | Promise<Reply> {
  const did = query.get('did') ?? ''
  const { active, status } = matter.world.account(did)
  if (!active) return xrpcError(400, NO_REPO[status ?? ''] ?? 'RepoDeactivated', 'Repo is not available')
  if (!matter.timeline.posts().some(({ account }) => didOf(account) === did))
    return xrpcError(400, 'RepoNotFound', 'Could not find repo')
  const file = findFile(did, query.get('cid') ?? '', matter)
  return file === null ? xrpcError(400, 'BlobNotFound', 'Blob not found') : draw(file, matter)
}

function pictureReply(did: string, cid: string, matter: Matter): Reply | Promise<Reply> {
  const file = matter.world.account(did).active ? findFile(did, cid, matter) : null
  return file === null ? { status: 404, json: { message: 'not found' } } : draw(file, matter)
}

/** A file that is withheld is one that its server has lost. */
function findFile(did: string, cid: string, { timeline, now }: Matter): RehearsalFile | null {
  for (const post of timeline.posts()) {
    if (post.arrivesAt > now || (post.deletedAt ?? now + 1) <= now || didOf(post.account) !== did) continue
    const file = post.wordings.flatMap(({ files }) => files).find((one) => blobCid(one) === cid)
    if (file !== undefined) return file.kind === 'withheld' ? null : file
  }
  return null
}

async function draw(file: RehearsalFile, { pictures }: Matter): Promise<Reply> {
  const spec = file.kind === 'video' ? STILL : file.spec
  const { bytes, type } = await pictures(spec)
  return { status: 200, type, bytes }
}

/** Of any video: something else altogether. */
const STILL = { seed: 1, item: null, framing: 'landscape', longEdge: 480, twist: 'plain' } as const
