import { canonicalJson } from '../canonical-json.ts'
import { utf8 } from './bytes.ts'
import type { VoidEvent } from './events.ts'
import { must } from './fault.ts'
import { type Hashing, sha256Hex } from './hashing.ts'
import { type DrawRecord, type DrawTools, drawRecord } from './record.ts'
import { NOTHING_BEFORE } from './shape.ts'

/** A record without its `reveals`: the text that its revision hash is taken of. */
export function canonicalRecord({ reveals: _names, ...hashed }: DrawRecord): string {
  return canonicalJson(hashed)
}

/** The hash that the next revision names: H(canonical record without `reveals`), hex. */
export async function revisionHash(record: DrawRecord, hashing: Hashing): Promise<string> {
  return sha256Hex(utf8(canonicalRecord(record)), hashing)
}

/**
 * The revision after `previous`, without `reveals`. `events` are the previous ones and more; what is new happened after
 * revision 1. Throws `Hcd1Fault`: `event-order` for other events, else as `drawRecord`.
 */
export async function reviseRecord(
  previous: DrawRecord,
  entrants: Uint8Array,
  events: VoidEvent[],
  tools: DrawTools,
): Promise<DrawRecord> {
  must(
    keepsEvents(previous, events),
    'event-order',
    'a revision keeps all events and adds some of after the draw',
  )
  const { commit, randomness, rev } = previous
  const record = await drawRecord({ commit, entrants, randomness, events }, tools)
  return { ...record, rev: rev + 1, prev: await revisionHash(previous, tools.hashing) }
}

/**
 * The first of a draw's records (revision 1 first) that does not follow from the one before: another number, another
 * `prev`, another draw, or events changed or lost. Null where all do. Each record is verified for itself elsewhere.
 */
export async function findBrokenRevision(
  records: DrawRecord[],
  hashing: Hashing,
): Promise<DrawRecord | null> {
  let before: DrawRecord | undefined
  for (const record of records) {
    const prev = before ? await revisionHash(before, hashing) : NOTHING_BEFORE
    const numbered = record.prev === prev && record.rev === (before?.rev ?? 0) + 1
    if (!numbered || (before && !continues(before, record))) return record
    before = record
  }
  return null
}

function continues(before: DrawRecord, record: DrawRecord): boolean {
  return before.commit_hash === record.commit_hash && keepsEvents(before, record.events)
}

function keepsEvents({ events: old }: DrawRecord, events: VoidEvent[]): boolean {
  const kept = canonicalJson(events.slice(0, old.length)) === canonicalJson(old)
  return kept && events.slice(old.length).every(({ phase }) => phase === 'after')
}
