import { readFile, stat } from 'node:fs/promises'
import { fingerprintPicture } from './fingerprint-picture.ts'
import { checkBytes } from './limits.ts'
import type { Reply, Task } from './protocol.ts'
import { PictureRefused } from './refused.ts'
import { renderPicture } from './render.ts'

// The entry of a decoder process, started with its memory limit in bytes: one task at a time comes by message from
// `decoder-process.ts`, one reply goes back.

const maxMemory = Number(process.argv[2])

/**
 * Milliseconds between two looks at our own memory. Decoding runs in other threads, so that the look is on time.
 * Above the limit we say so, and are killed for it.
 */
const MEMORY_WATCH = 50

/** Bytes of pixels left behind from which on they are collected: after one large picture or a few small ones. */
const COLLECT_ABOVE = 24_000_000

process.on('message', (task: Task) => {
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() > maxMemory) process.send?.(TOO_DEMANDING)
  }, MEMORY_WATCH)
  answer(task).then((answered) => {
    clearInterval(watch)
    process.send?.(answered)
    // Pixels are outside the JavaScript heap, which alone would see no reason to collect them.
    if (process.memoryUsage().external > COLLECT_ABOVE) globalThis.gc?.()
  })
})

// Nobody is left to answer. A running decode would hold up a polite exit.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))

// Ctrl-C and service managers signal the whole group; the server decides when running work has ended.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => {})

async function answer({ kind, file }: Task): Promise<Reply> {
  try {
    const bytes = typeof file === 'string' ? await read(file) : file
    if (kind === 'render') return { kind: 'rendered', rendered: await renderPicture(bytes) }
    return { kind: 'fingerprint', fingerprint: await fingerprintPicture(bytes) }
  } catch (error) {
    if (error instanceof PictureRefused) return { kind: 'refused', code: error.code, message: error.message }
    return { kind: 'failed', message: String(error) }
  }
}

async function read(path: string): Promise<Uint8Array> {
  checkBytes((await stat(path)).size)
  return await readFile(path)
}

const TOO_DEMANDING: Reply = {
  kind: 'refused',
  code: 'too_demanding',
  message: 'The picture needs too much memory to decode',
}
