import { hash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Instant } from '../contest/instant.ts'
import { type FeedPage, writeFeed } from './blogs-feeds.ts'
import { blogPageHtml, frontPageHtml } from './blogs-page.ts'
import { blogPath, type FeedFormat, formatOf, postPath } from './blogs-post.ts'
import { type Asked, type Double, type Reply, startDouble } from './double.ts'
import type { DrawPicture } from './draw-picture.ts'
import { filePath } from './mastodon-entity.ts'
import { missingPageHtml } from './mastodon-page.ts'
import { type RehearsalPost, type RehearsalTimeline, stands } from './post.ts'
import { sendWebmention } from './webmention-sender.ts'

/** How the blogs behave. */
export interface BlogHabits {
  /** Posts on a page of a feed. */
  perPage: number
  /** One form for every feed; null where each blog has its own. */
  format: FeedFormat | null
  /** Whether feeds name the page with older posts: most do not. */
  hasNext: boolean
  /** Whether servers tell by ETag and Last-Modified that nothing has changed. */
  tellsUnchanged: boolean
  /** What the page of a post links to, beside what its text says. */
  linksOf(post: RehearsalPost): readonly string[]
}

export const USUAL_BLOG_HABITS: BlogHabits = {
  perPage: 50,
  format: null,
  hasNext: true,
  tellsUnchanged: true,
  linksOf: () => [],
}

export interface BlogsRehearsal extends Pick<Double, 'url' | 'faults' | 'requests' | 'close'> {
  /** Of one blog, or of all of them together. */
  feedUrl(post?: RehearsalPost): string
  /** Where a person reads a post. */
  postUrl(post: RehearsalPost): string
  /** Sends a webmention as a blog does: finds the endpoint of the target, and posts to it. Answers what came back. */
  mention(
    post: RehearsalPost,
    target: string,
  ): Promise<{ status: number; location: string | null; text: string }>
}

/** Starts a server on loopback that holds everybody's blog, each with a feed, and one feed of them all. */
export async function startBlogsRehearsal(options: {
  timeline: RehearsalTimeline
  clock: Clock
  pictures: DrawPicture
  /** 0 or none: any free one. */
  port?: number
  habits?: Partial<BlogHabits>
}): Promise<BlogsRehearsal> {
  const { timeline, clock, pictures, port } = options
  const habits = { ...USUAL_BLOG_HABITS, ...options.habits }
  const double = await startDouble({
    clock,
    ...(port === undefined ? {} : { port }),
    answer: (asked) => answer(asked, { posts: timeline.posts(), now: clock.now(), habits, pictures }),
  })
  const { url, faults, requests, close } = double
  const postUrl = (post: RehearsalPost) => url + postPath(post)
  return {
    url,
    faults,
    requests,
    close,
    postUrl,
    feedUrl: (post) => (post === undefined ? `${url}/feed` : `${url}${blogPath(post.account)}feed`),
    mention: (post, target) => sendWebmention(postUrl(post), target),
  }
}

interface Matter {
  posts: readonly RehearsalPost[]
  now: Instant
  habits: BlogHabits
  pictures: DrawPicture
}

const HTML = 'text/html; charset=utf-8'

async function answer(asked: Asked, matter: Matter): Promise<Reply> {
  const { url, base, method } = asked
  if (url === null || method !== 'GET') return missing(404)
  if (url.pathname.startsWith('/media/')) return picture(url.pathname, matter)
  const { posts, now, habits } = matter
  const shown = shownPosts(matter)
  if (url.pathname === '/feed') return feed(asked, 'Everybody', '/', shown, matter)
  const [, home, rest = ''] = /^(\/[^/]+\/[^/]+\/)([^/]*)$/.exec(url.pathname) ?? []
  const [first] = posts.filter((post) => blogPath(post.account) === home)
  if (first === undefined || home === undefined) return missing(404)
  const theirs = shown.filter((post) => blogPath(post.account) === home)
  if (rest === 'feed') return feed(asked, first.account.name, home, theirs, matter)
  if (rest === '') return bytes(200, HTML, frontPageHtml(first.account, theirs, now))
  const post = posts.find((one) => postPath(one) === url.pathname)
  if (post === undefined || post.visibility === 'private' || post.arrivesAt > now) return missing(404)
  if (!stands(post, now)) return missing(410)
  return bytes(200, HTML, blogPageHtml(post, habits.linksOf(post), base, now))
}

/** Newest first; `?page=2` holds older ones. */
function feed(
  { url, base, headers }: Asked,
  title: string,
  home: string,
  posts: RehearsalPost[],
  { habits, now }: Matter,
): Reply {
  const number = Math.max(1, Number(url?.searchParams.get('page') ?? 1))
  const from = (number - 1) * habits.perPage
  const hasMore = habits.hasNext && from + habits.perPage < posts.length
  const page: FeedPage = {
    title,
    home: base + home,
    self: `${base}${url?.pathname ?? ''}`,
    next: hasMore ? `${base}${url?.pathname ?? ''}?page=${number + 1}` : null,
    posts: posts.slice(from, from + habits.perPage),
    base,
    now,
  }
  const [one] = posts
  const { type, text } = writeFeed(
    habits.format ?? (one && home !== '/' ? formatOf(one.account) : 'atom'),
    page,
  )
  // The time of writing alone makes no other feed.
  const name = hash('sha256', text.replace(/<updated>[^<]*<\/updated><link/, '')).slice(0, 24)
  const etag = habits.tellsUnchanged ? { etag: `"${name}"` } : {}
  if (etag.etag !== undefined && headers['if-none-match'] === etag.etag)
    return { ...bytes(304, type, ''), headers: etag }
  return type.endsWith('json')
    ? { status: 200, json: JSON.parse(text), headers: { ...etag, 'content-type': type } }
    : { ...bytes(200, type, text), headers: etag }
}

async function picture(path: string, { posts, now, pictures }: Matter): Promise<Reply> {
  const post = posts.find((one) => one.id === path.split('/')[2])
  if (post === undefined || post.arrivesAt > now) return missing(404)
  const files = post.wordings.filter((wording) => wording.at <= now).flatMap((wording) => wording.files)
  const file = files.find((one) => filePath(post, one) === path)
  if (file === undefined || file.kind === 'video') return missing(404)
  return { status: 200, ...(await pictures(file.spec)) }
}

/** What everybody may find, newest first. */
function shownPosts({ posts, now }: Matter): RehearsalPost[] {
  return posts
    .filter((post) => stands(post, now) && post.visibility === 'public' && post.boostOf === null)
    .toSorted((a, b) => b.createdAt - a.createdAt)
}

function missing(status: 404 | 410): Reply {
  return bytes(status, HTML, missingPageHtml())
}

function bytes(status: number, type: string, text: string): Reply & { bytes: Uint8Array } {
  return { status, type, bytes: Buffer.from(text) }
}
