import { type Compilable, CompiledQuery } from 'kysely'
import type pg from 'pg'
import type { Db } from './pool.ts'

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
    const query = CompiledQuery.raw(`/* ${name} */ ${template.sql}`, parameters)
    const { rows } = await db.executeQuery<Row>(query)
    return rows
  }
}

/** Kysely hands on text and values and no name, so the text begins with it. */
export function prepareNamed(client: pg.ClientBase): void {
  const { query } = client
  Object.assign(client, {
    query: (text: unknown, ...rest: unknown[]) => Reflect.apply(query, client, [withName(text), ...rest]),
  })
}

function withName(text: unknown): unknown {
  if (typeof text !== 'string' || !text.startsWith('/* ')) return text
  return { name: text.slice(3, text.indexOf(' */')), text }
}

/** Every property is its own slot. Typed as the values themselves, since a query is built of either in the same way. */
function slots<Given extends object>(): Given {
  return new Proxy({}, { get: (_, name) => new Slot(String(name)) }) as Given
}
