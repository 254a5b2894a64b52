import { createHash } from 'node:crypto'
import type { Instant } from '../contest/instant.ts'
import type { RehearsalAccount, RehearsalFile, RehearsalPost } from './post.ts'
import { handleOf } from './post.ts'

/** RFC 4648 in small letters, and the order-keeping letters of record keys (atproto.com/specs/tid). */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567'
const SORTABLE = '234567abcdefghijklmnopqrstuvwxyz'

/** The identity of an account: it survives a change of handle. */
export function didOf(account: RehearsalAccount): string {
  return `did:plc:${base32(handleOf(account), 24)}`
}

/** As others write it; the letters that a domain cannot hold become hyphens. */
export function blueskyHandle({ user, host }: { user: string; host: string }): string {
  return `${user.toLowerCase().replaceAll('_', '-')}.${host}`
}

/** The key of a record, made from the time its author claims. */
export function recordKey(post: RehearsalPost): string {
  const sequence = BigInt(post.id) & 0xffffn
  return tid(post.createdAt, Number(sequence))
}

/** The id under which the source hands the post over. */
export function blueskyPostId(post: RehearsalPost): string {
  return `at://${didOf(post.account)}/app.bsky.feed.post/${recordKey(post)}`
}

/** The name of a file's bytes: the same picture has the same one wherever it is posted. */
export function blobCid(file: RehearsalFile): string {
  const seed = file.kind === 'video' ? `video ${file.alt ?? ''}` : JSON.stringify(file.spec)
  return `bafkrei${base32(seed, 52)}`
}

/** The name of a version of a record. */
export function recordCid(record: object): string {
  return `bafyrei${base32(JSON.stringify(record), 52)}`
}

/** 13 letters that sort as time does: microseconds, and ten bits against two of one microsecond. */
export function tid(at: Instant, sequence: number): string {
  const micros = BigInt(Math.floor(at)) * 1000n + BigInt(sequence % 1000)
  const number = (micros << 10n) | BigInt(Math.floor(sequence / 1000) & 0x3ff)
  let text = ''
  for (let shift = 60n; shift >= 0n; shift -= 5n) text += SORTABLE[Number((number >> shift) & 31n)]
  return text
}

/** Of SHA-512, a letter a byte. */
function base32(seed: string, letters: number): string {
  const bytes = createHash('sha512').update(seed).digest().subarray(0, letters)
  return Array.from(bytes, (byte) => BASE32[byte & 31]).join('')
}
