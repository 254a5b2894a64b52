import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

const VERSION = 1
const NONCE = 12
const TAG = 16
const KEY_ID = 4
const HEADER = 1 + KEY_ID + NONCE

/**
 * Purposes whose names stay the same when the installation's key is changed: these are who a person is, here and in
 * lists that were published. Every other name is new with a new key, which signs everybody out.
 */
export const LASTING_NAMES = ['upload.participant'] as const

/** Keeps what must not lie in the database in the clear, and makes and recognises tokens. */
export interface Secrets {
  /** Eight hex digits that name the key that seals, without telling it. */
  readonly keyId: string
  /** The ids of all keys that open: this one and older ones. */
  readonly keyIds: readonly string[]
  /**
   * AES-256-GCM. `purpose` (for example `source.settings`) is bound to the text: sealed for one purpose, it does not
   * open for another. Layout: version 1 · key id 4 · nonce 12 · ciphertext · tag 16 bytes.
   */
  seal(purpose: string, text: string): Buffer
  /** Throws `SealError` when the bytes were changed, or sealed by a key that is not here or for another purpose. */
  open(purpose: string, sealed: Uint8Array): string
  /**
   * HMAC-SHA-256 under a key of its own per purpose, in hex: the same text always gives the same name, with another
   * installation's key another one, unless the purpose is one of `LASTING_NAMES`.
   */
  mac(purpose: string, text: string): string
}

/** The keys of an installation: the one that seals, and those that only open what they sealed before, the newest first. */
export interface SecretKeys {
  present: Uint8Array
  older: readonly Uint8Array[]
}

export class SealError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'SealError'
  }
}

/** What there may be besides the key that seals. */
export interface OtherKeys {
  /** They open what they sealed, and seal nothing. */
  older?: readonly Uint8Array[]
  /** Keys of names by purpose, in place of those derived from the key. */
  names?: ReadonlyMap<string, Uint8Array>
}

/** `key`: 32 bytes. Everything used is derived from it by HKDF-SHA-256 (RFC 5869), one key per purpose. */
export function createSecrets(key: Uint8Array, { older = [], names }: OtherKeys = {}): Secrets {
  const present = deriver(key)
  const openers = new Map([...older.map(deriver), present].map((one) => [one.keyId, one]))
  return {
    keyId: present.keyId,
    keyIds: [...openers.keys()].reverse(),
    seal(purpose, text) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', present.derive(`seal/${purpose}`), nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      const id = Buffer.from(present.keyId, 'hex')
      return Buffer.concat([Buffer.of(VERSION), id, nonce, body, cipher.getAuthTag()])
    },
    open(purpose, sealed) {
      const bytes = Buffer.from(sealed)
      if (bytes.length < HEADER + TAG || bytes[0] !== VERSION) {
        throw new SealError(`Found ${bytes.length} bytes that are not a sealed text of version ${VERSION}`)
      }
      const by = bytes.subarray(1, 1 + KEY_ID).toString('hex')
      const opener = openers.get(by)
      if (!opener) {
        throw new SealError(
          `Sealed by key ${by}, but this server has key ${[...openers.keys()].reverse().join(' and ')}: set SECRET_KEY or SECRET_KEY_FILE to the key it was sealed with`,
        )
      }
      const nonce = bytes.subarray(1 + KEY_ID, HEADER)
      const decipher = createDecipheriv('aes-256-gcm', opener.derive(`seal/${purpose}`), nonce)
      decipher.setAuthTag(bytes.subarray(-TAG))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(HEADER, -TAG)), decipher.final()]).toString(
          'utf8',
        )
      } catch (cause) {
        throw new SealError(`The sealed text for ${purpose} was changed or belongs to another purpose`, cause)
      }
    },
    mac: (purpose, text) =>
      createHmac('sha256', names?.get(purpose) ?? present.derive(`mac/${purpose}`))
        .update(text)
        .digest('hex'),
  }
}

/** The key by which names of a purpose are made, as it follows from an installation's key. */
export function nameKeyOf(key: Uint8Array, purpose: string): Buffer {
  return deriver(key).derive(`mac/${purpose}`)
}

function deriver(key: Uint8Array): { keyId: string; derive(info: string): Buffer } {
  if (key.length !== 32) throw new SealError(`Found a key of ${key.length} bytes, expected 32`)
  const derived = new Map<string, Buffer>()
  return {
    keyId: createHash('sha256')
      .update('folkalog/key-id')
      .update(key)
      .digest('hex')
      .slice(0, 2 * KEY_ID),
    derive: (info) =>
      derived.getOrInsertComputed(info, () => Buffer.from(hkdfSync('sha256', key, 'folkalog', info, 32))),
  }
}

/** A new secret for links and receipts: 160 random bits (ASVS 11.5.1 asks for 128) in Crockford's base 32, in groups. */
export function newToken(): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  const text = [...randomBytes(32)].map((byte) => alphabet[byte & 31]).join('')
  return (text.match(/.{8}/g) ?? [text]).join('-')
}

/** What is stored of a token: one way, so that a stolen table opens nothing. Case and blanks do not matter. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token.trim().toLowerCase()).digest('hex')
}

/** Compares two hex digests in constant time. */
export function sameDigest(a: string, b: string): boolean {
  const left = Buffer.from(a, 'hex')
  const right = Buffer.from(b, 'hex')
  return left.length === right.length && timingSafeEqual(left, right)
}
