import { concat, tag, toHex, utf8 } from './bytes.ts'
import { type Hashing, single } from './hashing.ts'

/** UTF-8 bytes of a participant key at most (hcd1, "Participant key"). */
export const MAX_PARTICIPANT_BYTES = 512

/** Random bytes of a salt, one salt for each participant and draw (hcd1, "Salt"). */
export const SALT_BYTES = 32

/**
 * Whether a text is a participant key `provider:id`: provider `[a-z0-9-]{1,32}`, an id of at least one character,
 * at most 512 bytes of UTF-8, no control characters (Unicode category Cc), no lone surrogates.
 */
export function isParticipantKey(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^[a-z0-9-]{1,32}:\P{Cc}+$/u.test(value) &&
    value.isWellFormed() &&
    utf8(value).length <= MAX_PARTICIPANT_BYTES
  )
}

/** The key `provider:id`. `id` is the network's immutable account id, as given. Throws `RangeError` when it cannot be one. */
export function participantKey(provider: string, id: string): string {
  const key = `${provider}:${id}`
  if (!/^[a-z0-9-]{1,32}$/.test(provider) || !isParticipantKey(key)) {
    throw new RangeError(
      `Participant ${JSON.stringify(key)}: expected provider:id, the provider of 1 to 32 of a-z, 0-9 and -, the whole ` +
        `of at most ${MAX_PARTICIPANT_BYTES} bytes without control characters`,
    )
  }
  return key
}

/**
 * A handle in the one spelling that identifies a person where a network has no account ids: NFC, one leading `@`
 * removed, A to Z lowered and nothing else, as Unicode's case folding changes with its versions.
 */
export function canonicalHandle(handle: string): string {
  return handle
    .normalize('NFC')
    .replace(/^@/, '')
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** The pseudonym a participant has in one draw's public files: hex MAC(salt, tag("participant") ‖ P). */
export async function pidOf(participant: string, salt: Uint8Array, hashing: Hashing): Promise<string> {
  return toHex(await hashing.hmac(salt, single(concat(tag('participant'), utf8(participant)))))
}
