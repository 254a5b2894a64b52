import type pg from 'pg'

/** SQL that pg shall know by a name. Kysely hands on text and values alone, so the text begins with it. */
export function withStatementName(name: string, text: string): string {
  return `/* ${name} */ ${text}`
}

/** Lets a connection prepare what has a name: once, whatever the values are. */
export function prepareNamed(client: pg.ClientBase): void {
  const { query } = client
  Object.assign(client, {
    query: (text: unknown, ...rest: unknown[]) => Reflect.apply(query, client, [named(text), ...rest]),
  })
}

function named(text: unknown): unknown {
  if (typeof text !== 'string' || !text.startsWith('/* ')) return text
  return { name: text.slice(3, text.indexOf(' */')), text }
}
