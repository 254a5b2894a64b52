import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { env, execPath, kill } from 'node:process'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import file from 'tap'
import { run } from '../../server/db/embedded/run.ts'
import { type Embedded, type EmbeddedOptions, startEmbedded } from '../../server/db/embedded/start.ts'
import { type Cleaner, scratchFolder } from './scratch.ts'

let model: Promise<string> | undefined

/** A data folder with a database in it that is not running: a copy of one that the test file makes once. */
export async function madeFolder(t: Cleaner): Promise<string> {
  model ??= makeModel()
  const folder = await scratchFolder(t)
  const { code, output } = await run('cp', ['-a', join(await model, '.'), folder])
  if (code !== 0) throw new Error(output)
  return folder
}

async function makeModel(): Promise<string> {
  const dataDir = await scratchFolder(file)
  await (await startEmbedded({ dataDir, throwAway: true })).stop()
  return dataDir
}

/** Starts a throw-away database in this process and stops it after the test. */
export async function startHere(t: Cleaner, options: EmbeddedOptions): Promise<Embedded> {
  const database = await startEmbedded({ throwAway: true, ...options })
  t.teardown(() => database.stop())
  return database
}

/** Another process that owns a database, or was refused one. */
export interface Other {
  process: ChildProcess
  url: string
  pid: number
  reused: boolean
  /** Empty where it started. */
  error: string
  /** Kills the owner as nobody can prevent; its Postgres stays. */
  killOwner(): Promise<void>
  /** Lets it stop its database and end. */
  end(): Promise<void>
}

export interface OtherOptions {
  dataDir: string
  uid?: number
  gid?: number
  /** Another copy of the repository to run from, and another node. */
  checkout?: string
  node?: string
  path?: string
  /** In a process group of its own, as in a terminal of its own. */
  detached?: boolean
}

/** Spawns `embedded-owner.ts`, as another user if asked. */
export function spawnOwner(options: OtherOptions): ChildProcessByStdio<Writable, Readable, null> {
  const { uid, gid } = options
  const script = options.checkout
    ? join(options.checkout, 'test/support/embedded-owner.ts')
    : fileURLToPath(new URL('embedded-owner.ts', import.meta.url))
  // An empty environment: tap would have every node load its bookkeeping, which other users may not be able to read.
  const environment = ['-i', `PATH=${options.path ?? env.PATH}`]
  return spawn('/usr/bin/env', [...environment, options.node ?? execPath, script, options.dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    detached: options.detached ?? false,
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  })
}

/** Starts a database in another process. Nothing of it survives the test. */
export async function startElsewhere(t: Cleaner, options: OtherOptions): Promise<Other> {
  const child = spawnOwner(options)
  const gone = once(child, 'exit')
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), gone])
  if (typeof line !== 'string') throw new Error(`The other process ended without a word (exit code ${line})`)
  const told = { url: '', pid: 0, reused: false, error: '', ...JSON.parse(line) }
  const end = async () => {
    child.stdin.end()
    await gone
  }
  t.teardown(async () => {
    await end()
    killIfThere(told.pid)
  })
  return {
    ...told,
    process: child,
    end,
    async killOwner() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** Pid 0 would be our own process group. */
function killIfThere(pid: number): void {
  if (pid === 0) return
  try {
    kill(pid, 'SIGQUIT')
  } catch {
    // It has ended, as it should have.
  }
}

/** The first column of every row that a statement answers. */
export async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text: statement, rowMode: 'array' })
    return rows.map((row: unknown[]) => row[0])
  } finally {
    await client.end()
  }
}
