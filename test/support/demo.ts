import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { env, execPath, kill } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from './imports.ts'

/** A command of ours in a process of its own. */
export interface Running {
  process: ChildProcess
  /** All it has said so far. */
  out(): string
  err(): string
  /** Waits until standard output has these words. Throws, with all it said, when it ends without. */
  says(words: string | RegExp): Promise<void>
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | string>
}

interface Cleaner {
  teardown(clean: () => unknown): void
}

interface Where {
  cwd?: string
  /** The folder for temporary files, in place of the system's. */
  temporary?: string
}

/** Starts `node server/main.ts …`; it does not outlive the test. */
export function startCommand(t: Cleaner, args: string[], { cwd = ROOT, temporary }: Where = {}): Running {
  const child = spawn(execPath, [join(ROOT, 'server/main.ts'), ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: env.PATH, HOME: env.HOME, TMPDIR: temporary ?? env.TMPDIR },
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal)
  t.teardown(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    process: child,
    out: () => out,
    err: () => err,
    ended,
    async says(words) {
      while (typeof words === 'string' ? !out.includes(words) : !words.test(out)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`It ended without saying "${words}":\n${out}\n${err}`)
        await sleep(50)
      }
    },
  }
}

/** Runs a command to its end. */
export async function runCommand(t: Cleaner, args: string[], where?: Where) {
  const running = startCommand(t, args, where)
  const code = await running.ended
  return { code, out: running.out(), err: running.err() }
}

/** The Postgres of a demo's folder; null where none is said to run. */
export async function postgresOf(dataDir: string): Promise<number | null> {
  const file = join(dataDir, 'postgres/cluster/data/postmaster.pid')
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? null : Number(text.split('\n')[0])
}

export function isAlive(pid: number): boolean {
  try {
    return kill(pid, 0)
  } catch {
    return false
  }
}

/** A port of the loopback address that nobody listens on, at the moment of asking. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error(`Found ${address}; expected a port`)
  return address.port
}
