import { argv, stdout } from 'node:process'
import { migrateToLatest } from '../../server/db/migrate.ts'
import { openDb } from '../../server/db/pool.ts'

// Started by migrations-kill.test.ts: `migrate-for-once.ts URL` says that it begins, makes the tables, says so.
const db = openDb(argv[2] ?? '', { max: 2 })
stdout.write('begun\n')
await migrateToLatest(db)
stdout.write('done\n')
await db.destroy()
