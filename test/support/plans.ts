import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { type Db, openPool } from '../../server/db/pool.ts'
import type { Schema } from '../../server/db/schema.ts'
import type { Cleaner } from './scratch.ts'

/** Looks at how Postgres means to run queries, on the rows and statistics of one database. */
export interface Plans {
  /** Tables that the queries of this work would read from end to end, by name, with the query that does. */
  wholeReads(work: (db: Db) => Promise<unknown>): Promise<{ table: string; query: string }[]>
}

interface PlanNode {
  'Node Type': string
  'Relation Name'?: string
  Plans?: PlanNode[]
}

/** Ends with the test. Needs Postgres 16 or newer. */
export function openPlans(t: Cleaner, url: string): Plans {
  const pool = openPool(url, { max: 1 })
  const seen: { sql: string; parameters: readonly unknown[] }[] = []
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool }),
    log: ({ level, query }) => {
      if (level === 'query') seen.push(query)
    },
  })
  t.teardown(() => db.destroy())
  return {
    async wholeReads(work) {
      seen.length = 0
      await work(db)
      const found = []
      for (const { sql, parameters } of seen) {
        const plans = [await explain(pool, sql, parameters)]
        // A statement that is planned once knows no values.
        if (sql.startsWith('/*')) plans.push(await explain(pool, sql, null))
        const tables = new Set(plans.flatMap(tablesReadWhole))
        found.push(...[...tables].map((table) => ({ table, query: sql })))
      }
      return found
    },
  }
}

async function explain(pool: pg.Pool, sql: string, values: readonly unknown[] | null): Promise<PlanNode> {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    values === null ? `explain (generic_plan, format json) ${sql}` : `explain (format json) ${sql}`,
    values === null ? undefined : [...values],
  )
  const [row] = rows
  if (!row) throw new Error(`Found no plan for ${sql}`)
  return row['QUERY PLAN'][0].Plan
}

function tablesReadWhole(node: PlanNode): string[] {
  const own = node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? '?'] : []
  return [...own, ...(node.Plans ?? []).flatMap(tablesReadWhole)]
}
