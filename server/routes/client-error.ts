import type { Socket } from 'node:net'
import { PROBLEM_TYPE, type Problem, problemOf } from './problem.ts'

/**
 * Bytes of a request's address and headers. A caption is asked about by its address: 2,200 letters of three bytes each take
 * 19,800 there, and browsers send up to some 4 KB besides.
 */
export const HEADERS_MAX = 24 * 1024

/** Answers what is no request at all, before any route sees it: broken HTTP, endless headers, a client that stalls. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = problemFor(error.code)
  const body = JSON.stringify(problem)
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${problem.title}`,
      `content-type: ${PROBLEM_TYPE}`,
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
    () => socket.destroy(),
  )
}

function problemFor(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW')
    return problemOf(431, 'too_large', `The address and headers are longer than ${HEADERS_MAX / 1024} KB.`)
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return problemOf(408, 'too_slow', 'The request did not arrive in time. Send it again.')
  return problemOf(400, 'invalid', 'This is no HTTP request.')
}
