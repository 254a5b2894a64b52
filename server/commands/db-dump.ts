import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dumpSchema } from '../db/dump.ts'
import { startEmbedded } from '../db/embedded/start.ts'
import { migrateToLatest } from '../db/migrate.ts'
import { openDb } from '../db/pool.ts'
import type { Command } from './command.ts'

/** Prints the tables as the migrations make them, from a database of its own that it throws away. */
export const dbDump: Command = {
  name: 'db-dump',
  summary: 'print the schema that the migrations make',
  async run(_args, io) {
    const folder = await mkdtemp(join(tmpdir(), 'folkalog-dump-'))
    const embedded = await startEmbedded({ dataDir: join(folder, 'postgres'), throwAway: true })
    const db = openDb(embedded.url)
    try {
      await migrateToLatest(db)
      io.out(await dumpSchema(db))
      return 0
    } finally {
      await db.destroy()
      await embedded.stop()
      await rm(folder, { recursive: true, force: true })
    }
  },
}
