import type { Clock } from '../clock.ts'
import { type Instant, SECOND } from '../contest/instant.ts'
import { type Asked, type Double, type Reply, startDouble } from './double.ts'
import type { DrawPicture } from './draw-picture.ts'
import { fileReply } from './files-reply.ts'
import { detailedPhoto, listedPhoto, sizesOf, type Teller, tagsOf } from './flickr-entity.ts'
import { type FlickrHabits, USUAL_FLICKR_HABITS } from './flickr-habits.ts'
import { flickrPostId } from './flickr-post.ts'
import { type RehearsalPost, type RehearsalTimeline, stands, wordingAt } from './post.ts'

/** Tags of one search, and photos of one page (flickr.photos.search). */
const MOST_TAGS = 20
const LARGEST_PAGE = 500
const USUAL_PAGE = 100

/**
 * Starts a server that speaks the part of Flickr's REST interface that is asked about photos, on loopback. Only posts
 * with a picture exist there. Errors are a 200 with `stat: fail`; what is remembered of requests is without the key.
 */
export async function startFlickrRehearsal(options: {
  timeline: RehearsalTimeline
  clock: Clock
  pictures: DrawPicture
  port?: number
  habits?: Partial<FlickrHabits>
}): Promise<Double & { habits: FlickrHabits }> {
  const { timeline, clock, pictures, port } = options
  const habits: FlickrHabits = { ...USUAL_FLICKR_HABITS, ...options.habits }
  let counted: Instant[] = []

  function reply(query: URLSearchParams, teller: Teller): object {
    const { now } = teller
    const posts = timeline
      .posts()
      .filter((post) => stands(post, now) && wordingAt(post, now).files.length > 0)
    const method = query.get('method') ?? ''
    if (query.get('api_key') !== habits.key) return failed(100, 'Invalid API Key (Key has invalid format)')
    if (habits.isDown) return failed(105, 'Service currently unavailable')
    if (method === 'flickr.photos.search') return searched(posts, query, teller)
    const post = posts.find((one) => flickrPostId(one) === query.get('photo_id'))
    if (post === undefined) return failed(1, 'Photo not found')
    if (post.visibility !== 'public') return failed(habits.hiddenAs, 'Permission denied')
    if (method === 'flickr.photos.getInfo') return { photo: detailedPhoto(post, teller), stat: 'ok' }
    if (method === 'flickr.photos.getSizes') return { sizes: sizesOf(post, teller), stat: 'ok' }
    return failed(112, `Method "${method}" not found`)
  }

  async function answer({ url, base }: Asked): Promise<Reply> {
    const now = clock.now()
    const path = url?.pathname ?? ''
    const file = await fileReply(path, timeline.posts(), now, pictures)
    if (file !== null) return file
    if (url === null || path !== '/services/rest/')
      return { status: 404, type: 'text/html', bytes: Buffer.from('<h1>Flickr</h1>') }
    counted = counted.filter((at) => at > now - habits.limit.period)
    if (counted.length >= habits.limit.calls)
      return { status: 429, type: 'text/plain', bytes: Buffer.from('Too Many Requests') }
    counted.push(now)
    const json = reply(url.searchParams, { base, now, habits })
    if (url.searchParams.get('nojsoncallback') === '1') return { status: 200, json }
    const script = Buffer.from(`jsonFlickrApi(${JSON.stringify(json)})`)
    return { status: 200, type: 'application/javascript', bytes: script }
  }

  const double = await startDouble({ clock, answer, ...(port === undefined ? {} : { port }) })
  const requests: Double['requests'] = () => {
    const { count, last } = double.requests()
    return { count, last: last.map((path) => path.replace(/api_key=[^&]*/, 'api_key=***')) }
  }
  return { ...double, requests, habits }
}

function searched(posts: RehearsalPost[], query: URLSearchParams, teller: Teller): object {
  const { now, habits } = teller
  const tags = (query.get('tags') ?? '').split(',').filter(Boolean)
  if (tags.length === 0) return failed(3, 'Parameterless searches have been disabled')
  if (tags.length > MOST_TAGS) return failed(1, 'Too many tags in ALL query')
  const [first, last] = [seconds(query, 'min_upload_date', 0), seconds(query, 'max_upload_date', 9e12)]
  const found = posts.filter((post) => {
    const at = Math.floor(post.createdAt / SECOND)
    const its = tagsOf(post, now)
    const hasTags =
      query.get('tag_mode') === 'all'
        ? tags.every((tag) => its.includes(tag))
        : tags.some((tag) => its.includes(tag))
    return post.visibility === 'public' && hasTags && at >= first && at <= last
  })
  const isUp = query.get('sort') === 'date-posted-asc'
  const sorted = found.toSorted((a, b) => (isUp ? 1 : -1) * (a.createdAt - b.createdAt))
  const size = Math.min(seconds(query, 'per_page', USUAL_PAGE), LARGEST_PAGE)
  const total = sorted.length
  // Past its reach a search repeats the last page that it has.
  const shown = sorted.slice(0, habits.reach)
  const page = Math.min(seconds(query, 'page', 1), Math.max(1, Math.ceil(shown.length / size)))
  const extras = new Set((query.get('extras') ?? '').split(','))
  const photo = shown.slice((page - 1) * size, page * size).map((post) => listedPhoto(post, extras, teller))
  const as = (number: number) => (habits.numbersAs === 'string' ? String(number) : number)
  const photos = { page, pages: as(Math.ceil(total / size)), perpage: size, total: as(total), photo }
  return { photos, stat: 'ok' }
}

function seconds(query: URLSearchParams, name: string, usual: number): number {
  return Number(query.get(name) ?? usual)
}

function failed(code: number, message: string): object {
  return { stat: 'fail', code, message }
}
