import { type ChildProcess, fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { MAX_MEMORY } from './limits.ts'
import { Reply, type Task } from './protocol.ts'
import { RenderFailed } from './refused.ts'

/**
 * KiB of private memory that the kernel gives a decoder, where it can be asked to. About 540,000 of them Node
 * reserves without using; the rest is above `MAX_MEMORY`, which ends a decoder that grows slowly enough to be seen.
 */
const KERNEL_LIMIT = 2_000_000

/** MiB of JavaScript heap: pixels are not in it. */
const HEAP = 128

/**
 * For glibc: one arena instead of eight a core, since one picture at a time leaves nothing to contend for, and the
 * pixels of large pictures given back to the system as soon as they are freed. Together they halve what decoding
 * leaves behind.
 */
const MALLOC = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '8000000', MALLOC_TRIM_THRESHOLD_: '8000000' }

/** Characters kept of what a dying process says. */
const LAST_WORDS = 500

/** A process of its own that decodes, with nothing of ours in its environment. */
export interface DecoderProcess {
  /** One at a time. Throws `RenderFailed` `slow` or `crashed`. Look at `alive` before the next one. */
  run(task: Task, timeout: number): Promise<Reply>
  readonly alive: boolean
  readonly pid: number | undefined
  /** Ends at once. */
  kill(): void
}

/** Starts one; it is ready when the first reply comes. An idle one does not keep this process alive. */
export function startDecoderProcess(maxMemory = MAX_MEMORY): DecoderProcess {
  const child = spawnDecoder(maxMemory)
  let lastWords = ''
  child.stderr?.on('data', (text) => {
    lastWords = `${lastWords}${text}`.slice(-LAST_WORDS)
  })
  // Heard by `run` while it works; between two tasks an error of the process must not be an error of ours.
  child.on('error', () => {})
  keepAlive(child, false)
  return {
    get alive() {
      return child.connected && !child.killed && child.exitCode === null && child.signalCode === null
    },
    pid: child.pid,
    kill: () => child.kill('SIGKILL'),
    async run(task, timeout) {
      keepAlive(child, true)
      try {
        const reply = await exchange(child, task, timeout)
        // It says so while it is still decoding.
        if (reply.kind === 'refused' && reply.code === 'too_demanding') child.kill('SIGKILL')
        return reply
      } catch (error) {
        child.kill('SIGKILL')
        if (error instanceof RenderFailed) throw error
        throw new RenderFailed(
          'crashed',
          `The decoder failed: ${error}; its last words: ${lastWords || 'none'}`,
        )
      } finally {
        keepAlive(child, false)
      }
    },
  }
}

function spawnDecoder(maxMemory: number): ChildProcess {
  const main = fileURLToPath(new URL('./decoder-main.ts', import.meta.url))
  const node = [process.execPath, `--max-old-space-size=${HEAP}`, '--expose-gc']
  const limited = process.platform === 'linux' && existsSync('/bin/sh')
  const [execPath = '', ...execArgv] = limited
    ? ['/bin/sh', '-c', `ulimit -d ${KERNEL_LIMIT}; exec "$@"`, 'sh', ...node]
    : node
  return fork(main, [String(maxMemory)], {
    execPath,
    execArgv,
    env: MALLOC,
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

/** Sends the task and waits for the reply, the end of the process or the time-out, whichever is first. */
function exchange(child: ChildProcess, task: Task, timeout: number): Promise<Reply> {
  const { promise, resolve, reject } = Promise.withResolvers<Reply>()
  const onMessage = (message: unknown) => {
    const reply = Reply.safeParse(message)
    if (reply.success) resolve(reply.data)
    else reject(new Error(`an answer that is none: ${reply.error.message}`))
  }
  const onExit = (code: number | null, signal: string | null) =>
    reject(new Error(`ended with ${signal ?? code}`))
  const timer = setTimeout(() => {
    reject(new RenderFailed('slow', `The picture took longer than ${timeout / 1_000} s`))
  }, timeout)
  child.once('message', onMessage).once('exit', onExit).once('error', reject)
  child.send(task, (error) => error && reject(error))
  return promise.finally(() => {
    clearTimeout(timer)
    child.off('message', onMessage).off('exit', onExit).off('error', reject)
  })
}

function keepAlive(child: ChildProcess, yes: boolean): void {
  const output = child.stderr instanceof Socket ? child.stderr : undefined
  for (const handle of [child, child.channel, output]) {
    if (yes) handle?.ref()
    else handle?.unref()
  }
}
