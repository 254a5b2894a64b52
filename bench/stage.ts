import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { systemClock } from '../server/clock.ts'
import { createClosing } from '../server/closing.ts'
import { readConfig } from '../server/config.ts'
import type { Context } from '../server/context.ts'
import { createContext } from '../server/create-context.ts'
import { startEmbedded } from '../server/db/embedded/start.ts'

/** A server's whole context on a database of its own; nothing is left of either after `end`. */
export interface Stage {
  ctx: Context
  folder: string
  databaseUrl: string
  end(): Promise<void>
}

/**
 * Opens a context on an empty database with the settings that a real one has, on a real disk: commits wait for it, as they
 * do for people who run Folkalog. No jobs run. `env`: settings beside the usual ones.
 */
export async function openStage(env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const closing = createClosing()
  try {
    const folder = await openFolder()
    closing.add(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
    const database = await startEmbedded({ dataDir: join(folder, 'postgres') })
    closing.add(() => database.stop())
    const config = readConfig({ NODE_ENV: 'test', DATA_DIR: folder, ...env }, folder)
    const { ctx, destroy } = await createContext(
      config,
      database.url,
      systemClock,
      pino({ level: 'warn' }, pino.destination(2)),
    )
    closing.add(destroy)
    return { ctx, folder, databaseUrl: database.url, end: closing.closeAll }
  } catch (error) {
    await closing.closeAll()
    throw error
  }
}

/** A new folder for a server. Under root its database runs as another user, who has to pass through. */
export async function openFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'folkalog-bench-'))
  await chmod(folder, 0o711)
  return folder
}
