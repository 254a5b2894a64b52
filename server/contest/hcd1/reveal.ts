import { fromHex } from './bytes.ts'
import { type Entrants, lineOf } from './entrants.ts'
import { must } from './fault.ts'
import type { Hashing } from './hashing.ts'
import { isParticipantKey, pidOf } from './participant.ts'
import { hasExactly, isHex32, isObject } from './shape.ts'

/** Ties a name to a pid of the list: anybody can compute the pid out of the other two. */
export interface Reveal {
  pid: string
  participant: string
  /** Hex, 32 bytes. */
  salt: string
}

/** Reads a record's `reveals`; a record may have none. Throws `Hcd1Fault` with `reveal`. */
export async function checkReveals(value: unknown, entrants: Entrants, hashing: Hashing): Promise<Reveal[]> {
  if (value === undefined) return []
  must(Array.isArray(value), 'reveal', 'expected a list')
  const reveals: Reveal[] = []
  for (const one of value) reveals.push(await checkReveal(one, entrants, hashing))
  return reveals
}

async function checkReveal(value: unknown, entrants: Entrants, hashing: Hashing): Promise<Reveal> {
  must(isObject(value), 'reveal', 'not an object')
  must(hasExactly(value, ['pid', 'participant', 'salt']), 'reveal', 'expected exactly pid, participant, salt')
  const { pid, participant, salt } = value
  must(isHex32(pid) && lineOf(entrants, pid) >= 0, 'reveal', 'pid: not in the list')
  must(isParticipantKey(participant), 'reveal', 'participant: expected provider:id')
  must(isHex32(salt), 'reveal', 'salt: expected 64 lower-case hex digits')
  const key = fromHex(salt)
  const same = key !== null && (await pidOf(participant, key, hashing)) === pid
  must(same, 'reveal', `pid ${pid} is not that of ${JSON.stringify(participant)} with this salt`)
  return { pid, participant, salt }
}
