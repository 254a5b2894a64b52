import type { Instant } from '../contest/instant.ts'
import { toMarkup } from './mastodon-html.ts'
import { actorUri, postUri } from './mastodon-post.ts'
import { handleOf, type RehearsalAccount, type RehearsalFile, type RehearsalPost, wordingAt } from './post.ts'
import { pieces, tagNames } from './tagging.ts'

/** What an entity depends on beside the post: who tells it, and when. */
export interface Teller {
  /** The address of the server, without a slash at the end. */
  base: string
  /** The server's own name: its members' handles are told without it. */
  host: string
  now: Instant
  /** What the server calls a post. */
  idOf(post: RehearsalPost): string
  find(id: string): RehearsalPost | undefined
}

/** A status as the API tells it (docs.joinmastodon.org/entities/Status). */
export function statusEntity(post: RehearsalPost, teller: Teller): object {
  const { base, now } = teller
  const wording = wordingAt(post, now)
  const boosted = post.boostOf === null ? undefined : teller.find(post.boostOf)
  return {
    id: teller.idOf(post),
    created_at: new Date(post.createdAt).toISOString(),
    in_reply_to_id: post.replyTo,
    in_reply_to_account_id: null,
    sensitive: wording.sensitive,
    spoiler_text: '',
    visibility: post.visibility,
    language: post.language,
    uri: postUri(post),
    url: postPage(post, base),
    replies_count: 0,
    reblogs_count: 0,
    favourites_count: 0,
    edited_at: wording.at > post.createdAt ? new Date(wording.at).toISOString() : null,
    content: boosted === undefined ? toMarkup(wording.text, base) : '',
    reblog: boosted === undefined ? null : statusEntity(boosted, teller),
    account: accountEntity(post.account, teller),
    media_attachments: wording.files.map((file, n) => attachmentEntity(post, file, n, base)),
    mentions: mentionEntities(wording.text, base),
    tags: tagNames(wording.text).map((name) => ({ name, url: `${base}/tags/${encodeURIComponent(name)}` })),
    emojis: [],
    card: null,
    poll: null,
  }
}

/** Where a person opens a post. */
export function postPage(post: RehearsalPost, base: string): string {
  return `${base}/@${handleOf(post.account)}/${post.id}`
}

/** Where a file's bytes are. An edit that keeps a file keeps its address. */
export function filePath(post: RehearsalPost, file: RehearsalFile): string {
  for (const [version, { files }] of post.wordings.entries()) {
    const n = files.indexOf(file)
    if (n >= 0) return `/media/${post.id}/${version}-${n}.${extension(file)}`
  }
  throw new Error(`Found a file that no wording of post ${post.id} has; expected one of its own`)
}

function extension(file: RehearsalFile): string {
  if (file.kind === 'video' || file.kind === 'gifv') return 'mp4'
  return file.spec.twist === 'animated_gif' ? 'gif' : 'jpg'
}

function attachmentEntity(post: RehearsalPost, file: RehearsalFile, n: number, base: string): object {
  const url = base + filePath(post, file)
  const isHeld = file.kind !== 'withheld'
  const preview =
    file.kind === 'video' ? null : url.replace('/media/', '/media/small/').replace(/mp4$/, 'jpg')
  return {
    id: `${post.id}${n}`,
    type: isHeld ? file.kind : 'unknown',
    url: isHeld ? url : null,
    preview_url: isHeld ? preview : null,
    remote_url: isHeld ? null : url,
    preview_remote_url: null,
    text_url: null,
    meta: null,
    description: file.alt,
    // Only files that the server has made a preview of have one.
    blurhash: n === 0 && isHeld ? 'UBL_:rOpGG-oBUNG,qRj2so|=eE1w^n4S5NH' : null,
  }
}

function accountEntity(account: RehearsalAccount, { base, host }: Teller): object {
  const handle = handleOf(account)
  return {
    id: String(idOf(handle)),
    username: account.user,
    acct: account.host === host ? account.user : handle,
    display_name: account.name,
    locked: false,
    bot: account.bot,
    discoverable: account.discoverable,
    indexable: account.discoverable,
    group: false,
    created_at: `${new Date(account.joinedAt).toISOString().slice(0, 10)}T00:00:00.000Z`,
    note: '',
    uri: actorUri(account),
    url: `${base}/@${handle}`,
    avatar: `${base}/avatar.svg`,
    avatar_static: `${base}/avatar.svg`,
    header: `${base}/avatar.svg`,
    header_static: `${base}/avatar.svg`,
    followers_count: 0,
    following_count: 0,
    statuses_count: 0,
    last_status_at: null,
    emojis: [],
    fields: [],
  }
}

function mentionEntities(text: string, base: string): object[] {
  const named = pieces(text).flatMap((piece) =>
    piece.kind === 'mention' ? [`${piece.user}@${piece.host}`] : [],
  )
  return [...new Set(named)].map((handle) => ({
    id: String(idOf(handle)),
    username: handle.split('@')[0],
    acct: handle,
    url: `${base}/@${handle}`,
  }))
}

/** A number for a handle (FNV-1a, 32 bits): the same on every run. */
function idOf(handle: string): number {
  let hash = 0x811c9dc5
  for (const letter of handle) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  return hash >>> 0
}
