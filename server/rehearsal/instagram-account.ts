import type { Reply } from './double.ts'
import { type Fields, readFields } from './instagram-fields.ts'
import { isShown, MENTION_FIELDS, mediaEntity, mentionsBrand, PHOTO_TAG_FIELDS } from './instagram-media.ts'
import { mediaId } from './instagram-post.ts'
import type { Question } from './instagram-question.ts'
import { Refused } from './instagram-refusals.ts'
import type { Stage } from './instagram-stage.ts'
import { businessUsage } from './instagram-usage.ts'

/** What the brand's page and account tell: who they are, who named them, who tagged them, what they asked for. */
export function instagramAccount(
  id: string,
  edge: string | undefined,
  question: Question,
  stage: Stage,
): Reply {
  const use = stage.business()
  const { habits } = stage
  const headers = businessUsage(habits.accountId, use)
  if (!use.allowed) throw new Refused({ kind: 'business_limit' })
  return { status: 200, headers, json: tell(id, edge, question, stage) }
}

function tell(id: string, edge: string | undefined, question: Question, stage: Stage): object {
  const { habits } = stage
  const fields = readFields(question.query.get('fields') ?? 'id')
  if (id === habits.pageId && edge === undefined) return pageOfBrand(fields, stage)
  if (id !== habits.accountId) throw new Refused({ kind: 'field', field: edge ?? '' })
  if (edge === 'recently_searched_hashtags') return recentTags(question.query, stage)
  if (edge === 'tags') return photoTags(fields, question.query, stage)
  if (edge !== undefined) throw new Refused({ kind: 'field', field: edge })
  return mentioned(fields, stage)
}

function pageOfBrand(fields: Fields, { habits }: Stage): object {
  if (!fields.has('instagram_business_account')) return { id: habits.pageId }
  return { instagram_business_account: { id: habits.accountId }, id: habits.pageId }
}

function recentTags(query: URLSearchParams, { ledger }: Stage): object {
  const limit = Number(query.get('limit') ?? 25)
  if (!(limit >= 1 && limit <= 30))
    throw new Refused({ kind: 'parameter', message: 'The parameter limit is out of range' })
  const data = ledger
    .recent()
    .slice(0, limit)
    .map((id) => ({ id }))
  return { data }
}

/** Newest first; cursors, but no links. */
function photoTags(fields: Fields, query: URLSearchParams, stage: Stage): object {
  const { habits, posts, now } = stage
  if (!habits.tagsPermitted) throw new Refused({ kind: 'unpermitted' })
  const limit = Math.min(Number(query.get('limit') ?? 25), 50)
  const after = Number(Buffer.from(query.get('after') ?? '', 'base64url').toString() || 0)
  const shown = posts
    .filter((post) => isShown(post, now) && habits.photoTagged(post))
    .toSorted((a, b) => b.createdAt - a.createdAt)
  const page = shown.slice(after, after + limit)
  const data = page.map((post) => mediaEntity(post, 'account', fields, PHOTO_TAG_FIELDS, stage))
  if (data.length === 0) return { data }
  const cursor = (place: number) => Buffer.from(String(place)).toString('base64url')
  return { data, paging: { cursors: { before: cursor(after), after: cursor(after + page.length) } } }
}

/** `fields=mentioned_media.media_id(ID){…}` */
function mentioned(fields: Fields, stage: Stage): object {
  const { habits, posts, now } = stage
  const [[name, asked] = ['', null]] = fields
  const [, wanted] = /^mentioned_media\.media_id\((\d+)\)$/.exec(name) ?? []
  if (wanted === undefined) throw new Refused({ kind: 'field', field: name })
  const way = habits.sameIds ? 'hashtag' : 'account'
  const post = posts.find((one) => isShown(one, now) && mediaId(one, way) === wanted)
  if (post === undefined || !mentionsBrand(post, stage))
    throw new Refused({ kind: 'parameter', message: `Object with ID '${wanted}' does not exist` })
  const allowed = habits.mentionPermalink ? PHOTO_TAG_FIELDS : MENTION_FIELDS
  const told = mediaEntity(post, 'account', asked ?? new Map(), allowed, stage)
  return { mentioned_media: told, id: habits.accountId }
}
