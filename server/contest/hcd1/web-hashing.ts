import { DIGEST, type Hashing, type Messages } from './hashing.ts'

const { subtle } = globalThis.crypto

/** Hashing by WebCrypto, for browsers: a visitor's own machine checks a draw. Works in Node too, only slower. */
export const webHashing: Hashing = {
  sha256: (messages) => each(messages, (message) => subtle.digest('SHA-256', message)),
  async hmac(key, messages) {
    const imported = await subtle.importKey('raw', key.slice(), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ])
    return each(messages, (message) => subtle.sign('HMAC', imported, message))
  },
}

async function each(
  messages: Messages,
  hash: (message: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>,
): Promise<Uint8Array> {
  const count = messages.starts.length
  const answers: Promise<ArrayBuffer>[] = []
  for (let i = 0; i < count; i += 1)
    answers.push(hash(messages.bytes.slice(messages.starts[i], messages.ends[i])))
  const digests = new Uint8Array(count * DIGEST)
  for (const [i, digest] of (await Promise.all(answers)).entries())
    digests.set(new Uint8Array(digest), i * DIGEST)
  return digests
}
