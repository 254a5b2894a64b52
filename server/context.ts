import type { SignIn } from './access/sign-in.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { DrandChain } from './contest/hcd1/drand.ts'
import type { Db } from './db/pool.ts'
import type { Events } from './events.ts'
import type { Logger } from './log.ts'
import type { Mailer } from './mailer.ts'
import type { HeldPhotos } from './media/held.ts'
import type { Renderer } from './media/renderer.ts'
import type { Store } from './media/store.ts'
import type { TemporaryFolder } from './media/temporary.ts'
import type { GuardedFetch } from './net/fetch.ts'
import type { GuardedSocket } from './net/socket.ts'
import type { Queue } from './queue.ts'
import type { Secrets } from './secrets.ts'
import type { Source } from './sources/source.ts'
import type { View } from './view.ts'

/** All that steps, jobs and routes work with. Made once by `createContext`; tests make their own. */
export interface Context {
  config: Config
  log: Logger
  clock: Clock
  db: Db
  queue: Queue
  events: Events
  store: Store
  renderer: Renderer
  /** Where a stranger's file lies while it is looked at. */
  temporary: TemporaryFolder
  /** Photographs that wait for the form of their upload. */
  held: HeldPhotos
  fetch: GuardedFetch
  open: GuardedSocket
  sources: readonly Source<unknown>[]
  /** Beacons whose rounds are believed: the pinned ones, but in tests. */
  chains: readonly DrandChain[]
  secrets: Secrets
  signIn: SignIn
  /** Null without SMTP settings: mail then stays in the outbox, where the console shows it. */
  mailer: Mailer | null
  view: View
}
