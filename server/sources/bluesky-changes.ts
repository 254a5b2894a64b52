import type { Hashtag } from '../contest/hashtag.ts'
import { findTag, readTags } from '../contest/wording.ts'
import type { FramePosition, StreamEvent } from './bluesky-frame.ts'
import type { People } from './bluesky-people.ts'
import { isHandle, stranger } from './bluesky-person.ts'
import { postUri, type ReadRecord, readRecord, toChange } from './bluesky-post.ts'
import type { BlueskySettings } from './bluesky-settings.ts'
import type { Change, Skip } from './source.ts'

/** Deletions remembered within one turn of the stream. */
const REMEMBERED = 50_000

/** What an account's status says when it is not there (com.atproto.sync.subscribeRepos#account); others pass by themselves. */
const GONE: readonly string[] = ['deleted', 'deactivated', 'takendown', 'suspended']

interface Waiting {
  uri: string
  did: string
  cid: string | null
  record: ReadRecord
  editedAt: number | null
  ifKnown: boolean
}

/** Makes changes of events, in their order. Posts wait until it is known who their authors are. */
export interface ChangeMaker {
  take(event: StreamEvent, position: FramePosition | null): void
  /** How many changes wait, and whether there is a post among them. */
  waiting(): { count: number; hasPost: boolean }
  /** All that waits. */
  collect(): Promise<{ changes: Change[]; skipped: Skip[] }>
}

export function createChangeMaker(
  settings: BlueskySettings,
  tags: readonly Hashtag[],
  people: People,
): ChangeMaker {
  let waiting: (Waiting | Change)[] = []
  let skipped: Skip[] = []
  const deleted = new Set<string>()

  function write(event: Extract<StreamEvent, { kind: 'written' }>, position: FramePosition | null): void {
    const uri = postUri(event.did, event.rkey)
    if (deleted.has(uri)) return
    const read = readRecord(event.record, event.did, settings)
    if (read.kind === 'odd') {
      skipped.push(read.skip)
      return
    }
    const found = readTags(read.record)
    const isOurs = tags.some((tag) => findTag(found, tag) !== null)
    if (!isOurs && !event.isEdit) return
    const editedAt = event.isEdit ? (position?.at ?? null) : null
    waiting.push({ uri, did: event.did, cid: event.cid, record: read.record, editedAt, ifKnown: !isOurs })
  }

  function remove(did: string, rkey: string): void {
    const uri = postUri(did, rkey)
    deleted.add(uri)
    const [oldest] = deleted
    if (deleted.size > REMEMBERED && oldest !== undefined) deleted.delete(oldest)
    waiting.push({ kind: 'withdraw', ref: { id: uri, ref: uri }, why: 'deleted', ifKnown: { author: did } })
  }

  return {
    take(event, position) {
      switch (event.kind) {
        case 'written':
          return write(event, position)
        case 'deleted':
          return remove(event.did, event.rkey)
        case 'named':
          people.forget(event.did)
          if (event.handle !== null && isHandle(event.handle))
            waiting.push({ kind: 'rename_author', author: event.did, handle: event.handle })
          return
        case 'account':
          people.forget(event.did)
          if (!event.active && GONE.includes(event.status ?? 'deactivated'))
            waiting.push({ kind: 'withdraw_author', author: event.did, why: 'account_gone' })
          return
        case 'odd':
          skipped.push(event.skip)
      }
    },
    waiting: () => ({
      count: waiting.length + skipped.length,
      hasPost: waiting.some((one) => !('kind' in one) && !one.ifKnown),
    }),
    async collect() {
      const known = await people.find(waiting.flatMap((one) => ('kind' in one || one.ifKnown ? [] : one.did)))
      const changes = waiting.flatMap((one): Change[] => {
        if ('kind' in one) return [one]
        const person = known.get(one.did) ?? stranger(one.did)
        const { isHidden, change } = toChange(one, one.record, person, [])
        if (isHidden) return []
        const post = { ...change.post, editedAt: one.editedAt }
        return [{ ...change, post, ...(one.ifKnown ? { ifKnown: true } : {}) }]
      })
      const taken = { changes, skipped }
      waiting = []
      skipped = []
      return taken
    },
  }
}
