import { type Compilable, CompiledQuery } from 'kysely'
import type { Db } from './pool.ts'
import { withStatementName } from './statement-name.ts'

/** Where a value goes that is only known when the query runs. */
class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/**
 * A hot read as a prepared statement of this name: it is put into words once, and each connection plans it once, which
 * takes longer than the read itself. `build` sees no values, only places for them, so it must not look at them; and what
 * a partial index or a limit depends on has to be written out (`sql.lit`), or the one plan cannot count on it.
 */
export function prepared<Given extends object, Row>(
  name: string,
  build: (db: Db, given: Given) => Compilable<Row>,
): (db: Db, given: Given) => Promise<Row[]> {
  let template: { sql: string; parameters: readonly unknown[] } | undefined
  return async (db, given) => {
    template ??= build(db, slots<Given>()).compile()
    const values = new Map(Object.entries(given))
    const parameters = template.parameters.map((one) => (one instanceof Slot ? values.get(one.name) : one))
    const query = CompiledQuery.raw(withStatementName(name, template.sql), parameters)
    const { rows } = await db.executeQuery<Row>(query)
    return rows
  }
}

/** Every property is its own slot. Typed as the values themselves, since a query is built of either in the same way. */
function slots<Given extends object>(): Given {
  return new Proxy({}, { get: (_, name) => new Slot(String(name)) }) as Given
}
