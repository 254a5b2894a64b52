import { sql } from 'kysely'
import type { Db } from '../../server/db/pool.ts'

/**
 * The columns, as `schema.table.column`, of all that the program keeps in its database in which a text lies in the
 * clear, whatever its case: within texts, JSON, arrays and bytes, in the queue's tables too.
 */
export async function findInDatabase(db: Db, text: string): Promise<string[]> {
  const { rows: columns } = await sql<{ schema: string; table: string; column: string; type: string }>`
    select table_schema as schema, table_name as table, column_name as column, data_type as type
    from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')
    order by 1, 2, 3`.execute(db)
  const found: string[] = []
  for (const { schema, table, column, type } of columns) {
    const value = sql.ref(`${schema}.${table}.${column}`)
    const within =
      type === 'bytea'
        ? sql<boolean>`position(convert_to(${text}, 'UTF8') in ${value}) > 0`
        : sql<boolean>`position(lower(${text}) in lower(${value}::text)) > 0`
    const { rows } =
      await sql`select from ${sql.table(`${schema}.${table}`)} where ${within} limit 1`.execute(db)
    if (rows.length > 0) found.push(`${schema}.${table}.${column}`)
  }
  return found
}
