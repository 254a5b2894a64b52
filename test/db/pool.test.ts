import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { type Db, openDb, parseInstant } from '../../server/db/pool.ts'
import { inTransaction } from '../../server/db/transaction.ts'
import { testDatabase } from '../support/database.ts'
import type { Cleaner } from '../support/scratch.ts'

async function aDb(t: Cleaner, max = 4): Promise<Db> {
  const db = openDb(await testDatabase(t), { max })
  t.teardown(() => db.destroy())
  return db
}

async function pidOf(db: Db): Promise<number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  return rows[0]?.pid ?? 0
}

async function cut(db: Db, pid: number): Promise<void> {
  await sql`select pg_terminate_backend(${pid}::int)`.execute(db)
  await sleep(50)
}

t.test(
  'a connection that is cut in the middle of a transaction fails that, and ends no process',
  async (t) => {
    const db = await aDb(t)
    await t.rejects(
      inTransaction(db, async (tx) => {
        await sql`insert into brand (slug, name, created_at) values ('half', 'Half', 'epoch')`.execute(tx)
        await cut(db, await pidOf(tx))
        await sql`select 1`.execute(tx)
      }),
    )
    t.same(await db.selectFrom('brand').select('slug').execute(), [], 'nothing of it stands')
  },
)

t.test('a connection that is cut while it is asked, or while it rests, is replaced by another', async (t) => {
  const db = await aDb(t)
  const asked = sql`select pg_sleep(20)`.execute(db)
  const failed = t.rejects(asked)
  await sleep(50)
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db)
  await failed
  const resting = await aDb(t, 1)
  const pid = await pidOf(resting)
  await cut(db, pid)
  t.not(await pidOf(resting), pid)
})

t.test('times come out of the database to the millisecond, from year 0 to 9999', async (t) => {
  const db = await aDb(t)
  for (const text of ['0001-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z']) {
    const { rows } = await sql<{ at: number }>`select ${text}::timestamptz(3) as at`.execute(db)
    t.equal(rows[0]?.at, Date.parse(text))
  }
  t.throws(() => parseInstant('0001-01-01 00:00:00+00 BC'), { message: /expected a year from 0 to 9999/ })
  await t.rejects(sql`select 'infinity'::timestamptz`.execute(db), { message: /infinity/ })
})

t.test('a count that JavaScript cannot hold is an error, not another number', async (t) => {
  const db = await aDb(t)
  const most = Number.MAX_SAFE_INTEGER
  const { rows } = await sql<{ n: number; list: number[] }>`
    select ${most}::bigint as n, array[1, ${most}]::bigint[] as list`.execute(db)
  t.same(rows, [{ n: most, list: [1, most] }])
  await t.rejects(sql`select ${String(2n ** 53n)}::bigint`.execute(db), { message: /at most 2\^53/ })
})
