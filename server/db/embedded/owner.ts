import { Socket } from 'node:net'
import { pid } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

/**
 * Names the lock whose holder the cluster belongs to. Two small numbers are a lock space of their own, apart from the
 * single large ones that migrations and the queue use.
 */
const LOCK = [1870, 1] as const

/** How long a killed owner's connection may linger before it counts as alive, in milliseconds. */
export const CLAIM_PATIENCE = 2_000

const NAME = 'folkalog server '

/** Held for as long as our connection lives. */
export interface Claim {
  /** Settles when the connection is gone, and with it the claim. */
  lost: Promise<void>
}

/** Thrown where a living server holds the cluster. */
export class DatabaseInUse extends Error {
  constructor(dir: string, holder: string) {
    super(
      `The database in ${dir} is in use by ${holder}, another Folkalog on this data folder. Stop that one first, or ` +
        'give this one a data folder of its own.',
    )
    this.name = 'DatabaseInUse'
  }
}

/**
 * Makes this process the cluster's owner. The claim is an advisory lock in the cluster itself: taken by one of any
 * number at once, and let go by the system when its holder dies, however it dies. Throws `DatabaseInUse`.
 */
export async function claimCluster(url: string, dir: string): Promise<Claim> {
  const socket = new Socket()
  const client = new Client({ connectionString: url, application_name: NAME + pid, stream: () => socket })
  const lost = new Promise<void>((resolve) => client.once('end', resolve))
  // A lost connection is told by `lost`; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await takeLock(client, dir)
  } catch (error) {
    await client.end()
    throw error
  }
  // A process that has nothing else to do may end; the cluster is then reused by the next.
  socket.unref()
  return { lost }
}

async function takeLock(client: Client, dir: string): Promise<void> {
  const until = performance.now() + CLAIM_PATIENCE
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, $2) as taken', [
      ...LOCK,
    ])
    if (rows[0]?.taken) return
    if (performance.now() > until) throw new DatabaseInUse(dir, await findHolder(client))
    await sleep(20)
  }
}

async function findHolder(client: Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and granted and objsubid = 2 and classid = $1 and objid = $2`,
    [...LOCK],
  )
  const name = rows[0]?.name
  return name?.startsWith(NAME) ? `process ${name.slice(NAME.length)}` : 'an unknown process'
}
