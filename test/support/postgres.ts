import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { startEmbedded } from '../../server/db/embedded/start.ts'
import { type Cleaner, scratchParent } from './scratch.ts'

/** A database server that nobody will miss. */
export interface ScratchPostgres {
  url: string
  /** Stops it and removes every trace. */
  remove(): Promise<void>
}

/** Two test files at a time, each with a server or two, their pools and queues. */
const MAX_CONNECTIONS = 200

/** Starts an empty database server of our own, its files in memory where the system offers a folder there. */
export async function startScratchPostgres(): Promise<ScratchPostgres> {
  const folder = await mkdtemp(join(await scratchParent(), 'folkalog-postgres-'))
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 })
  try {
    // Under root the server runs as another user, who has to pass through.
    await chmod(folder, 0o711)
    const settings = { max_connections: MAX_CONNECTIONS }
    const database = await startEmbedded({ dataDir: join(folder, 'data'), throwAway: true, settings })
    return {
      url: database.url,
      async remove() {
        await database.stop()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

let own: Promise<ScratchPostgres> | undefined
let users = 0

/**
 * The server that tests make their databases on: the one `test/run.ts` started for the whole run, or any whose address
 * TEST_POSTGRES_URL holds; else one for this file, removed after the last test that asked for it.
 */
export async function testPostgres(t: Cleaner): Promise<string> {
  if (env.TEST_POSTGRES_URL) return env.TEST_POSTGRES_URL
  own ??= startScratchPostgres()
  users += 1
  const { url } = await own
  t.teardown(async () => {
    users -= 1
    if (users > 0) return
    const last = own
    own = undefined
    await (await last)?.remove()
  })
  return url
}
