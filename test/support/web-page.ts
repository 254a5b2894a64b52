import { createServer, type IncomingMessage } from 'node:http'
import type { Cleaner } from './scratch.ts'

/** What a page answers; `body` may be bytes. */
export interface PageAnswer {
  status?: number
  headers?: Record<string, string>
  body?: string | Uint8Array
}

/** A site of one's own on loopback, whose pages are set by their paths while it runs. */
export interface WebPages {
  url: string
  /** Answers the address of the page. */
  set(path: string, answer: string | PageAnswer): string
  /** Paths asked for, in order. */
  asked: string[]
  /** Headers of the newest request. */
  headers(): IncomingMessage['headers']
}

export async function startPages(t: Cleaner): Promise<WebPages> {
  const pages = new Map<string, PageAnswer>()
  const asked: string[] = []
  let newest: IncomingMessage['headers'] = {}
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    newest = request.headers
    const { status = 200, headers, body = '' } = pages.get(request.url ?? '') ?? { status: 404 }
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Found no port')
  const url = `http://127.0.0.1:${address.port}`
  return {
    url,
    asked,
    headers: () => newest,
    set(path, answer) {
      pages.set(path, typeof answer === 'string' ? { body: answer } : answer)
      return url + path
    },
  }
}
