import { z } from 'zod'
import type { Instant } from '../contest/instant.ts'
import type { Author, Picture, Post } from '../contest/post.ts'
import { readHtml } from './html-text.ts'
import { spellings } from './mastodon-tags.ts'
import { sampleOf } from './sample.ts'
import type { Change, Skip } from './source.ts'

/** The longest markup of one post that is read. Mastodon allows 500 characters of text, other servers a blog post. */
export const LONGEST_CONTENT = 100_000

/** The longest identity of a post or account, in bytes: posts are looked up by it, and an index of Postgres takes 2,704. */
export const LONGEST_NAME = 2_000

const text = z.string().max(1_000)
const address = z.string().max(4_000)
const name = z
  .string()
  .min(1)
  .refine(
    (found) => Buffer.byteLength(found) <= LONGEST_NAME,
    `Too long: expected at most ${LONGEST_NAME} bytes`,
  )
const moment = z.iso
  .datetime({ offset: true })
  .refine((found) => readMoment(found) !== null, 'Expected a time from 1970 on')
const hint = z.boolean().nullish()

const attachment = z.object({
  type: text,
  url: address.nullish(),
  preview_url: address.nullish(),
  remote_url: address.nullish(),
  description: z.string().max(20_000).nullish(),
})

const account = z.object({
  id: text,
  username: text,
  acct: text,
  uri: address.nullish(),
  url: address.nullish(),
  display_name: text.nullish(),
  created_at: text.nullish(),
  bot: hint,
  locked: hint,
  discoverable: hint,
  indexable: hint,
  noindex: hint,
  suspended: hint,
  limited: hint,
})

/**
 * A status, as far as it is used or kept (docs.joinmastodon.org/entities/Status). What is not named here is dropped:
 * no counts, no locations, no profile texts are kept.
 */
const mastodonStatus = z.object({
  id: text.min(1),
  uri: name,
  url: address.nullish(),
  created_at: moment,
  edited_at: moment.nullish(),
  visibility: text,
  sensitive: hint,
  spoiler_text: z.string().max(LONGEST_CONTENT).nullish(),
  language: text.nullish(),
  content: z.string().max(LONGEST_CONTENT),
  in_reply_to_id: text.nullish(),
  account,
  media_attachments: z.array(attachment).max(100),
  tags: z.array(z.object({ name: text })).max(1_000),
  mentions: z.array(z.object({ acct: text, url: address.nullish() })).max(1_000),
})
type Status = z.infer<typeof mastodonStatus>

/** What one item of a timeline is. `boost` and `hidden` are not ours to collect; `odd` could not be read. */
export type ReadStatus =
  | { kind: 'post'; change: Change & { kind: 'upsert' } }
  | { kind: 'boost' }
  | { kind: 'hidden' }
  | { kind: 'odd'; skip: Skip }

/** Reads one status. The change keeps the status without the parts that are not used as `raw`. */
export function readStatus(found: unknown, secrets: readonly string[] = []): ReadStatus {
  if (typeof found === 'object' && found !== null && 'reblog' in found && found.reblog)
    return { kind: 'boost' }
  const parsed = mastodonStatus.safeParse(found)
  if (!parsed.success)
    return { kind: 'odd', skip: { why: faults(parsed.error), sample: sampleOf(found, secrets) } }
  const status = parsed.data
  if (status.visibility !== 'public') return { kind: 'hidden' }
  const author = readAuthor(status)
  if (author === null) {
    const why = `account: found neither uri nor url of at most ${LONGEST_NAME} bytes; expected one of them, as nothing else tells accounts apart`
    return { kind: 'odd', skip: { why, sample: sampleOf(found, secrets) } }
  }
  return {
    kind: 'post',
    change: { kind: 'upsert', post: toPost(status, author), ref: status.id, raw: status },
  }
}

/** The server's own id of an item of a timeline, which pages are turned by; null where it has none. */
export function statusId(found: unknown): string | null {
  if (typeof found !== 'object' || found === null || !('id' in found)) return null
  return typeof found.id === 'string' && found.id !== '' && found.id.length <= 1_000 ? found.id : null
}

function toPost(status: Status, author: Author): Post {
  const { text, hashtags } = readHtml(status.content)
  return {
    network: 'mastodon',
    id: status.uri,
    url:
      [status.url, status.uri].map(webAddress).find((url) => url !== null && url.length <= LONGEST_NAME) ??
      null,
    author,
    text,
    tags: spellings(
      status.tags.map((tag) => tag.name),
      hashtags,
    ),
    mentions: [...new Set(status.mentions.map((mention) => fullHandle(mention.acct, mention.url)))],
    pictures: status.media_attachments.flatMap(readPicture),
    postedAt: Date.parse(status.created_at),
    editedAt: status.edited_at ? Date.parse(status.edited_at) : null,
    language: status.language || null,
    sensitive: status.sensitive ?? false,
    title: null,
    hints: hidesFromLists(status) ? ['no_index'] : [],
    licence: null,
  }
}

/** What somebody never answered says nothing; a plain no does. */
function hidesFromLists({ account: { noindex, indexable, discoverable } }: Status): boolean {
  return noindex === true || indexable === false || discoverable === false
}

/** `uri` is the actor's identity on the fediverse; servers that do not tell it have the profile's address. */
function readAuthor({ account }: Status): Author | null {
  const id = account.uri || account.url
  if (!id || !name.safeParse(id).success) return null
  return {
    id,
    handle: fullHandle(account.acct, id),
    name: account.display_name?.trim() || account.username,
    url: webAddress(account.url),
    since: readMoment(account.created_at ?? ''),
  }
}

/** Servers leave their own name out of the handles of their own accounts. */
function fullHandle(acct: string, profile: string | null | undefined): string {
  const host = URL.parse(profile ?? '')?.host
  return acct.includes('@') || !host ? acct : `${acct}@${host}`
}

/** Nothing for sound. `unknown` is a file that the server could not handle: the one it came from may be better. */
function readPicture(file: z.infer<typeof attachment>): Picture[] {
  if (file.type === 'audio') return []
  const url = webAddress(file.url) ?? webAddress(file.remote_url)
  const preview = webAddress(file.preview_url)
  const alt = file.description?.trim() || null
  const moves = file.type === 'video' || file.type === 'gifv'
  if (!moves) return [{ kind: 'image', url, poster: null, alt }]
  // A server without a still of its own gives the film itself as the preview.
  const poster = preview === url ? null : preview
  return [{ kind: file.type === 'video' ? 'video' : 'animation', url, poster, alt }]
}

/** Null unless it is a time that both Postgres and JavaScript write with four digits of the year. */
function readMoment(found: string): Instant | null {
  const moment = Date.parse(found)
  return moment >= 0 && moment <= LAST_MOMENT ? moment : null
}

const LAST_MOMENT = Date.UTC(9999, 11, 31)

function webAddress(found: string | null | undefined): string | null {
  const url = URL.parse(found ?? '')
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null
}

/** `created_at: Invalid ISO datetime; content: Invalid input: expected string, received number` */
function faults(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'status'}: ${issue.message}`)
    .join('; ')
    .slice(0, 500)
}
