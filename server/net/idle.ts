import type { Socket } from 'node:net'
import { errors } from 'undici'

const afterAnswers = new WeakSet<Error>()

/** Remembers of a socket's error whether the socket had brought anything before. Call once per new socket. */
export function watchForIdleBreak(socket: Socket): void {
  socket.on('error', (error) => {
    if (socket.bytesRead > 0) afterAnswers.add(error)
  })
}

/**
 * Whether a request failed because a connection that had served earlier ones was closed or reset under it: the
 * server let go of an idle connection at the moment we used it, and has not seen the request.
 */
export function brokeWhileIdle(error: unknown): boolean {
  if (error instanceof errors.SocketError) return (error.socket?.bytesRead ?? 0) > 0
  return error instanceof Error && afterAnswers.has(error)
}
