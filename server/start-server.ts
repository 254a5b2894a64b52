import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import type { Clock } from './clock.ts'
import { type Closing, createClosing } from './closing.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { createContext } from './create-context.ts'
import { startEmbedded } from './db/embedded/start.ts'
import { type Running, startJobs } from './jobs/cron.ts'
import { jobs } from './jobs/index.ts'
import type { Logger } from './log.ts'

/** A server that listens and works. */
export interface Server {
  ctx: Context
  app: FastifyInstance
  /** Takes no new requests and jobs, lets those that run end (jobs at most `DRAIN_SECONDS`), then closes everything. */
  stop(): Promise<void>
}

/** Jobs that run when the server is told to stop get this long; another process takes over what needs longer. */
export const DRAIN_SECONDS = 15

/** Starts the database unless one is configured, brings its tables up to date, and opens for business. */
export async function startServer(config: Config, clock: Clock, log: Logger): Promise<Server> {
  await mkdir(config.dataDir, { recursive: true })
  const closing = createClosing()
  try {
    const databaseUrl = config.databaseUrl ?? (await startDatabase(config, log, closing))
    const { ctx, destroy } = await createContext(config, databaseUrl, clock, log)
    closing.add(destroy)
    const app = await buildApp(ctx)
    let running: Running | null = null
    closing.add(() => Promise.all([app.close(), running?.stop(DRAIN_SECONDS)]))
    running = await startJobs(ctx, jobs)
    await app.listen({ host: config.host, port: config.port })
    return { ctx, app, stop: closing.closeAll }
  } catch (error) {
    await closing.closeAll()
    throw error
  }
}

async function startDatabase(config: Config, log: Logger, closing: Closing): Promise<string> {
  const embedded = await startEmbedded({
    dataDir: join(config.dataDir, 'postgres'),
    log: (message) => log.info(message),
  })
  closing.add(() => embedded.stop())
  return embedded.url
}
