import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { SEALED } from '../../server/db/sealed.ts'

/** Sealed, and emptied by a rotation: its rows are named by a key that ends with it. */
const ENDS_WITH_THE_KEY = 'auth.kept.value'

t.test(
  'every sealed column of the schema is in the list, with its primary key, and nothing else',
  async (t) => {
    const schema = await readFile(new URL('../../migrations/schema.sql', import.meta.url), 'utf8')
    const sealed: string[] = []
    const keys = new Map<string, string>()
    for (const [, table = '', body = ''] of schema.matchAll(/^table (?:public\.)?(\S+) \(\n(.*?)^\)/gms)) {
      keys.set(table, /_pk PRIMARY KEY \((.*)\)$/m.exec(body)?.[1] ?? '')
      for (const [, column, comment = ''] of body.matchAll(/^ {2}(\w+) bytea\b(.*)$/gm)) {
        if (/-- sealed\b/.test(comment)) sealed.push(`${table}.${column}`)
      }
    }
    t.same(
      sealed.sort(),
      [...SEALED.map(({ table, column }) => `${table}.${column}`), ENDS_WITH_THE_KEY].sort(),
      'a column that is sealed is commented so, and listed in server/db/sealed.ts',
    )
    t.same(
      SEALED.map(({ table }) => [table, keys.get(table)]),
      SEALED.map(({ table, key }) => [table, key.map(([name]) => name).join(', ')]),
    )
  },
)

t.test('what the program seals has its purpose in the list', async (t) => {
  const used = new Set<string>()
  const server = fileURLToPath(new URL('../../server', import.meta.url))
  for (const path of globSync('**/*.ts', { cwd: server })) {
    const text = await readFile(join(server, path), 'utf8')
    for (const [, purpose = ''] of text.matchAll(/\.seal\(\s*'([^']+)'/g)) used.add(purpose)
  }
  t.ok(used.size >= 6, `${used.size} purposes`)
  t.same([...used].sort(), [...new Set([...SEALED.map(({ purpose }) => purpose), 'kept'])].sort())
})
