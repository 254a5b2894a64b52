import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that systems give to connections going out: 32768 on Linux, 49152 elsewhere (RFC 6335 section 6). */
const FIRST = 20_000
const COUNT = 10_000

/**
 * A port of the loopback address that nobody listens on, for a program that is asked before it does: from the range of
 * connections going out, whoever asks again and again is at last given that very port and answers himself.
 */
export async function quietPort(): Promise<number> {
  for (;;) {
    const port = FIRST + Math.floor(Math.random() * COUNT)
    const server = createServer()
    try {
      await once(server.listen(port, '127.0.0.1'), 'listening')
    } catch {
      continue
    }
    server.close()
    await once(server, 'close')
    return port
  }
}
