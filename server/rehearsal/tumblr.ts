import type { Clock } from '../clock.ts'
import { type Instant, SECOND } from '../contest/instant.ts'
import { type Asked, type Double, type Reply, startDouble } from './double.ts'
import type { DrawPicture } from './draw-picture.ts'
import { fileReply } from './files-reply.ts'
import { type RehearsalPost, type RehearsalTimeline, stands } from './post.ts'
import { blogEntity, type Teller, tumblrEntity, tumblrTags } from './tumblr-entity.ts'
import { type TumblrHabits, USUAL_TUMBLR_HABITS } from './tumblr-habits.ts'
import { tumblrBlog, tumblrPostId, tumblrUuid } from './tumblr-post.ts'

/** Posts of one answer (github.com/tumblr/docs, api.md). */
const LARGEST_PAGE = 20

/**
 * Starts a server that speaks the part of Tumblr's API that tells posts, on loopback. What is remembered of requests is
 * without the key.
 */
export async function startTumblrRehearsal(options: {
  timeline: RehearsalTimeline
  clock: Clock
  pictures: DrawPicture
  port?: number
  habits?: Partial<TumblrHabits>
}): Promise<Double & { habits: TumblrHabits }> {
  const { timeline, clock, pictures, port } = options
  const habits: TumblrHabits = { ...USUAL_TUMBLR_HABITS, ...options.habits }
  const counts = new Map<string, number>()

  function isOverLimit(now: Instant): boolean {
    const periods = habits.limits.map((limit) => ({
      ...limit,
      key: `${limit.period} ${Math.floor(now / limit.period)}`,
    }))
    if (periods.some(({ key, calls }) => (counts.get(key) ?? 0) >= calls)) return true
    for (const { key } of periods) counts.set(key, (counts.get(key) ?? 0) + 1)
    return false
  }

  function reply(url: URL, teller: Teller): Reply {
    const query = url.searchParams
    const standing = timeline.posts().filter((post) => stands(post, teller.now))
    if (url.pathname === '/v2/tagged') return taggedReply(standing, query, teller)
    const [, blog = '', what = ''] = /^\/v2\/blog\/([^/]+)\/(posts|info)$/.exec(url.pathname) ?? []
    const theirs = standing.filter((post) => isBlog(post, decodeURIComponent(blog)))
    const [any] = theirs
    if (any === undefined || what === '') return said(404, 'Not Found', [])
    if (what === 'info') return said(200, 'OK', { blog: blogEntity(any) })
    const post = theirs.find((one) => tumblrPostId(one) === query.get('id'))
    if (post === undefined) return said(404, 'Not Found', [])
    const posts = [tumblrEntity(post, teller, query.get('reblog_info') === 'true')]
    return said(200, 'OK', { blog: blogEntity(any), posts, total_posts: 1 })
  }

  async function answer({ url, base, headers }: Asked): Promise<Reply> {
    const now = clock.now()
    const file = await fileReply(url?.pathname ?? '', timeline.posts(), now, pictures)
    if (file !== null) return file
    if (url === null || !headers['user-agent']) return said(403, 'Forbidden', [])
    if (url.searchParams.get('api_key') !== habits.key) return said(401, 'Unauthorized', [])
    if (isOverLimit(now)) return said(429, 'Limit Exceeded', [])
    const find = (id: string) => timeline.posts().find((post) => post.id === id)
    return reply(url, { base, now, habits, find })
  }

  const double = await startDouble({ clock, answer, ...(port === undefined ? {} : { port }) })
  const requests: Double['requests'] = () => {
    const { count, last } = double.requests()
    return { count, last: last.map((path) => path.replace(/api_key=[^&]*/, 'api_key=***')) }
  }
  return { ...double, requests, habits }
}

function taggedReply(standing: RehearsalPost[], query: URLSearchParams, teller: Teller): Reply {
  const { now, habits } = teller
  const tag = (query.get('tag') ?? '').toLowerCase()
  if (tag === '') return said(400, 'Bad Request', [])
  const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY)
  const placeOf = (post: RehearsalPost) => habits.featuredAt?.(post.createdAt) ?? post.createdAt
  const posts = standing
    .filter((post) => {
      const at = Math.floor(placeOf(post) / SECOND)
      const isBefore = habits.beforeIs === 'exclusive' ? at < before : at <= before
      const tags = tumblrTags(post, now).map((one) => one.toLowerCase())
      return post.visibility === 'public' && isBefore && tags.includes(tag)
    })
    .toSorted((a, b) => placeOf(b) - placeOf(a))
    .slice(0, Math.min(Math.max(1, Number(query.get('limit') ?? LARGEST_PAGE)), LARGEST_PAGE))
  return said(
    200,
    'OK',
    posts.map((post) => tumblrEntity(post, teller, query.get('reblog_info') === 'true')),
  )
}

/** A blog is found by its number, its short name and its host name. */
function isBlog({ account }: RehearsalPost, asked: string): boolean {
  const name = tumblrBlog(account)
  return [tumblrUuid(account), name, `${name}.tumblr.com`].includes(asked)
}

/** The envelope of every answer. */
function said(status: number, msg: string, response: unknown): Reply {
  const errors = status < 400 ? {} : { errors: [{ title: msg, code: 0, detail: msg }] }
  return { status, json: { meta: { status, msg }, response, ...errors } }
}
