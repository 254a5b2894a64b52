import { setTimeout as sleep } from 'node:timers/promises'
import { clusterUrl, removeHalfMade } from './cluster.ts'
import { type Claim, claimCluster, DatabaseInUse } from './owner.ts'
import { findPostmaster } from './pid-file.ts'
import { ensureRunning, type Running, type Wishes } from './running.ts'
import type { Settings } from './settings.ts'
import { prepareSite, type Site } from './site.ts'
import { stopCluster } from './stop.ts'

export interface EmbeddedOptions {
  /** Made unless it exists. One cluster lives in it, with its password and log. */
  dataDir: string
  /** Over `SERVER_SETTINGS`. */
  settings?: Settings
  /** Quicker, for data nobody will miss: a crash loses the last moments, a power cut everything. */
  throwAway?: boolean
  /** Tried first; another is taken where somebody listens there. */
  port?: number
  log?: (message: string) => void
}

/** A Postgres of our own: no other process can have it before we stop it or die. */
export interface Embedded {
  /** With the password in it. Stays the same when Postgres is started again under us. */
  readonly url: string
  readonly pid: number
  /** Whether it was still running, left by an owner that was killed. */
  readonly reused: boolean
  /** Ends in a stopped cluster, however often it is called. */
  stop(): Promise<void>
}

/** Between two attempts to get a lost cluster back, in milliseconds. */
const RECOVER_EVERY = 500

/**
 * Starts the embedded Postgres, or takes over the one that a killed owner left running. While it is ours a crash of it
 * is mended: it is started again at the same address. Throws `DatabaseInUse` where a living process owns it.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { dataDir, settings = {}, throwAway = false, port, log = () => {} } = options
  const site = await prepareSite(dataDir)
  const wishes: Wishes = { settings, throwAway, port: { first: port ?? null }, log }
  const first = await startAndClaim(site, wishes)
  const url = await clusterUrl(site, first.running.port)
  await removeHalfMade(site)

  const stopping = new AbortController()
  let pid = first.running.pid
  let held: Held | null = first
  let recovering = Promise.resolve()
  watch(first)

  function watch({ claim }: Held) {
    claim.lost.then(() => {
      held = null
      if (!stopping.signal.aborted) recovering = recover()
    })
  }

  async function recover() {
    log(
      `Postgres (process ${pid}) has cut us off. Starting it again, or waiting until it has done so itself.`,
    )
    const samePort = { ...wishes, port: { only: first.running.port } }
    while (!stopping.signal.aborted && !held) {
      try {
        held = await startAndClaim(site, samePort)
        pid = held.running.pid
        watch(held)
      } catch (error) {
        log(error instanceof Error ? error.message : String(error))
        await sleep(RECOVER_EVERY, null, { signal: stopping.signal }).catch(() => {})
      }
    }
  }

  async function stop() {
    stopping.abort()
    await recovering
    if (held) await stopCluster(site)
  }

  let stopped: Promise<void> | undefined
  return {
    url,
    get pid() {
      return pid
    },
    reused: first.running.reused,
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}

interface Held {
  running: Running
  claim: Claim
}

/** A cluster found running may stop before we have claimed it; then it is started anew. */
async function startAndClaim(site: Site, wishes: Wishes): Promise<Held> {
  for (;;) {
    const running = await ensureRunning(site, wishes)
    try {
      return { running, claim: await claimCluster(await clusterUrl(site, running.port), site.dir) }
    } catch (error) {
      if (error instanceof DatabaseInUse) throw error
      if (!running.reused) await stopCluster(site)
      else if ((await findPostmaster(site.data))?.port !== running.port) continue
      throw new Error(
        `Postgres (process ${running.pid}) runs in ${site.dir} but does not let us in: ` +
          `${error instanceof Error ? error.message : error}. See ${site.password} and ${site.log}.`,
        { cause: error },
      )
    }
  }
}
