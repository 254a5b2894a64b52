import { kill, platform } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasCode } from './errors.ts'
import { LOOK_EVERY } from './launch.ts'
import { findNative } from './native.ts'
import { findPostmaster, isPostmaster } from './pid-file.ts'
import { run } from './run.ts'
import type { Site } from './site.ts'

/** How long running statements may take to be cut off and written down, in milliseconds. */
export const FAST_PATIENCE = 10_000

/** How long Postgres may take to drop everything (it gives its own processes five seconds), in milliseconds. */
export const IMMEDIATE_PATIENCE = 8_000

/**
 * Stops the cluster: connections are cut and everything is written (fast shutdown); where that takes too long it is
 * dropped as in a power cut (immediate shutdown), from which the next start recovers. Harmless where none runs.
 */
export async function stopCluster(site: Site, patience = FAST_PATIENCE): Promise<void> {
  const postmaster = await findPostmaster(site.data)
  if (!postmaster) return
  await signal(site, postmaster.pid, 'INT')
  if (await isGone(site, postmaster.pid, patience)) return
  await signal(site, postmaster.pid, 'QUIT')
  if (await isGone(site, postmaster.pid, IMMEDIATE_PATIENCE)) return
  throw new Error(`Postgres (process ${postmaster.pid}) in ${site.dir} does not stop. See ${site.log}.`)
}

/** Node can only end processes on Windows, where Postgres listens to pg_ctl instead. */
async function signal(site: Site, pid: number, name: 'INT' | 'QUIT'): Promise<void> {
  if (platform === 'win32') {
    const { pgCtl, env } = await findNative(site.libraries)
    await run(pgCtl, ['kill', name, String(pid)], { env })
    return
  }
  try {
    kill(pid, `SIG${name}`)
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}

async function isGone(site: Site, pid: number, patience: number): Promise<boolean> {
  const until = performance.now() + patience
  while (await isPostmaster(pid, site.data)) {
    if (performance.now() > until) return false
    await sleep(LOOK_EVERY)
  }
  return true
}
