import { type Kysely, sql } from 'kysely'

/** The schemas that are ours; the queue keeps its own. */
const SCHEMAS = ['auth', 'public']

/**
 * The schema as text, the same for the same migrations on every supported Postgres: tables with columns, constraints,
 * indexes, triggers and comments, sorted by name, then functions. A change of the tables shows as a difference of this
 * text.
 */
export async function dumpSchema<Tables>(db: Kysely<Tables>): Promise<string> {
  const { rows: tables } = await sql<{ schema: string; name: string; oid: number; comment: string | null }>`
    select n.nspname as schema, c.relname as name, c.oid::int as oid, obj_description(c.oid, 'pg_class') as comment
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any(${SCHEMAS}) and c.relkind in ('r', 'p') and c.relname not like 'kysely_%'
    order by n.nspname, c.relname collate "C"`.execute(db)
  const parts: string[] = []
  for (const table of tables) {
    const [columns, constraints, indexes, triggers] = await Promise.all([
      columnsOf(db, table.oid),
      constraintsOf(db, table.oid),
      indexesOf(db, table.oid),
      triggersOf(db, table.oid),
    ])
    const lines = [...columns, ...constraints].map((line) => `  ${line}`)
    parts.push(
      `${table.comment ? `-- ${table.comment}\n` : ''}table ${table.schema}.${table.name} (\n${lines.join('\n')}\n)\n${indexes.join('')}${triggers.join('')}`,
    )
  }
  return [...parts, ...(await functions(db))].join('\n')
}

async function columnsOf<Tables>(db: Kysely<Tables>, oid: number): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
      || case when a.attnotnull then ' not null' else '' end
      || case when a.attidentity = 'a' then ' generated always as identity' else '' end
      || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
      || coalesce(' -- ' || col_description(a.attrelid, a.attnum), '') as line
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = ${oid}::oid and a.attnum > 0 and not a.attisdropped
    order by a.attnum`.execute(db)
  return rows.map((row) => row.line)
}

/**
 * With what is said of the index behind one. Not-null constraints are columns' own here: Postgres 18 lists them among the
 * named ones, older ones do not.
 */
async function constraintsOf<Tables>(db: Kysely<Tables>, oid: number): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid)
      || case when contype <> 'f' then coalesce(' -- ' || obj_description(conindid, 'pg_class'), '') else '' end as line
    from pg_constraint where conrelid = ${oid}::oid and contype <> 'n'
    order by conname collate "C"`.execute(db)
  return rows.map((row) => row.line)
}

async function indexesOf<Tables>(db: Kysely<Tables>, oid: number): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select coalesce('-- ' || obj_description(i.indexrelid, 'pg_class') || E'\n', '') || pg_get_indexdef(i.indexrelid) || E'\n' as line
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = ${oid}::oid and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
    order by c.relname collate "C"`.execute(db)
  return rows.map((row) => row.line)
}

async function triggersOf<Tables>(db: Kysely<Tables>, oid: number): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select pg_get_triggerdef(oid) || E'\n' as line from pg_trigger
    where tgrelid = ${oid}::oid and not tgisinternal order by tgname collate "C"`.execute(db)
  return rows.map((row) => row.line)
}

async function functions<Tables>(db: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select 'function ' || n.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ') as'
      || p.prosrc || E'\n' as text
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = any(${SCHEMAS}) order by n.nspname, p.proname collate "C"`.execute(db)
  return rows.map((row) => row.text)
}
