import { z } from 'zod'
import type { Instant } from '../contest/instant.ts'
import { parseJson } from './api-client.ts'
import { did } from './bluesky-person.ts'
import { POSTS } from './bluesky-post.ts'
import { faultsOf } from './item-fields.ts'
import { sampleOf } from './sample.ts'
import type { Skip } from './source.ts'

/** Where an event stands in its stream. */
export interface FramePosition {
  at: Instant
  /** Microseconds since 1970 (version 1), or the number of the event (version 2). */
  mark: number
}

export type StreamEvent =
  | { kind: 'written'; did: string; rkey: string; cid: string | null; isEdit: boolean; record: unknown }
  | { kind: 'deleted'; did: string; rkey: string }
  | { kind: 'named'; did: string; handle: string | null }
  | { kind: 'account'; did: string; active: boolean; status: string | null }
  /** The other side is about to close: why. */
  | { kind: 'closing'; why: string }
  | { kind: 'odd'; skip: Skip }
  /** Nothing of ours. */
  | { kind: 'other' }

export interface Frame {
  /** Null where it tells none. */
  position: FramePosition | null
  event: StreamEvent
}

/** Whether a post of ours may be in a frame, by its text. */
export type MayHold = (frame: string) => boolean

const rkey = z.string().regex(/^[A-Za-z0-9._:~-]{1,512}$/, 'Expected a record key')
const commit = z.object({
  operation: z.enum(['create', 'update', 'delete']),
  collection: z.string().max(500),
  rkey,
  cid: z.string().max(200).nullish().catch(null),
  record: z.unknown().optional(),
})
const account = z.object({ active: z.boolean(), status: z.string().max(100).nullish().catch(null) })
const named = z.object({ handle: z.string().max(300).nullish().catch(null) })

/** A last moment that both Postgres and JavaScript write with four digits of the year. */
const micros = z
  .int()
  .min(0)
  .max(Date.UTC(9999, 11, 31) * 1000)
const first = z.object({
  did,
  time_us: micros,
  kind: z.string(),
  commit: z.unknown().optional(),
  account: z.unknown().optional(),
  identity: z.unknown().optional(),
})
const second = z.object({
  $type: z.string(),
  error: z.string().max(200).nullish(),
  payload: z
    .object({
      $type: z.string().max(200),
      seq: z.int().min(0).optional(),
      time: z.string().max(100).optional(),
      did: did.optional(),
      account: z.unknown().optional(),
      identity: z.unknown().optional(),
    })
    .loose()
    .optional(),
})

/** The beginning of a commit as Jetstream itself writes it, in this order. Nothing of a record can stand before it. */
const HEAD =
  /^\{"did":"[^"\\]{1,300}","time_us":(\d{1,18}),"kind":"commit","commit":\{"rev":"[^"\\]*","operation":"create","collection":"([^"\\]*)"/

/** Reads the frames of a version of the stream. `mayHold` spares those that hold no post of ours from being parsed. */
export function frameReader(version: 1 | 2, mayHold: MayHold): (frame: string) => Frame {
  if (version === 2) return (text) => readSecond(text, mayHold)
  return (text) => {
    const head = HEAD.exec(text)
    if (head === null || (head[2] === POSTS && mayHold(text))) return readFirst(text, mayHold)
    return { position: positionAt(Number(head[1])), event: { kind: 'other' } }
  }
}

function positionAt(micros: number): FramePosition {
  return { at: Math.floor(micros / 1000), mark: micros }
}

/** github.com/bluesky-social/jetstream, README, section 5 */
function readFirst(text: string, mayHold: MayHold): Frame {
  const read = first.safeParse(parseJson(text))
  if (!read.success) return { position: null, event: odd(text, faultsOf(read.error, 'event')) }
  const { did, time_us, kind, ...rest } = read.data
  return { position: positionAt(time_us), event: readEvent(text, did, kind, rest, mayHold) }
}

/** The same document, section 5.2 (network.bsky.jetstream.subscribeEvents) */
function readSecond(text: string, mayHold: MayHold): Frame {
  const read = second.safeParse(parseJson(text))
  if (!read.success) return { position: null, event: odd(text, faultsOf(read.error, 'frame')) }
  const { $type, error, payload } = read.data
  if ($type === 'error')
    return { position: null, event: { kind: 'closing', why: error ?? 'no reason given' } }
  const at = Date.parse(payload?.time ?? '')
  if (payload?.seq === undefined || payload.did === undefined || Number.isNaN(at))
    return { position: null, event: { kind: 'other' } }
  const kind = payload.$type.split('#')[1] ?? ''
  const { account, identity } = payload
  return {
    position: { at, mark: payload.seq },
    event: readEvent(text, payload.did, kind, { commit: payload, account, identity }, mayHold),
  }
}

function readEvent(
  text: string,
  did: string,
  kind: string,
  parts: { commit?: unknown; account?: unknown; identity?: unknown },
  mayHold: MayHold,
): StreamEvent {
  if (kind === 'commit') return readCommit(text, did, parts.commit, mayHold)
  if (kind === 'account') {
    const read = account.safeParse(parts.account)
    if (!read.success) return odd(text, faultsOf(read.error, 'account'))
    return { kind: 'account', did, active: read.data.active, status: read.data.status ?? null }
  }
  if (kind !== 'identity') return { kind: 'other' }
  const read = named.safeParse(parts.identity)
  return { kind: 'named', did, handle: read.success ? (read.data.handle ?? null) : null }
}

function readCommit(text: string, did: string, found: unknown, mayHold: MayHold): StreamEvent {
  const read = commit.safeParse(found)
  if (!read.success) return odd(text, faultsOf(read.error, 'commit'))
  const { operation, collection, rkey, cid, record } = read.data
  if (collection !== POSTS) return { kind: 'other' }
  // An odd post without a tag of ours is not worth counting: everybody's come by here.
  if (operation === 'create' && !mayHold(text)) return { kind: 'other' }
  if (operation === 'delete') return { kind: 'deleted', did, rkey }
  return { kind: 'written', did, rkey, cid: cid ?? null, isEdit: operation === 'update', record }
}

function odd(text: string, why: string): StreamEvent {
  return { kind: 'odd', skip: { why, sample: sampleOf(text) } }
}
