import type { Instant } from '../contest/instant.ts'
import type { BlueskyHabits } from './bluesky-habits.ts'
import { didOf, recordCid, recordKey, tid } from './bluesky-post.ts'
import { postRecord } from './bluesky-record.ts'
import { type RehearsalPost, type RehearsalTimeline, wordingAt } from './post.ts'

/** What became of an account; a handle that changed, too. */
export type AccountNews =
  | { kind: 'account'; did: string; active: boolean; status: string | null }
  | { kind: 'identity'; did: string; handle: string }

/** What the stream tells of it. */
export type LoggedEvent =
  | {
      kind: 'commit'
      did: string
      operation: 'create' | 'update' | 'delete'
      collection: string
      rkey: string
      record: object | null
    }
  | AccountNews

export interface Logged {
  /** From 1 on. */
  seq: number
  at: Instant
  /** Since 1970, each its own. */
  micros: number
  event: LoggedEvent
}

/** Everything that happened, in the order in which it became known. It only grows. */
export interface EventLog {
  /** What is due by the clock is taken in; answers all there is. */
  upTo(now: Instant): readonly Logged[]
  tell(news: AccountNews, at: Instant): void
}

const POSTS = 'app.bsky.feed.post'
const NOBODY = 'did:plc:somebodyelsealtogether24'

export function createLog(timeline: RehearsalTimeline, habits: BlueskyHabits, begins: Instant): EventLog {
  const log: Logged[] = []
  const told = new Map<string, number>()
  let seen = ''
  let heard = Math.floor((begins - habits.lookBack) / habits.chatter)

  function add(at: Instant, event: LoggedEvent): void {
    const micros = Math.max((log.at(-1)?.micros ?? 0) + 1, at * 1000)
    log.push({ seq: log.length + 1, at, micros, event })
  }

  function chatterUntil(now: Instant): [Instant, LoggedEvent][] {
    const due: [Instant, LoggedEvent][] = []
    for (; (heard + 1) * habits.chatter <= now; heard++) {
      const at = (heard + 1) * habits.chatter
      due.push([at, small(at, heard % 2 === 0 ? POSTS : 'app.bsky.feed.like')])
    }
    return due
  }

  return {
    upTo(now) {
      // Asked many times a second: where nothing has happened, nothing is written down anew.
      const state = stateOf(timeline.posts(), now)
      if (state === seen) return log
      seen = state
      const due = chatterUntil(now)
      for (const post of timeline.posts()) {
        if (post.arrivesAt > now || post.visibility !== 'public' || post.boostOf !== null) continue
        const known = told.get(post.id) ?? 0
        const events = eventsOf(post, habits, now)
        due.push(...events.slice(known))
        if (events.length > known) told.set(post.id, events.length)
      }
      for (const [at, event] of due.toSorted(([a], [b]) => a - b)) add(at, event)
      return log
    },
    tell: (news, at) => add(at, news),
  }
}

/** What changes with everything that can happen on a timeline. */
function stateOf(posts: readonly RehearsalPost[], now: Instant): string {
  let wordings = 0
  let deleted = 0
  for (const post of posts) {
    wordings += post.wordings.length
    if (post.deletedAt !== null) deleted++
  }
  return `${now} ${posts.length} ${wordings} ${deleted}`
}

/** A post's life as far as it has come; what was told once is told the same ever after. */
function eventsOf(post: RehearsalPost, habits: BlueskyHabits, now: Instant): [Instant, LoggedEvent][] {
  const { arrivesAt, deletedAt } = post
  if (deletedAt !== null && deletedAt <= arrivesAt) return []
  const about = {
    kind: 'commit',
    did: didOf(post.account),
    collection: POSTS,
    rkey: recordKey(post),
  } as const
  const record = (at: Instant) => postRecord(post, wordingAt(post, at), !habits.unmarked(post))
  const end = Math.min(now, deletedAt ?? Number.POSITIVE_INFINITY)
  const edits = post.wordings.slice(1).filter(({ at }) => at > arrivesAt && at <= end)
  return [
    [arrivesAt, { ...about, operation: 'create', record: record(arrivesAt) }],
    ...edits.map(({ at }): [Instant, LoggedEvent] => [
      at,
      { ...about, operation: 'update', record: record(at) },
    ]),
    ...(deletedAt !== null && deletedAt <= now
      ? [[deletedAt, { ...about, operation: 'delete', record: null }] satisfies [Instant, LoggedEvent]]
      : []),
  ]
}

/** What somebody else does. */
function small(at: Instant, collection: string): LoggedEvent {
  const createdAt = new Date(at).toISOString()
  const record =
    collection === POSTS
      ? { $type: POSTS, text: 'God morgen! #kaffe', createdAt }
      : { $type: collection, createdAt }
  return { kind: 'commit', did: NOBODY, operation: 'create', collection, rkey: tid(at, 0), record }
}

/** A frame of version 1 (github.com/bluesky-social/jetstream, README, section 5). */
export function firstFrame({ micros, seq, at, event }: Logged): string {
  const time = new Date(at).toISOString()
  const head = { did: event.did, time_us: micros }
  if (event.kind !== 'commit') {
    const { kind, ...rest } = event
    return JSON.stringify({ ...head, kind, [kind]: { ...rest, seq, time } })
  }
  const { operation, collection, rkey, record } = event
  const written = record === null ? {} : { record, cid: recordCid(record) }
  const commit = { rev: tid(at, seq), operation, collection, rkey, ...written }
  return JSON.stringify({ ...head, kind: 'commit', commit })
}

/** A frame of version 2 (the same, section 5.2). */
export function secondFrame({ seq, micros, at, event }: Logged): string {
  const $type = `network.bsky.jetstream.subscribeEvents#${event.kind}`
  const time = new Date(at)
    .toISOString()
    .replace('Z', `${String(Math.floor(micros % 1000)).padStart(3, '0')}Z`)
  const head = { $type, seq, did: event.did, time }
  if (event.kind !== 'commit') {
    const { kind, ...rest } = event
    return JSON.stringify({
      $type: 'message',
      payload: { ...head, [kind]: { ...rest, seq: seq + 1_000_000 } },
    })
  }
  const { operation, collection, rkey, record } = event
  const written = record === null ? {} : { record, cid: recordCid(record) }
  return JSON.stringify({ $type: 'message', payload: { ...head, operation, collection, rkey, ...written } })
}
