import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { FetchError } from './fetch-error.ts'

/** What we ask servers for, and all that we decode. */
export const ACCEPT_ENCODING = 'gzip, br, deflate'

/** Servers apply one; more than two only multiply what a bomb can do. */
export const MAX_CODINGS = 2

/** A compressed body may be this much longer than the decoded limit: headers and stored blocks of its format. */
const COMPRESSION_OVERHEAD = 64 * 1024

/**
 * Reads a body to its end or to the limit, then undoes its codings to the same limit, so that neither a
 * lying Content-Length nor a compression bomb costs more memory than the limit. `where` goes into messages.
 */
export async function readBody(
  body: AsyncIterable<Uint8Array>,
  headers: Headers,
  maxBytes: number,
  where: string,
): Promise<Uint8Array> {
  const tooLarge = () =>
    new FetchError('too_large', `${where}: more than ${maxBytes} bytes; at most that are read`)
  const codings = readCodings(headers, where)
  const maxReceived = codings.length === 0 ? maxBytes : maxBytes + COMPRESSION_OVERHEAD
  if (Number(headers.get('content-length')) > maxReceived) throw tooLarge()
  let bytes: Uint8Array = await collect(body, maxReceived, tooLarge)
  for (const coding of codings.reverse()) {
    if (bytes.length === 0) return bytes
    try {
      bytes = await decode(coding, bytes, maxBytes)
    } catch (error) {
      if (error instanceof RangeError) throw tooLarge()
      throw new FetchError(
        'undecodable',
        `${where}: the body is not the ${coding} that its header says`,
        error,
      )
    }
  }
  return bytes
}

async function collect(body: AsyncIterable<Uint8Array>, max: number, tooLarge: () => FetchError) {
  const chunks: Uint8Array[] = []
  let received = 0
  for await (const chunk of body) {
    received += chunk.length
    if (received > max) throw tooLarge()
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, received)
}

type Coding = 'gzip' | 'br' | 'deflate'

function readCodings(headers: Headers, where: string): Coding[] {
  const named = (headers.get('content-encoding') ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  if (named.length > MAX_CODINGS) {
    throw new FetchError(
      'undecodable',
      `${where}: ${named.length} content codings; at most ${MAX_CODINGS} are undone`,
    )
  }
  return named.map((name) => {
    if (name === 'gzip' || name === 'x-gzip') return 'gzip'
    if (name === 'br' || name === 'deflate') return name
    throw new FetchError(
      'undecodable',
      `${where}: the content coding is ${name.slice(0, 20)}; expected ${ACCEPT_ENCODING}`,
    )
  })
}

/** Throws `RangeError` (ERR_BUFFER_TOO_LARGE) as soon as the output passes the limit. */
function decode(coding: Coding, bytes: Uint8Array, maxOutputLength: number): Promise<Uint8Array> {
  if (coding === 'gzip') return promisify(gunzip)(bytes, { maxOutputLength })
  if (coding === 'br') return promisify(brotliDecompress)(bytes, { maxOutputLength })
  // "deflate" means the zlib format (RFC 9110, 8.4.1.2), whose first byte ends in 8; some servers send it bare.
  const bare = ((bytes[0] ?? 0) & 0x0f) !== 8
  return promisify(bare ? inflateRaw : inflate)(bytes, { maxOutputLength })
}
