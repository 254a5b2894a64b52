import { createHash } from 'node:crypto'
import { pino } from 'pino'
import { createSignIn, type PasswordHashing } from '../../server/access/sign-in.ts'
import { type Clock, manualClock } from '../../server/clock.ts'
import { readConfig } from '../../server/config.ts'
import type { DrandChain } from '../../server/contest/hcd1/drand.ts'
import type { Instant } from '../../server/contest/instant.ts'
import type { Context } from '../../server/context.ts'
import { createContext } from '../../server/create-context.ts'
import { type Running, startJobs } from '../../server/jobs/cron.ts'
import { jobs } from '../../server/jobs/index.ts'
import type { Logger } from '../../server/log.ts'
import { testDatabase } from './database.ts'
import { NOON } from './mastodon.ts'
import { type Cleaner, scratchFolder } from './scratch.ts'

export interface TestContextOptions {
  /** Chains whose rounds are believed, in place of the pinned ones. */
  chains?: readonly DrandChain[]
  /** `SMTP_URL` of a mail server; without it mail stays in the outbox. */
  mail?: string
  /** Settings beside the usual ones of a test. */
  env?: Record<string, string>
  /** When the clock stands; `NOON` unless told. */
  at?: Instant
  /** Another context whose database, folder and clock this one shares: a second server. */
  beside?: TestContext
  /** Stores passwords as in earnest, which takes a tenth of a second each time. */
  slowPasswords?: boolean
  /** Works through the queue and keeps the schedules (`env` may set them). */
  jobs?: boolean
  /** Where the log goes; nowhere unless told. */
  log?: Logger
}

export interface TestContext {
  ctx: Context
  clock: Clock & { set(at: Instant): void; advance(by: number): void }
  /** The address of the database. */
  url: string
  /** Null unless asked for. */
  running: Running | null
  /** Ends this one before the test does; twice is harmless. */
  destroy(): Promise<void>
}

/** 32 bytes that protect nothing. */
export const TEST_KEY = Buffer.alloc(32, 'folkalog').toString('base64')

/** Passwords that protect nothing are stored at once: hundreds of owners sign up in tests. */
const QUICK_PASSWORDS: PasswordHashing = {
  hash: async (password) => createHash('sha256').update(password).digest('hex'),
  verify: async ({ hash, password }) => hash === (await QUICK_PASSWORDS.hash(password)),
}

/** A whole context on a database of its own, with a clock that stands still until told. Ends with the test. */
export async function testContext(t: Cleaner, options: TestContextOptions = {}): Promise<TestContext> {
  const clock = options.beside?.clock ?? manualClock(options.at ?? NOON)
  const url = options.beside?.url ?? (await testDatabase(t))
  const dataDir = options.beside?.ctx.config.dataDir ?? (await scratchFolder(t))
  const config = readConfig(environment(dataDir, options), '/')
  const log = options.log ?? pino({ level: 'silent' })
  const opened = await createContext(config, url, clock, log)
  const { db, secrets } = opened.ctx
  let quick = options.slowPasswords ? null : createSignIn(url, db, secrets, config, QUICK_PASSWORDS)
  const ctx: Context = {
    ...opened.ctx,
    ...(quick && { signIn: quick }),
    ...(options.chains && { chains: options.chains }),
  }
  let running: Running | null = null
  const destroy = async () => {
    await running?.stop(5)
    running = null
    await quick?.close()
    quick = null
    await opened.destroy()
  }
  t.teardown(destroy)
  if (options.jobs) running = await startJobs(ctx, jobs)
  else for (const job of jobs) await ctx.queue.define(job.name, job.rules)
  return { ctx, clock, url, running, destroy }
}

/** What a server of tests is told by its environment. */
export function environment(
  dataDir: string,
  { mail, env }: Pick<TestContextOptions, 'mail' | 'env'> = {},
): Record<string, string> {
  return {
    NODE_ENV: 'test',
    PUBLIC_URL: 'http://localhost:3000',
    DATA_DIR: dataDir,
    SECRET_KEY: TEST_KEY,
    ALLOW_LOOPBACK: '1',
    MEDIA_WORKERS: '1',
    LOG_LEVEL: 'silent',
    ...(mail === undefined ? {} : { SMTP_URL: mail, MAIL_FROM: 'folkalog@sender.example' }),
    ...env,
  }
}
