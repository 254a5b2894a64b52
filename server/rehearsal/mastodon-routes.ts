import type { Instant } from '../contest/instant.ts'
import type { Reply } from './double.ts'
import type { DrawPicture } from './draw-picture.ts'
import { filePath, statusEntity, type Teller } from './mastodon-entity.ts'
import type { MastodonHabits } from './mastodon-habits.ts'
import { AVATAR, listPageHtml, missingPageHtml, postPageHtml } from './mastodon-page.ts'
import { readTagFeed } from './mastodon-tag-feed.ts'
import { handleOf, type RehearsalPost, stands } from './post.ts'
import { fromUlid, toUlid } from './ulid.ts'

export type Route = 'tag' | 'post' | 'posts' | 'instance' | 'media' | 'page' | 'none'

export interface Question {
  method: string
  /** Null where the request's own address cannot be read. */
  url: URL | null
  token: string | null
  habits: MastodonHabits
}

/** What an answer is made from. */
export interface Matter {
  posts: readonly RehearsalPost[]
  base: string
  now: Instant
  pictures: DrawPicture
}

/** A question whose route is known: `names` are the parts of the path that the route leaves open. */
interface Asked {
  names: string[]
  url: URL
  habits: MastodonHabits
}

interface Answering {
  name: Route
  path: RegExp
  /** Needs the token where the server keeps this closed. */
  closed?: 'tags' | 'posts'
  reply(asked: Asked, matter: Matter): Reply | Promise<Reply>
}

/** Posts asked for at once (app/controllers/api/v1/statuses_controller.rb). */
const SEVERAL = 20

/** Posts on a page for people. */
const ON_A_PAGE = 40

const MISSING: Reply = { status: 404, json: { error: 'Record not found' } }
const NO_TOKEN: Reply = { status: 401, json: { error: 'The access token is invalid' } }

const ROUTES: Answering[] = [
  { name: 'tag', path: /^\/api\/v1\/timelines\/tag\/([^/]+)$/, closed: 'tags', reply: tagReply },
  { name: 'posts', path: /^\/api\/v1\/statuses$/, closed: 'posts', reply: postsReply },
  { name: 'post', path: /^\/api\/v1\/statuses\/([^/]+)$/, closed: 'posts', reply: postReply },
  { name: 'instance', path: /^\/api\/v([12])\/instance$/, reply: instanceReply },
  { name: 'none', path: /^\/api\//, reply: () => MISSING },
  { name: 'media', path: /^\/media\//, reply: mediaReply },
  { name: 'media', path: /^\/avatar\.svg$/, reply: () => bytes(200, 'image/svg+xml', AVATAR) },
  { name: 'page', path: /^\/$/, reply: frontReply },
  { name: 'page', path: /^\/tags\/([^/]+)$/, reply: tagPageReply },
  { name: 'page', path: /^\/@([^/]+)(?:\/(\d+))?$/, reply: personReply },
]

/** Finds who answers a question. */
export function route({ method, url, token, habits }: Question): {
  name: Route
  reply(matter: Matter): Reply | Promise<Reply>
} {
  const found =
    method === 'GET' && url !== null ? ROUTES.find(({ path }) => path.test(url.pathname)) : undefined
  if (found === undefined || url === null) return { name: 'none', reply: () => missingPage() }
  const isClosed = habits.token !== null && found.closed !== undefined && habits.closed.includes(found.closed)
  if (isClosed && token !== habits.token) return { name: found.name, reply: () => NO_TOKEN }
  const names = (found.path.exec(url.pathname) ?? []).slice(1).map((part) => decode(part ?? ''))
  return { name: found.name, reply: (matter) => found.reply({ names, url, habits }, matter) }
}

function tagReply({ names: [tag = ''], url, habits }: Asked, matter: Matter): Reply {
  if (habits.feedsOff) return { status: 200, json: [] }
  const { posts, now, base } = matter
  const feed = readTagFeed(posts, tag, boundsOf(url.searchParams, habits), habits, now)
  if (!feed.isKnown && habits.unknownTag === 404) return MISSING
  const teller = tellerOf(matter, habits)
  const json = feed.posts.map((post) => statusEntity(post, teller))
  const [newest, oldest] = [feed.posts[0], feed.posts.at(-1)]
  if (!habits.links || newest === undefined || oldest === undefined) return { status: 200, json }
  const here = `${base}${url.pathname}?${feed.repeated}${feed.repeated.size > 0 ? '&' : ''}`
  const link = `<${here}max_id=${teller.idOf(oldest)}>; rel="next", <${here}min_id=${teller.idOf(newest)}>; rel="prev"`
  return { status: 200, json, headers: { link } }
}

function postReply({ names: [id], habits }: Asked, matter: Matter): Reply {
  const post = shownPosts(matter).find((one) => one.id === ownId(id ?? '', habits))
  return post === undefined ? MISSING : { status: 200, json: statusEntity(post, tellerOf(matter, habits)) }
}

function postsReply({ url, habits }: Asked, matter: Matter): Reply {
  const ids = [...new Set(url.searchParams.getAll('id[]'))]
  if (!habits.severalPosts) return MISSING
  if (ids.length > SEVERAL) return { status: 422, json: { error: 'Validation failed: too many posts' } }
  const found = shownPosts(matter).filter((post) => ids.some((id) => ownId(id, habits) === post.id))
  return { status: 200, json: found.map((post) => statusEntity(post, tellerOf(matter, habits))) }
}

function instanceReply({ names: [version], habits }: Asked, { base }: Matter): Reply {
  const { host, title } = habits
  const who = { title, version: habits.version, description: 'Invented people and pictures.' }
  if (version === '1') return { status: 200, json: { uri: host, ...who, urls: { streaming_api: base } } }
  const isClosed = habits.token !== null && habits.closed.includes('tags')
  const access = habits.feedsOff ? 'disabled' : isClosed ? 'authenticated' : 'public'
  const feeds = { local: access, remote: access }
  const configuration = {
    urls: { streaming: base.replace(/^http/, 'ws') },
    timelines_access: { hashtag_feeds: feeds, live_feeds: feeds },
  }
  return { status: 200, json: { domain: host, ...who, configuration } }
}

/** Files outlive their posts for a while, as they do in the caches before a real server. */
async function mediaReply({ url }: Asked, { posts, now, pictures }: Matter): Promise<Reply> {
  const isSmall = url.pathname.startsWith('/media/small/')
  const asked = url.pathname.replace('/media/small/', '/media/').replace(/\.\w+$/, '')
  const post = posts.find((one) => one.id === asked.split('/')[2])
  if (post === undefined || post.arrivesAt > now) return MISSING
  const files = post.wordings.filter((wording) => wording.at <= now).flatMap((wording) => wording.files)
  const file = files.find((one) => filePath(post, one).replace(/\.\w+$/, '') === asked)
  if (file === undefined) return MISSING
  if (file.kind === 'video' || (file.kind === 'gifv' && !isSmall)) return bytes(200, 'video/mp4', FILM)
  const drawn = await pictures(file.spec)
  return { status: 200, ...drawn, headers: { 'cache-control': 'public, max-age=31536000' } }
}

/** The first box of an MP4 file, for whoever looks at the beginning: there is no film in it. */
const FILM = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1')

function frontReply({ habits }: Asked, matter: Matter): Reply {
  const posts = shownPosts(matter).filter((post) => post.boostOf === null)
  return list(habits.title, posts.toReversed(), tellerOf(matter, habits))
}

function tagPageReply({ names: [tag = ''], habits }: Asked, matter: Matter): Reply {
  const query = new URLSearchParams({ limit: String(ON_A_PAGE) })
  const { posts } = readTagFeed(matter.posts, tag, query, { ...habits, boostsInTags: false }, matter.now)
  return list(`#${tag}`, posts, tellerOf(matter, habits))
}

function personReply({ names: [handle, id], habits }: Asked, matter: Matter): Reply {
  const theirs = shownPosts(matter).filter((post) => handleOf(post.account) === handle)
  const teller = tellerOf(matter, habits)
  const one = theirs.find((post) => post.id === id)
  if (one !== undefined) return bytes(200, HTML, postPageHtml(one, teller))
  if (id !== '' || theirs[0] === undefined) return missingPage()
  return list(theirs[0].account.name, theirs.toReversed(), teller)
}

const HTML = 'text/html; charset=utf-8'

function list(title: string, posts: RehearsalPost[], teller: Teller): Reply {
  return bytes(200, HTML, listPageHtml(title, posts.slice(0, ON_A_PAGE), teller))
}

function missingPage(): Reply {
  return bytes(404, HTML, missingPageHtml())
}

/** Posts in the order of their making that anybody who has their address may see. */
function shownPosts({ posts, now }: Matter): RehearsalPost[] {
  return posts
    .filter((post) => stands(post, now) && post.visibility !== 'private')
    .toSorted((a, b) => a.createdAt - b.createdAt)
}

function tellerOf({ posts, base, now }: Matter, { host, ids }: MastodonHabits): Teller {
  const idOf = ids === 'ulid' ? ({ id }: RehearsalPost) => toUlid(id) : ({ id }: RehearsalPost) => id
  return { base, host, now, idOf, find: (id) => posts.find((post) => post.id === id && stands(post, now)) }
}

/** What a server that tells ULIDs means by one. */
function ownId(id: string, { ids }: MastodonHabits): string {
  return ids === 'ulid' ? (fromUlid(id) ?? '') : id
}

function boundsOf(query: URLSearchParams, habits: MastodonHabits): URLSearchParams {
  const own = new URLSearchParams(query)
  for (const name of ['max_id', 'min_id', 'since_id']) {
    const id = query.get(name)
    if (id !== null) own.set(name, ownId(id, habits))
  }
  return own
}

function bytes(status: number, type: string, body: string | Uint8Array): Reply {
  return { status, type, bytes: typeof body === 'string' ? Buffer.from(body) : body }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
