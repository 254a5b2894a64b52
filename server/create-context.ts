import { join } from 'node:path'
import { createSignIn } from './access/sign-in.ts'
import type { Clock } from './clock.ts'
import { createClosing } from './closing.ts'
import type { Config } from './config.ts'
import { PINNED_CHAINS } from './contest/hcd1/drand.ts'
import type { Context } from './context.ts'
import { migrateToLatest } from './db/migrate.ts'
import { openDb } from './db/pool.ts'
import { startEvents } from './events.ts'
import type { Logger } from './log.ts'
import { createMailer } from './mailer.ts'
import { createDiskStore } from './media/disk-store.ts'
import { openHeldPhotos } from './media/held.ts'
import { createRenderer } from './media/renderer.ts'
import { openTemporaryFolder } from './media/temporary.ts'
import { createGuardedFetch } from './net/fetch.ts'
import { createGuardedSocket } from './net/socket.ts'
import { startQueue } from './queue.ts'
import { loadSecretKeys } from './secret-key.ts'
import { sources } from './sources/index.ts'
import { openSecrets } from './steps/open-secrets.ts'
import { loadView } from './view.ts'

/** A context with everything it opened; `destroy` closes it again, in the opposite order. */
export interface OpenContext {
  ctx: Context
  destroy(): Promise<void>
}

/** Opens all that the server works with: tables brought to the newest shape, queue, store, renderer, mail. */
export async function createContext(
  config: Config,
  databaseUrl: string,
  clock: Clock,
  log: Logger,
): Promise<OpenContext> {
  const closing = createClosing()
  try {
    const view = await loadView()
    const keys = await loadSecretKeys(config.secretKey)
    const db = openDb(databaseUrl)
    closing.add(() => db.destroy())
    await migrateToLatest(db)
    const secrets = await openSecrets(db, keys)
    const events = await startEvents(databaseUrl, log)
    closing.add(() => events.stop())
    const signIn = createSignIn(databaseUrl, db, secrets, config)
    closing.add(() => signIn.close())
    const store = await createDiskStore(join(config.dataDir, 'media'))
    const temporary = await openTemporaryFolder(join(config.dataDir, 'incoming'))
    const held = await openHeldPhotos(join(config.dataDir, 'held'))
    const renderer = createRenderer({ workers: config.mediaWorkers })
    closing.add(() => renderer.close())
    const outward = {
      allowLoopback: config.allowLoopback,
      userAgent: `Folkalog/0.1 (+${config.publicUrl})`,
    }
    const fetch = createGuardedFetch(outward)
    closing.add(() => fetch.close())
    const mailer = config.mail && createMailer(config.mail, config.publicUrl)
    closing.add(() => mailer?.close())
    const queue = await startQueue(databaseUrl, log)
    closing.add(() => queue.stop(0))
    const ctx = {
      config,
      log,
      clock,
      db,
      queue,
      events,
      store,
      temporary,
      held,
      renderer,
      fetch,
      open: createGuardedSocket(outward),
      sources,
      chains: PINNED_CHAINS,
      secrets,
      signIn,
      mailer,
      view,
    }
    return { ctx, destroy: closing.closeAll }
  } catch (error) {
    await closing.closeAll()
    throw error
  }
}
