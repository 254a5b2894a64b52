import { z } from 'zod'
import type { Author, Picture } from '../contest/post.ts'
import { LONGEST_NAME } from './mastodon-status.ts'
import { sampleOf } from './sample.ts'
import type { Skip, Upsert } from './source.ts'

const text = z.string().max(1_000)
const address = z.string().max(4_000)

const file = z.object({
  type: text,
  url: address.nullish(),
  thumbnailUrl: address.nullish(),
  comment: z.string().max(20_000).nullish(),
  isSensitive: z.boolean().nullish(),
})

/** A note as far as it is used or kept. Its fields differ among servers: only what tells posts apart is asked for. */
const misskeyNote = z.object({
  id: text.min(1),
  uri: address.nullish(),
  url: address.nullish(),
  createdAt: z.iso.datetime({ offset: true }),
  updatedAt: z.iso.datetime({ offset: true }).nullish(),
  visibility: text.nullish(),
  renoteId: text.nullish(),
  text: z.string().max(100_000).nullish(),
  cw: z.string().max(100_000).nullish(),
  lang: text.nullish(),
  tags: z.array(text).max(1_000).nullish(),
  files: z.array(file).max(100).nullish(),
  user: z.object({
    id: text,
    username: text.min(1),
    host: text.nullish(),
    name: text.nullish(),
    uri: address.nullish(),
  }),
})
type Note = z.infer<typeof misskeyNote>

/** What one note is. `renote` and `hidden` are not ours to collect; `odd` could not be read. */
export type ReadNote =
  | { kind: 'post'; change: Upsert }
  | { kind: 'renote' }
  | { kind: 'hidden' }
  | { kind: 'odd'; skip: Skip }

/** Whose identities a list of notes leaves out: the server's own ids of people of other servers. */
export function strangersIn(notes: readonly unknown[]): string[] {
  const read = notes.flatMap((note) => misskeyNote.safeParse(note).data ?? [])
  return [...new Set(read.flatMap(({ user }) => (user.host && !user.uri ? user.id : [])))]
}

/**
 * Reads one note of a server at `base`. Its identity on the fediverse is its `uri`, or its address where it was written
 * here. `actors`: the identities of people of other servers, by this server's own ids.
 */
export function readNote(
  found: unknown,
  base: string,
  actors: ReadonlyMap<string, string>,
  secrets: readonly string[] = [],
): ReadNote {
  const parsed = misskeyNote.safeParse(found)
  if (!parsed.success) return odd(faults(parsed.error), found, secrets)
  const note = parsed.data
  if (note.renoteId && !note.text) return { kind: 'renote' }
  if ((note.visibility ?? 'public') !== 'public') return { kind: 'hidden' }
  const id = note.uri || `${base}/notes/${note.id}`
  const author = readAuthor(note, base, actors)
  if (Buffer.byteLength(id) > LONGEST_NAME || Buffer.byteLength(author.id) > LONGEST_NAME)
    return odd(`uri: found more than ${LONGEST_NAME} bytes`, found, secrets)
  const postedAt = Date.parse(note.createdAt)
  if (!(postedAt >= 0)) return odd('createdAt: found a time before 1970', found, secrets)
  return {
    kind: 'post',
    change: {
      kind: 'upsert',
      ref: note.id,
      raw: note,
      post: {
        network: 'mastodon',
        id,
        url: webAddress(note.url) ?? webAddress(id),
        author,
        title: null,
        text: note.text ?? '',
        // Servers file tags in small letters and leave some out: the caption is read as well as they read it.
        tags: null,
        mentions: mentionsIn(note.text ?? ''),
        pictures: (note.files ?? []).flatMap(readFile),
        postedAt,
        editedAt: note.updatedAt ? Date.parse(note.updatedAt) : null,
        language: note.lang || null,
        sensitive: Boolean(note.cw) || (note.files ?? []).some((one) => one.isSensitive === true),
        hints: [],
        licence: null,
      },
    },
  }
}

/**
 * A server's own people have no `uri` there; the one it gives to others is made of their id. Somebody whose identity it does
 * not tell goes by their handle.
 */
function readAuthor({ user }: Note, base: string, actors: ReadonlyMap<string, string>): Author {
  const here = new URL(base).host
  const handle = `${user.username}@${user.host || here}`
  return {
    id: user.uri || actors.get(user.id) || (user.host ? `acct:${handle}` : `${base}/users/${user.id}`),
    handle,
    name: user.name?.trim() || user.username,
    url: `${base}/@${user.username}${user.host ? `@${user.host}` : ''}`,
    since: null,
  }
}

function readFile(one: z.infer<typeof file>): Picture[] {
  const [kind] = one.type.split('/')
  if (kind === 'audio') return []
  const alt = one.comment?.trim() || null
  const url = webAddress(one.url)
  if (kind === 'video') return [{ kind: 'video', url, poster: webAddress(one.thumbnailUrl), alt }]
  return kind === 'image' ? [{ kind: 'image', url, poster: null, alt }] : []
}

const MENTION = /(?<![\p{L}\p{N}_/@])@([a-z0-9_]+(?:@[a-z0-9.-]+[a-z0-9])?)/giu

function mentionsIn(caption: string): string[] {
  return [...new Set([...caption.matchAll(MENTION)].flatMap(([, name]) => name ?? []))]
}

function webAddress(found: string | null | undefined): string | null {
  const url = URL.parse(found ?? '')
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && url.href.length <= LONGEST_NAME
  return isWeb ? url.href : null
}

function odd(why: string, found: unknown, secrets: readonly string[]): ReadNote {
  return { kind: 'odd', skip: { why, sample: sampleOf(found, secrets) } }
}

function faults(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'note'}: ${issue.message}`)
    .join('; ')
    .slice(0, 500)
}
