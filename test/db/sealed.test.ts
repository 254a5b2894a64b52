import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { SEALED } from '../../server/db/sealed.ts'
import { LASTING_NAMES } from '../../server/secrets.ts'

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

/** Names that end with the key, each for a reason: sessions and tries begin anew, and links of minutes are asked for again. */
const PASSING = ['better-auth', 'kept', 'report', 'sign-in', 'upload.challenge']

t.test('what the program seals has its purpose in the list', async (t) => {
  const used = await purposesOf('seal')
  t.ok(used.length >= 6, `${used.length} purposes`)
  t.same(used, [...new Set([...SEALED.map(({ purpose }) => purpose), 'kept'])].sort())
})

t.test('of every name that the program makes it was decided whether it outlives the key', async (t) => {
  const used = await purposesOf('mac')
  t.ok(used.length >= 5, `${used.length} purposes`)
  const decided: string[] = [...LASTING_NAMES, ...PASSING]
  t.same(
    used.filter((purpose) => !decided.includes(purpose)),
    [],
    'a name that is stored for longer than a session is one of LASTING_NAMES in server/secrets.ts',
  )
})

/** The purposes for which the program seals, or makes names, as its code says them. */
async function purposesOf(call: 'seal' | 'mac'): Promise<string[]> {
  const used = new Set<string>()
  const server = fileURLToPath(new URL('../../server', import.meta.url))
  for (const path of globSync('**/*.ts', { cwd: server })) {
    const text = await readFile(join(server, path), 'utf8')
    for (const [, purpose = ''] of text.matchAll(new RegExp(`\\.${call}\\(\\s*'([^']+)'`, 'g')))
      used.add(purpose)
  }
  return [...used].sort()
}
