import { toHex } from './bytes.ts'

/** Messages side by side in one buffer: message i is `bytes` from `starts[i]` up to, not including, `ends[i]`. */
export interface Messages {
  bytes: Uint8Array
  starts: Uint32Array
  ends: Uint32Array
}

/**
 * SHA-256 and HMAC-SHA-256 of many messages at a time. The core is handed one, because Node and browsers hash
 * with different interfaces, and because an await for each of a million tickets would cost more than its hash.
 * Answers hold 32 bytes a message, in order, without gaps.
 */
export interface Hashing {
  sha256(messages: Messages): Promise<Uint8Array>
  hmac(key: Uint8Array, messages: Messages): Promise<Uint8Array>
}

/** Bytes of a SHA-256. */
export const DIGEST = 32

/** Messages a call of `Hashing` gets at most: about 7 ms of work in Node, and a million tickets in 123 awaits. */
export const HASH_BATCH = 8_192

/** A batch of one. */
export function single(message: Uint8Array): Messages {
  return { bytes: message, starts: Uint32Array.of(0), ends: Uint32Array.of(message.length) }
}

/** SHA-256 of one message, as hex. */
export async function sha256Hex(message: Uint8Array, hashing: Hashing): Promise<string> {
  return toHex(await hashing.sha256(single(message)))
}

/**
 * The digests of `count` messages that are written one batch at a time, so that they never lie in memory all at once.
 * `lengthOf` tells the bytes of message i; `write` puts them into `into` from `at` on.
 */
export async function digestMany(
  count: number,
  lengthOf: (i: number) => number,
  write: (i: number, into: Uint8Array, at: number) => void,
  hash: (messages: Messages) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const digests = new Uint8Array(count * DIGEST)
  for (let first = 0; first < count; first += HASH_BATCH) {
    const size = Math.min(HASH_BATCH, count - first)
    const starts = new Uint32Array(size)
    const ends = new Uint32Array(size)
    let length = 0
    for (let k = 0; k < size; k += 1) {
      starts[k] = length
      length += lengthOf(first + k)
      ends[k] = length
    }
    const bytes = new Uint8Array(length)
    for (let k = 0; k < size; k += 1) write(first + k, bytes, starts[k] ?? 0)
    digests.set(await hash({ bytes, starts, ends }), first * DIGEST)
  }
  return digests
}
