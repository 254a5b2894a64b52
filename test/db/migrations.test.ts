import { readFile } from 'node:fs/promises'
import { env } from 'node:process'
import { sql } from 'kysely'
import t from 'tap'
import { migrations } from '../../migrations/index.ts'
import { dumpSchema } from '../../server/db/dump.ts'
import { migrateToLatest } from '../../server/db/migrate.ts'
import { type Db, openDb } from '../../server/db/pool.ts'
import { emptyDatabase, testDb } from '../support/database.ts'
import { filesOf, textOf } from '../support/imports.ts'
import type { Cleaner } from '../support/scratch.ts'

const NAMES = Object.keys(migrations)
const COMMITTED = new URL('../../migrations/schema.sql', import.meta.url)

async function anEmptyDb(t: Cleaner, server?: string): Promise<Db> {
  const db = openDb(await emptyDatabase(t, server), { max: 2 })
  t.teardown(() => db.destroy())
  return db
}

/** Of every migration that was done, in order. */
async function marks(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

t.test('the tables are made out of nothing, each migration once', async (t) => {
  const db = await anEmptyDb(t)
  await migrateToLatest(db)
  t.same(await marks(db), NAMES)
  t.same(NAMES, NAMES.toSorted(), 'they stand in the order in which they are done')
})

t.test('running the migrations again changes nothing and loses nothing', async (t) => {
  const db = await testDb(t)
  await sql`insert into brand (slug, name, created_at) values ('a-brand', 'A brand', 'epoch')`.execute(db)
  const before = await dumpSchema(db)
  await migrateToLatest(db)
  t.equal(await dumpSchema(db), before)
  t.match(await db.selectFrom('brand').select('slug').execute(), [{ slug: 'a-brand' }])
})

t.test('servers that start together do it once', async (t) => {
  const url = await emptyDatabase(t)
  const dbs = Array.from({ length: 4 }, () => openDb(url, { max: 1 }))
  t.teardown(() => Promise.all(dbs.map((db) => db.destroy())))
  await Promise.all(dbs.map((db) => migrateToLatest(db)))
  for (const db of dbs) t.same(await marks(db), NAMES)
})

t.test('the committed schema is what the migrations make', async (t) => {
  const committed = await readFile(COMMITTED, 'utf8')
  t.equal(committed, await dumpSchema(await testDb(t)), 'else: npm run -s db:dump > migrations/schema.sql')
})

// Any other server that is to be supported: postgres://user:password@host:port/name
const other = env.TEST_OTHER_POSTGRES_URL
if (other !== undefined) {
  t.test('another Postgres makes the same schema of the same migrations', async (t) => {
    const db = await anEmptyDb(t, other)
    await migrateToLatest(db)
    t.equal(await dumpSchema(db), await readFile(COMMITTED, 'utf8'))
  })
}

t.test('a migration that fails says which one, and leaves nothing behind', async (t) => {
  const db = await anEmptyDb(t)
  await sql`create table draw_ticket (stands_in_the_way int)`.execute(db)
  await t.rejects(migrateToLatest(db), {
    message: /^0004-draws failed and was rolled back: relation "draw_ticket" already exists$/,
  })
  t.same(await tables(db), ['draw_ticket'])
  await sql`drop table draw_ticket`.execute(db)
  await migrateToLatest(db)
  t.same(await marks(db), NAMES)
})

t.test('every constraint has a name that was chosen', async (t) => {
  const { rows } = await sql<{ name: string; by: string }>`
    select conname as name, conrelid::regclass::text as by from pg_constraint
    where connamespace in ('public'::regnamespace, 'auth'::regnamespace) and contype <> 'n'`.execute(
    await testDb(t),
  )
  const ours = rows.filter(({ by }) => !by.startsWith('kysely_'))
  t.ok(ours.length > 100, `${ours.length} constraints`)
  const unnamed = ours.filter(({ name }) => /_(pkey|fkey|key|check|excl)\d*$/.test(name))
  t.same(unnamed, [], 'Postgres names them so by itself')
})

t.test(
  'every index beside those of constraints says which query it serves, and there is such a query',
  async (t) => {
    const { rows } = await sql<{ name: string; comment: string | null; owned: boolean }>`
    select c.relname as name, obj_description(c.oid, 'pg_class') as comment,
      exists (select from pg_constraint k where k.conindid = c.oid) as owned
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace in ('public'::regnamespace, 'auth'::regnamespace)
      and i.indrelid::regclass::text not like 'kysely_%'`.execute(await testDb(t))
    const queries = filesOf('server/db/*.ts').map(textOf).join('\n')
    t.ok(rows.length > 50, `${rows.length} indexes`)
    for (const { name, comment, owned } of rows) {
      if (comment === null) t.ok(owned, `${name} has a comment`)
      else {
        const named = comment.match(/\b[a-z]+[A-Z]\w*/g) ?? []
        t.ok(named.length > 0 || /^(foreign key|better-auth): /.test(comment), `${name}: ${comment}`)
        for (const query of named) t.match(queries, `export async function ${query}(`, `${name}: ${query}`)
      }
    }
  },
)

async function tables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely_%'
    order by relname`.execute(db)
  return rows.map(({ name }) => name)
}
