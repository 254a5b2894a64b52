import { sql } from 'kysely'
import type { Db } from './pool.ts'

/** A column of sealed bytes, the purpose it is sealed for, and what names a row. */
export interface SealedColumn {
  table: string
  column: string
  purpose: string
  /** Columns of the primary key, with their types. */
  key: readonly (readonly [name: string, type: 'bigint' | 'text'])[]
}

const ID = [['id', 'bigint']] as const
const POST_ID = [['post_id', 'bigint']] as const

/** Every column that is sealed, but for `auth.kept`, whose rows end by themselves. A test holds it against the schema. */
export const SEALED: readonly SealedColumn[] = [
  { table: 'name_key', column: 'key', purpose: 'name.key', key: [['purpose', 'text']] },
  { table: 'source', column: 'settings', purpose: 'source.settings', key: ID },
  {
    table: 'source_memory',
    column: 'value',
    purpose: 'source.memory',
    key: [
      ['source_id', 'bigint'],
      ['key', 'text'],
    ],
  },
  { table: 'contest', column: 'local_secret', purpose: 'draw.secret', key: ID },
  { table: 'draw', column: 'secret', purpose: 'draw.secret', key: ID },
  {
    table: 'draw_entrant',
    column: 'salt',
    purpose: 'draw.salt',
    key: [
      ['draw_id', 'bigint'],
      ['pid', 'text'],
    ],
  },
  { table: 'upload', column: 'address', purpose: 'upload.address', key: POST_ID },
  { table: 'upload', column: 'name', purpose: 'upload.name', key: POST_ID },
  { table: 'mail', column: 'message', purpose: 'mail', key: ID },
]

/** Rows of a column looked at to tell the keys in use at a start: a whole table takes seconds. */
const LOOKED_AT = 100

/**
 * Ids of the keys by which something in the database was sealed (bytes 1 to 4 of sealed bytes), in hex: of some rows of
 * each column, or of all.
 */
export async function listSealingKeys(db: Db, rows: 'some' | 'all' = 'some'): Promise<string[]> {
  const keys = new Set<string>()
  for (const { table, column } of SEALED) {
    const few = rows === 'some' ? sql`limit ${sql.lit(LOOKED_AT)}` : sql``
    const found = await sql<{ key: string }>`
      select distinct encode(substring(sealed from 2 for 4), 'hex') as key
      from (select ${sql.ref(column)} as sealed from ${sql.table(table)}
        where ${sql.ref(column)} is not null ${few}) as found`.execute(db)
    for (const { key } of found.rows) keys.add(key)
  }
  return [...keys].sort()
}

/** A sealed value and the row it stands in. */
export interface SealedRow {
  /** Values of the primary key, as text. */
  key: string[]
  sealed: Buffer
}

/** Values that another key than `keyId` sealed, in the order of the primary key, from after `after` on; locked. */
export async function listSealedByOthers(
  db: Db,
  column: SealedColumn,
  keyId: string,
  after: string[] | null,
  limit: number,
): Promise<SealedRow[]> {
  const names = sql.join(column.key.map(([name]) => sql.ref(name)))
  const texts = sql.join(column.key.map(([name]) => sql`${sql.ref(name)}::text`))
  const place = sql.join(column.key.map(([, type], i) => sql`${after?.[i] ?? null}::text::${sql.raw(type)}`))
  const value = sql.ref(column.column)
  const { rows } = await sql<SealedRow>`
    select array[${texts}] as key, ${value} as sealed from ${sql.table(column.table)}
    where substring(${value} from 2 for 4) <> decode(${keyId}, 'hex')
      and (${after === null} or (${names}) > (${place}))
    order by ${names} limit ${limit} for no key update`.execute(db)
  return rows
}

/** Writes values that were sealed anew. */
export async function updateSealed(db: Db, column: SealedColumn, rows: SealedRow[]): Promise<void> {
  const keys = column.key.map(([name, type], i) => ({ name, type, values: rows.map(({ key }) => key[i]) }))
  const given = keys.map(({ values, type }) => sql`${values}::text[]::${sql.raw(type)}[]`)
  const same = keys.map(({ name }, i) => sql`t.${sql.ref(name)} = given.${sql.raw(`k${i}`)}`)
  await sql`
    update ${sql.table(column.table)} as t set ${sql.ref(column.column)} = given.sealed
    from unnest(${sql.join(given)}, ${rows.map(({ sealed }) => sealed)}::bytea[])
      as given (${sql.join(keys.map((_, i) => sql.raw(`k${i}`)))}, sealed)
    where ${sql.join(same, sql` and `)}`.execute(db)
}

/** How many values another key than `keyId` sealed, of each column. */
export async function countSealedByOthers(db: Db, keyId: string): Promise<Map<SealedColumn, number>> {
  const counts = new Map<SealedColumn, number>()
  for (const column of SEALED) {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(column.table)}
      where substring(${sql.ref(column.column)} from 2 for 4) <> decode(${keyId}, 'hex')`.execute(db)
    counts.set(column, rows[0]?.count ?? 0)
  }
  return counts
}

/** The sealed keys of names, by purpose. */
export async function readNameKeys(db: Db): Promise<Map<string, Buffer>> {
  const rows = await db.selectFrom('name_key').select(['purpose', 'key']).execute()
  return new Map(rows.map(({ purpose, key }) => [purpose, key]))
}

/** The first that comes stays. */
export async function insertNameKey(db: Db, purpose: string, key: Buffer): Promise<void> {
  await db
    .insertInto('name_key')
    .values({ purpose, key })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

/** Ends all sessions, and counters of tries. */
export async function removeAllKept(db: Db): Promise<void> {
  await sql`delete from auth.kept`.execute(db)
}

/** Other processes of ours that are connected to this database. */
export async function countOtherServers(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pg_stat_activity
    where datname = current_database() and application_name = 'folkalog'`.execute(db)
  return rows[0]?.count ?? 0
}
