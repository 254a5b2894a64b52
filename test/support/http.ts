import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'

/** What is asked for. One of `json`, `form`, `upload` and `body` at most. */
export interface Ask {
  method?: string
  headers?: OutgoingHttpHeaders
  json?: unknown
  /** As a browser sends a form. */
  form?: Record<string, string>
  /** As a browser sends a form with files. */
  upload?: FormData
  body?: string | Uint8Array
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  bytes: Buffer
  text: string
  /** Throws where the body is no JSON. */
  json<T>(): T
}

/**
 * Asks over HTTP, with the path and headers exactly as given: `fetch` would mend some and refuse others. A POST where
 * there is a body, unless told.
 */
export async function ask(base: string, path: string, options: Ask = {}): Promise<Answer> {
  const { body, type } = await bodyOf(options)
  const { hostname, port } = new URL(base)
  const headers = {
    ...(type === null ? {} : { 'content-type': type }),
    ...(body === null ? {} : { 'content-length': body.length }),
    ...options.headers,
  }
  const method = options.method ?? (body === null ? 'GET' : 'POST')
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('error', reject)
      answer.on('end', () => {
        const bytes = Buffer.concat(chunks)
        const text = bytes.toString()
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          bytes,
          text,
          json: () => JSON.parse(text),
        })
      })
    })
    sent.on('error', reject)
    sent.end(body ?? undefined)
  })
}

async function bodyOf(options: Ask): Promise<{ body: Uint8Array | null; type: string | null }> {
  if (options.json !== undefined)
    return { body: Buffer.from(JSON.stringify(options.json)), type: 'application/json' }
  if (options.form) {
    const text = new URLSearchParams(options.form).toString()
    return { body: Buffer.from(text), type: 'application/x-www-form-urlencoded' }
  }
  if (options.upload) {
    const encoded = new Response(options.upload)
    return { body: await encoded.bytes(), type: encoded.headers.get('content-type') }
  }
  return { body: options.body === undefined ? null : Buffer.from(options.body), type: null }
}

/** The `name=value` of each cookie an answer sets, for a `cookie` header. */
export function cookiesOf(answer: Answer): string {
  return (answer.headers['set-cookie'] ?? []).map((text) => text.split(';')[0]).join('; ')
}
