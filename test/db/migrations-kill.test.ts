import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { migrations } from '../../migrations/index.ts'
import { dumpSchema } from '../../server/db/dump.ts'
import { migrateToLatest } from '../../server/db/migrate.ts'
import { openDb } from '../../server/db/pool.ts'
import { emptyDatabase, testDb } from '../support/database.ts'
import { seededRandom } from '../support/scene.ts'
import type { Cleaner } from '../support/scratch.ts'

/** Processes killed, and connections cut, which Postgres sees the same way. */
const KILLS = 3
const CUTS = 8

t.setTimeout(120_000)

const random = seededRandom(1870)

/** Kills a process so many milliseconds after it began to migrate; answers whether it had come to the end. */
async function migrateAndKill(t: Cleaner, url: string, after: number): Promise<boolean> {
  const script = fileURLToPath(new URL('./migrate-for-once.ts', import.meta.url))
  const child = spawn(execPath, [script, url], { stdio: ['ignore', 'pipe', 'inherit'], env: {} })
  t.teardown(() => child.kill('SIGKILL'))
  const exit = once(child, 'exit')
  const said: string[] = []
  const lines = createInterface(child.stdout).on('line', (line) => said.push(line))
  await once(lines, 'line')
  await sleep(after)
  child.kill('SIGKILL')
  await exit
  return said.includes('done')
}

/** Begins to migrate, and has the server end the connection so many milliseconds later. Answers the error. */
async function migrateAndCut(url: string, after: number): Promise<unknown> {
  const [db, other] = [openDb(url, { max: 1 }), openDb(url, { max: 1 })]
  const migrating = migrateToLatest(db).then(
    () => null,
    (error: unknown) => error,
  )
  await sleep(after)
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(other)
  const error = await migrating
  await Promise.all([db.destroy(), other.destroy()])
  return error
}

/** Answers moments, in milliseconds, within the time that the migrations take, or just after. */
async function momentsOf(url: string): Promise<() => number> {
  const db = openDb(url, { max: 1 })
  const began = performance.now()
  await migrateToLatest(db)
  const took = performance.now() - began
  await db.destroy()
  return () => random() * took * 1.2
}

/** All or nothing stands, and the next run completes it. */
async function resumes(t: Test, url: string, whole: string): Promise<void> {
  const db = openDb(url, { max: 2 })
  try {
    t.ok(['', whole].includes(await dumpSchema(db)), 'all of it or nothing')
    await migrateToLatest(db)
    t.equal(await dumpSchema(db), whole, 'the next run completes it')
    const { rows } = await sql`select name from kysely_migration`.execute(db)
    t.equal(rows.length, Object.keys(migrations).length)
  } finally {
    await db.destroy()
  }
}

t.test(
  'migrations that are killed at any moment are all done or not at all, and done by the next run',
  async (t) => {
    const whole = await dumpSchema(await testDb(t))
    const moment = await momentsOf(await emptyDatabase(t))
    let broken = 0
    for (let round = 0; round < KILLS; round++) {
      const url = await emptyDatabase(t)
      if (!(await migrateAndKill(t, url, moment()))) broken++
      await resumes(t, url, whole)
    }
    for (let round = 0; round < CUTS; round++) {
      const url = await emptyDatabase(t)
      if ((await migrateAndCut(url, moment())) !== null) broken++
      await resumes(t, url, whole)
    }
    t.comment(`${broken} of ${KILLS + CUTS} broke off`)
    t.ok(broken > 0, 'some did break off')
  },
)
