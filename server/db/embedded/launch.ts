import { spawn } from 'node:child_process'
import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { Native } from './native.ts'
import { findPostmaster } from './pid-file.ts'
import { LOOPBACK_ONLY, type Settings, settingArguments } from './settings.ts'
import type { Site } from './site.ts'

/** How often a start or stop looks how far Postgres is, in milliseconds. */
export const LOOK_EVERY = 10

/** How often a long wait is spoken of, in looks. */
const LOOKS_PER_WORD = 500

/** The log is put aside (one older one is kept) at the first start that finds it longer than this, in bytes. */
export const LOG_LIMIT = 1024 * 1024

export type Launched = { kind: 'ready'; pid: number } | { kind: 'ended'; log: string }

/**
 * Starts Postgres on a port and waits until it takes connections or ends. It is no part of our process group, so
 * that Ctrl-C reaches it through us only, and it outlives us when we are killed.
 */
export async function launch(
  site: Site,
  native: Native,
  account: Account,
  settings: Settings,
  say: (message: string) => void,
): Promise<Launched> {
  await rotateLog(site.log)
  const log = await open(site.log, 'a', 0o600)
  try {
    const before = (await log.stat()).size
    const command = account.command(native.postgres, ['-D', site.data, ...settingArguments(settings)])
    const child = spawn(command.program, command.args, {
      ...command.options,
      env: native.env,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
      windowsHide: true,
    })
    child.unref()
    let ended = false
    let reason = ''
    child.on('exit', () => {
      ended = true
    })
    child.on('error', (error) => {
      ended = true
      reason = error.message
    })
    const nextLook = lookAgain(say)
    while (!ended) {
      const postmaster = await findPostmaster(site.data)
      if (postmaster?.port && postmaster.pid === child.pid) return { kind: 'ready', pid: postmaster.pid }
      await nextLook()
    }
    return { kind: 'ended', log: reason + (await readFile(site.log)).subarray(before).toString() }
  } finally {
    await log.close()
  }
}

/** Answers a sleep between two looks, which says every five seconds that a recovery takes its time. */
export function lookAgain(say: (message: string) => void): () => Promise<void> {
  let looks = 0
  return async () => {
    looks += 1
    if (looks % LOOKS_PER_WORD === 0) say('Waiting for Postgres, which is recovering, starting or stopping.')
    await sleep(LOOK_EVERY)
  }
}

/** Settings that make Postgres listen on this port of the loopback address and nowhere else. */
export function listenOn(port: number): Settings {
  return { ...LOOPBACK_ONLY, port }
}

/** A port of the loopback address that nobody listens on, at the moment of asking. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error(`Expected a port, found ${address}`)
  return address.port
}

async function rotateLog(file: string): Promise<void> {
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  )
  if (size <= LOG_LIMIT) return
  await rm(`${file}.1`, { force: true })
  await rename(file, `${file}.1`)
}
