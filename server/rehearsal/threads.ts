import type { Clock } from '../clock.ts'
import { type Asked, type Double, type Reply, startDouble } from './double.ts'
import type { DrawPicture } from './draw-picture.ts'
import { fileReply } from './files-reply.ts'
import { type RehearsalPost, type RehearsalTimeline, stands } from './post.ts'
import { childEntity, readFields, type Teller, threadEntity } from './threads-entity.ts'
import { type ThreadsHabits, USUAL_THREADS_HABITS } from './threads-habits.ts'
import { threadsPostId, threadsUser } from './threads-post.ts'
import { dead, MISSING, refusal } from './threads-refusals.ts'
import { isOwn, search } from './threads-search.ts'

/** The search knows nothing before Threads itself, and refuses to be asked. */
const BEGAN = 1_688_540_400

/**
 * Starts a server that speaks the part of the Threads API that searches, on loopback
 * (developers.facebook.com/documentation/threads/keyword-search). The token may stand in a header or in the query.
 */
export async function startThreadsRehearsal(options: {
  timeline: RehearsalTimeline
  clock: Clock
  pictures: DrawPicture
  port?: number
  habits?: Partial<ThreadsHabits>
}): Promise<Double & { habits: ThreadsHabits }> {
  const { timeline, clock, pictures, port } = options
  const habits: ThreadsHabits = { ...USUAL_THREADS_HABITS, ...options.habits }
  let counted: number[] = []

  function searchReply(query: URLSearchParams, teller: Teller): Reply {
    if (!habits.maySearch) return refusal(10, 'Application does not have permission for this action', 403)
    const now = clock.now()
    counted = counted.filter((at) => at > now - habits.limit.period)
    if (counted.length >= habits.limit.queries)
      return refusal(habits.limit.code, 'Application request limit reached', 403, { is_transient: true })
    if (Number(query.get('since') ?? BEGAN) < BEGAN) return refusal(100, 'Param since is too early')
    const { posts, before, after, hasMore } = search(standing(timeline, now), query, habits, now)
    if (posts.length === 0) return { status: 200, json: { data: [] } }
    counted.push(now)
    const data = posts.map((post) => threadEntity(post, fieldsOf(query), teller))
    const cursors = hasMore || habits.markOnLastPage ? { before, after } : { before }
    return { status: 200, json: { data, paging: { cursors } } }
  }

  function objectReply(name: string, query: URLSearchParams, teller: Teller): Reply {
    if (name === 'me') return { status: 200, json: { id: '1', username: threadsUser(habits.owner) } }
    const posts = standing(timeline, teller.now)
    const child = childEntity(posts, name, fieldsOf(query), teller)
    if (child !== null) return { status: 200, json: child }
    const post = posts.find((one) => threadsPostId(one) === name)
    const isShown = post !== undefined && (habits.showsOthers || isOwn(post, habits))
    return isShown ? { status: 200, json: threadEntity(post, fieldsOf(query), teller) } : MISSING
  }

  async function answer(asked: Asked): Promise<Reply> {
    const { url, base } = asked
    const now = clock.now()
    if (url === null) return refusal(100, 'Invalid address')
    const file = await fileReply(url.pathname, timeline.posts(), now, pictures)
    if (file !== null) return file
    const [, version = '', name = ''] = url.pathname.split('/')
    if (!/^v\d+\.\d+$/.test(version)) return refusal(2500, 'Unknown path components', 404)
    const teller = { base, now, topics: habits.topics, childrenAsIds: habits.childrenAsIds }
    const fault = tokenFault(asked, habits, now)
    if (fault !== null) return fault
    const query = url.searchParams
    return name === 'keyword_search' ? searchReply(query, teller) : objectReply(name, query, teller)
  }

  const double = await startDouble({ clock, answer, ...(port === undefined ? {} : { port }) })
  return { ...double, habits }
}

function tokenFault({ url, headers }: Asked, habits: ThreadsHabits, now: number): Reply | null {
  const bearer = /^Bearer (.+)$/.exec(String(headers.authorization ?? ''))?.[1]
  const token = bearer ?? url?.searchParams.get('access_token')
  if (token !== habits.token) return dead('Invalid OAuth access token', undefined)
  if (habits.tokenEndsAt !== null && habits.tokenEndsAt <= now) return dead('Session has expired', 463)
  return null
}

/** Reposts are told of too; private posts are nobody's business. */
function standing(timeline: RehearsalTimeline, now: number): RehearsalPost[] {
  return timeline.posts().filter((post) => stands(post, now) && post.visibility === 'public')
}

function fieldsOf(query: URLSearchParams) {
  return readFields(query.get('fields') ?? 'id')
}
