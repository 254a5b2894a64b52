import { concat, fromHex, tag, toHex, utf8 } from './bytes.ts'
import type { CommitRandomness } from './commit.ts'
import { Hcd1Fault, must } from './fault.ts'
import { DIGEST, type Hashing, sha256Hex, single } from './hashing.ts'
import { hasExactly, isHex32, isObject, isSomeText } from './shape.ts'

/** What decided a draw, as it stands in the record. */
export type Randomness =
  | { type: 'drand'; chain: string; round: number; signature: string; value: string }
  | { type: 'manual'; text: string }
  | { type: 'local'; secret: string }

/**
 * How far a draw's randomness is out of the operator's hands. A: a public beacon that signs its numbers. B: a public
 * source that people copy by hand. C: a secret of the operator, whom one must trust not to have prepared the list.
 */
export type Level = 'A' | 'B' | 'C'

const LEVELS = { drand: 'A', manual: 'B', local: 'C' } as const

export function levelOf({ type }: CommitRandomness): Level {
  return LEVELS[type]
}

/**
 * Reads a record's randomness against what was committed to, and gives its value R (32 bytes). The beacon's signature
 * is not judged here: that check comes last of all (`checkBeacon`).
 *
 * Another kind than committed is a fault of the committed kind: `randomness-local` where a local secret was promised,
 * else `randomness-round`. A manual text has no check of its own; one that cannot be hashed is `randomness-value`, and
 * another one than was drawn shows as `seed`. Throws `Hcd1Fault`.
 */
export async function checkRandomness(
  value: unknown,
  committed: CommitRandomness,
  hashing: Hashing,
): Promise<{ randomness: Randomness; bytes: Uint8Array }> {
  const given = isObject(value) ? value : {}
  switch (committed.type) {
    case 'drand':
      return checkDrand(given, committed, hashing)
    case 'manual':
      return checkManual(given, hashing)
    case 'local':
      return checkLocal(given, committed, hashing)
  }
}

type Given = Record<string, unknown>
type Checked = Promise<{ randomness: Randomness; bytes: Uint8Array }>

async function checkDrand(
  given: Given,
  { chain, round }: CommitRandomness & { type: 'drand' },
  hashing: Hashing,
): Checked {
  const { type, signature, value } = given
  const same = type === 'drand' && given.chain === chain && given.round === round
  must(same, 'randomness-round', `expected round ${round} of the drand chain ${chain}`)
  must(
    hasExactly(given, ['type', 'chain', 'round', 'signature', 'value']),
    'randomness-value',
    'expected exactly the fields type, chain, round, signature, value',
  )
  const signed = typeof signature === 'string' ? fromHex(signature) : null
  must(
    signed !== null && typeof signature === 'string',
    'randomness-value',
    'signature: expected lower-case hex',
  )
  const bytes = await hashing.sha256(single(signed))
  const hash = toHex(bytes)
  must(value === hash, 'randomness-value', 'value: expected the SHA-256 of the signature')
  return { randomness: { type, chain, round, signature, value: hash }, bytes }
}

async function checkManual(given: Given, hashing: Hashing): Checked {
  const { type, text } = given
  must(type === 'manual', 'randomness-round', 'expected randomness of type manual')
  const whole = hasExactly(given, ['type', 'text']) && isSomeText(text)
  must(whole, 'randomness-value', 'expected type and text, the text of printable ASCII without " and \\')
  const bytes = await hashing.sha256(single(concat(tag('manual'), utf8(text))))
  return { randomness: { type, text }, bytes }
}

async function checkLocal(
  given: Given,
  { commit }: CommitRandomness & { type: 'local' },
  hashing: Hashing,
): Checked {
  const { type, secret } = given
  const whole = type === 'local' && hasExactly(given, ['type', 'secret']) && isHex32(secret)
  must(whole, 'randomness-local', 'expected type and secret, the secret of 64 lower-case hex digits')
  const bytes = fromHex(secret)
  const same = bytes !== null && (await localCommitment(bytes, hashing)) === commit
  must(same, 'randomness-local', 'this is not the secret that was committed to')
  return { randomness: { type, secret }, bytes }
}

/** What is published of a local secret before entries open: hex H(tag("local") ‖ secret). Throws `RangeError` unless the secret has 32 bytes. */
export async function localCommitment(secret: Uint8Array, hashing: Hashing): Promise<string> {
  if (secret.length !== DIGEST) throw new RangeError(`A secret of ${secret.length} bytes: expected ${DIGEST}`)
  return sha256Hex(concat(tag('local'), secret), hashing)
}

/**
 * Numbers of public draws in the text form of RFC 3797 section 4: within a source ascending, a full stop after each
 * number, a slash after each source. `[[4, 11, 19], [7]]` becomes `4.11.19./7./`. Throws `RangeError` for anything but
 * non-negative integers, or where there are none.
 */
export function manualText(sources: number[][]): string {
  const good = sources.length > 0 && sources.every((numbers) => numbers.length > 0)
  if (!good || !sources.flat().every((number) => Number.isSafeInteger(number) && number >= 0)) {
    throw new RangeError(
      'Expected at least one source, each with at least one number, all of them integers from 0',
    )
  }
  return sources.map((numbers) => `${numbers.toSorted((a, b) => a - b).join('.')}./`).join('')
}

/** The key that orders all tickets: MAC(commit_hash, tag("seed") ‖ R), 32 bytes. */
export async function seedOf(commitHash: string, value: Uint8Array, hashing: Hashing): Promise<Uint8Array> {
  const key = fromHex(commitHash)
  if (key === null) throw new Hcd1Fault('commit-hash', 'expected lower-case hex')
  return hashing.hmac(key, single(concat(tag('seed'), value)))
}
