import { setTimeout as sleep } from 'node:timers/promises'
import { type Account, chooseAccount } from './account.ts'
import { checkVersion, clusterOwner, handOver, makeCluster } from './cluster.ts'
import { lastLines } from './errors.ts'
import { freePort, launch, listenOn, lookAgain } from './launch.ts'
import { findNative, type Native } from './native.ts'
import { findPostmaster } from './pid-file.ts'
import { SERVER_SETTINGS, type Settings, THROW_AWAY_SETTINGS } from './settings.ts'
import type { Site } from './site.ts'

/** How the cluster is to be made and run. */
export interface Wishes {
  /** Over `SERVER_SETTINGS`. */
  settings: Settings
  /** Quicker, for data nobody will miss. */
  throwAway: boolean
  port: Port
  log: (message: string) => void
}

/** `first` gives way to a free port where somebody listens there, `only` does not. */
export type Port = { first: number | null } | { only: number }

/** A cluster that takes connections. */
export interface Running {
  pid: number
  port: number
  /** Whether it ran before we came. */
  reused: boolean
}

/** How long a start is repeated that failed of something that passes, in milliseconds. */
export const RETRY_PATIENCE = 10_000

/** Somebody took the port between our look and Postgres's. */
const PORT_TAKEN = /could not create any TCP\/IP sockets/

/** Processes of a postmaster that was killed are still ending, or another has only begun to write its pid. */
const IN_BETWEEN = /pre-existing shared memory block|lock file "postmaster.pid" is empty/

/** Finds the cluster running, or starts it, or makes it first. */
export async function ensureRunning(site: Site, wishes: Wishes): Promise<Running> {
  const running = (await clusterOwner(site)) && (await findSettled(site, wishes))
  if (running) return running
  const { native, account } = await prepareCluster(site, wishes)
  const until = performance.now() + RETRY_PATIENCE
  let port = 'only' in wishes.port ? wishes.port.only : (wishes.port.first ?? (await freePort()))
  for (;;) {
    const settings = {
      ...SERVER_SETTINGS,
      ...(wishes.throwAway ? THROW_AWAY_SETTINGS : {}),
      ...wishes.settings,
      ...listenOn(port),
    }
    const launched = await launch(site, native, account, settings, wishes.log)
    if (launched.kind === 'ready') return { pid: launched.pid, port, reused: false }
    const other = await findSettled(site, wishes)
    if (other) return other
    const portTaken = PORT_TAKEN.test(launched.log)
    if (performance.now() > until || !(portTaken || IN_BETWEEN.test(launched.log))) {
      throw new Error(`Postgres did not start in ${site.dir}. Its last words:\n${lastLines(launched.log)}`)
    }
    if (portTaken && 'first' in wishes.port) port = await freePort()
    else await sleep(100)
  }
}

/** The postmaster that takes connections, once one that starts or stops has done so; null where none runs. */
async function findSettled(site: Site, { log }: Wishes): Promise<Running | null> {
  const nextLook = lookAgain(log)
  for (;;) {
    const found = await findPostmaster(site.data)
    if (!found) return null
    if (found.port) return { pid: found.pid, port: found.port, reused: true }
    await nextLook()
  }
}

async function prepareCluster(
  site: Site,
  { throwAway, log }: Wishes,
): Promise<{ native: Native; account: Account }> {
  const native = await findNative(site.libraries)
  const owner = await clusterOwner(site)
  const { account, major } = await chooseAccount(native, site.dir, owner)
  if (owner) {
    await checkVersion(site, major)
    await handOver(site.cluster, account)
  } else {
    log(`Making a database in ${site.dir} (Postgres ${major}, run as ${account.label}).`)
    await makeCluster(site, native, account, !throwAway)
  }
  return { native, account }
}
