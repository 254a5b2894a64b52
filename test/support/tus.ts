import { connect } from 'node:net'
import type { Answer } from './http.ts'
import type { Site } from './site.ts'

/** What speaks tus 1.0 in tests, one request at a time. */
export interface TusClient {
  /** Begins a photograph; `location` is where it is handed over. */
  begin(length: number | string, headers?: Record<string, string>): Promise<Answer & { location: string }>
  /** How many bytes have arrived; -1 where it is not there. */
  offset(location: string): Promise<number>
  send(location: string, bytes: Uint8Array, offset: number, headers?: Record<string, string>): Promise<Answer>
}

const TUS = { 'tus-resumable': '1.0.0' }

export function tusClient(site: Pick<Site, 'ask'>, contest: string, address = '198.51.100.9'): TusClient {
  const from = { 'x-forwarded-for': address }
  return {
    async begin(length, headers = {}) {
      const answer = await site.ask(`/c/${contest}/take-part/photos`, {
        method: 'POST',
        headers: { ...TUS, ...from, 'upload-length': String(length), ...headers },
      })
      return { ...answer, location: answer.headers.location ?? '' }
    },
    async offset(location) {
      const { status, headers } = await site.ask(location, { method: 'HEAD', headers: { ...TUS, ...from } })
      return status === 200 ? Number(headers['upload-offset']) : -1
    },
    send: (location, body, offset, headers = {}) =>
      site.ask(location, {
        method: 'PATCH',
        body,
        headers: {
          ...TUS,
          ...from,
          'content-type': 'application/offset+octet-stream',
          'upload-offset': String(offset),
          ...headers,
        },
      }),
  }
}

/** Sends the beginning of a request that promises all of `bytes`, and then nothing more. `cut` breaks the connection. */
export async function sendAndStop(
  address: string,
  path: string,
  bytes: Uint8Array,
  { offset, stopAt }: { offset: number; stopAt: number },
): Promise<{ cut(): void }> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  const head = [
    `PATCH ${path} HTTP/1.1`,
    `Host: ${hostname}:${port}`,
    'Tus-Resumable: 1.0.0',
    'Content-Type: application/offset+octet-stream',
    `Upload-Offset: ${offset}`,
    `Content-Length: ${bytes.length}`,
  ]
  const { promise, resolve } = Promise.withResolvers<void>()
  socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes.subarray(0, stopAt)]), () =>
    resolve(),
  )
  await promise
  return { cut: () => socket.destroy() }
}

/** A file's name as tus sends it. */
export function tusName(name: string): { 'upload-metadata': string } {
  return { 'upload-metadata': `filename ${Buffer.from(name).toString('base64')}` }
}
