import type { Reply } from './double.ts'
import { readFields } from './instagram-fields.ts'
import { LARGEST_PAGE, pageOf, tagged, tagNamesOf, tagOfId } from './instagram-lists.ts'
import { isShown, mediaEntity, TAG_FIELDS } from './instagram-media.ts'
import { tagId } from './instagram-post.ts'
import type { Question } from './instagram-question.ts'
import { Refused } from './instagram-refusals.ts'
import type { Stage } from './instagram-stage.ts'
import { appUsage } from './instagram-usage.ts'

/** The same on every page, and yet the list goes on. */
const CURSOR = 'NTAyMTkz'

/** `GET /ig_hashtag_search`: the id of a tag. */
export function searchTag({ query }: Question, stage: Stage): Reply {
  const headers = count(stage)
  const { habits, posts, now } = stage
  refuseStranger(query, stage)
  const name = (query.get('q') ?? '').toLowerCase()
  stage.ledger.ask(name)
  if (!posts.some((post) => isShown(post, now) && tagNamesOf(post, now).includes(name))) {
    if (habits.unknownTag === 'error') throw new Refused({ kind: 'unknown_tag' })
    return { status: 200, headers, json: { data: [] } }
  }
  const found = { id: tagId(name) }
  return { status: 200, headers, json: habits.searchShape === 'list' ? { data: [found] } : found }
}

/** `GET /{hashtag-id}`, `…/recent_media` and `…/top_media`. */
export function instagramTag(id: string, edge: string | undefined, question: Question, stage: Stage): Reply {
  const headers = count(stage)
  const { posts, now } = stage
  const tag = tagOfId(posts, id, now)
  if (tag === undefined) throw new Refused({ kind: 'unknown_tag' })
  refuseStranger(question.query, stage)
  stage.ledger.ask(tag)
  if (edge === undefined) return { status: 200, headers, json: { id, name: tag } }
  if (edge !== 'recent_media' && edge !== 'top_media') throw new Refused({ kind: 'field', field: edge })
  return {
    status: 200,
    headers,
    json: list(tagged(posts, tag, now, edge === 'recent_media'), question, stage),
  }
}

function list(all: ReturnType<typeof tagged>, { url, query }: Question, stage: Stage): object {
  const limit = Number(query.get('limit') ?? 25)
  if (!(limit >= 1 && limit <= LARGEST_PAGE))
    throw new Refused({
      kind: 'parameter',
      message: `The parameter limit is out of range: at most ${LARGEST_PAGE}`,
    })
  const fields = readFields(query.get('fields') ?? 'id')
  const n = placeOf(url, stage)
  const { posts, isLast } = pageOf(all, n, limit)
  const data = posts.map((post) => mediaEntity(post, 'hashtag', fields, TAG_FIELDS, stage))
  if (data.length === 0) return { data }
  if (isLast) return { data, paging: { cursors: { after: CURSOR } } }
  const next = new URL(url)
  next.searchParams.set('after', CURSOR)
  if (stage.habits.paging === 'link') next.searchParams.set('__place', String(n + 1))
  next.searchParams.set('access_token', 'a-token-stands-here')
  return { data, paging: { cursors: { after: CURSOR }, next: next.href } }
}

/** Without a cursor a list begins anew; with it, it goes on from where this reader is. */
function placeOf(url: URL, { habits, places }: Stage): number {
  if (habits.paging === 'link') return Number(url.searchParams.get('__place') ?? 0)
  const key = url.pathname
  const place = url.searchParams.get('after') === CURSOR ? (places.get(key) ?? 0) + 1 : 0
  places.set(key, place)
  return place
}

/** Tags fall under the limits of the app, not of the business. */
function count(stage: Stage): Record<string, string> {
  if (!stage.habits.approved) throw new Refused({ kind: 'unapproved' })
  const use = stage.app()
  if (!use.allowed) throw new Refused({ kind: 'app_limit' })
  return appUsage(use)
}

function refuseStranger(query: URLSearchParams, { habits }: Stage): void {
  if (query.get('user_id') === habits.accountId) return
  throw new Refused({ kind: 'parameter', message: 'The parameter user_id is required' })
}
