import t from 'tap'
import { filesOf, type Import, importsOf, textOf } from './support/imports.ts'

const SOURCES = filesOf('server/**/*.ts', 'web/**/*.{ts,tsx}', 'migrations/*.ts')
const SERVER = SOURCES.filter((path) => path.startsWith('server/'))

/** Which part may import what: the table in docs/architecture.md. */
interface Row {
  part: string
  /** Parts, files, or `folder/**`. */
  ours: string[]
  /** Of these the types alone. */
  types: string[]
  packages: string[]
}

const rows = readRows(textOf('docs/architecture.md'))

function readRows(text: string): Row[] {
  const spans = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')
  return text
    .slice(text.indexOf('## What may import what'))
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, part = '', ours = '', packages = ''] = line.split('|')
      const [values = '', types = ''] = ours.split('types of')
      return {
        part: spans(part)[0] ?? '',
        ours: spans(values),
        types: spans(types),
        packages: spans(packages),
      }
    })
}

function isIn(path: string, part: string): boolean {
  return path === part || path.startsWith(`${part}/`)
}

/** The narrowest row that a file belongs to. */
function rowOf(path: string): Row {
  const found = rows
    .filter(({ part }) => isIn(path, part))
    .reduce<Row | null>((a, b) => (a === null || b.part.length > a.part.length ? b : a), null)
  if (!found) throw new Error(`${path} belongs to no row of the table in docs/architecture.md`)
  return found
}

function means(name: string, path: string): boolean {
  if (name.endsWith('/**')) return isIn(path, name.slice(0, -3))
  return (
    path === name || rowOf(path).part === name || (isIn(path, name) && rowOf(path).part.length < name.length)
  )
}

function isAllowed(row: Row, { target, isPackage, isType }: Import): boolean {
  if (isPackage)
    return row.packages.some((name) => (name === 'node:' ? target.startsWith(name) : target === name))
  if (rowOf(target).part === row.part) return true
  if (row.ours.some((name) => means(name, target))) return true
  return isType && row.types.some((name) => isIn(target, name))
}

t.test('every file imports what its part may import, and nothing else', async (t) => {
  for (const path of SOURCES) {
    const row = rowOf(path)
    const foreign = importsOf(path).filter((one) => !isAllowed(row, one))
    if (foreign.length > 0)
      t.strictSame(
        foreign.map(({ target, isType }) => (isType ? `type ${target}` : target)),
        [],
        `${path}, which is in ${row.part}`,
      )
  }
  t.ok(SOURCES.length > 300, `looked at ${SOURCES.length} files`)
})

t.test('the table names nothing that is not imported, and no part that does not exist', async (t) => {
  for (const row of rows) {
    const files = SOURCES.filter((path) => rowOf(path) === row)
    t.not(files.length, 0, `${row.part} has files`)
    const imports = files.flatMap((path) => importsOf(path))
    const used = (isUsed: (one: Import) => boolean) => imports.some(isUsed)
    for (const name of [...row.ours, ...row.types])
      t.ok(
        used(({ target, isPackage }) => !isPackage && (means(name, target) || isIn(target, name))),
        `${row.part} imports ${name}`,
      )
    for (const name of row.packages)
      t.ok(
        used(({ target, isPackage }) => isPackage && target.startsWith(name)),
        `${row.part} imports ${name}`,
      )
  }
})

t.test('a reader of imports that sees nothing would hold nothing', async (t) => {
  const text = [
    "import { a } from './a.ts'",
    "import type { B } from '../b.ts'",
    "import {\n  c,\n  type D,\n} from '@scope/c/deep.js'",
    "import 'node:fs'",
    "export { e } from './e.ts'",
    "const f = await import('./f.ts')",
    "const g = new Worker(new URL('./g.ts', import.meta.url))",
    "// import { h } from './h.ts'",
  ].join('\n')
  t.strictSame(
    importsOf('server/x/y.ts', text).map(({ target, isType }) => `${target}${isType ? ' (type)' : ''}`),
    [
      'server/x/a.ts',
      'server/b.ts (type)',
      '@scope/c',
      'server/x/e.ts',
      'node:fs',
      'server/x/f.ts',
      'server/x/g.ts',
    ],
  )
})

/** Words that only some files may use: `[what, a pattern, in which files it is looked for, who may]`. */
const WORDS: [string, RegExp, string[], RegExp][] = [
  ['Temporal', /\bTemporal\./, SERVER, /^server\/(contest\/window|commands\/demo\/set-up-contest)\.ts$/],
  [
    'the environment',
    /\bprocess\.env\b|\bimport\.meta\.env\b|\benv\b[^'\n]*from 'node:process'/,
    SERVER,
    /^server\/(main|db\/embedded\/native)\.ts$/,
  ],
  ['exit', /\bprocess\.exit\(|\bexit\b[^'\n]*from 'node:process'/, SERVER, /^$/],
  ['the console', /\bconsole\.\w+\(/, SOURCES, /^$/],
  ['transactions', /\.transaction\(\)/, SOURCES, /^server\/(steps\/.*|db\/transaction)\.ts$/],
  [
    'SQL',
    /\bsql`|\bsql<|\.(selectFrom|insertInto|updateTable|deleteFrom)\(/,
    SOURCES,
    /^(server\/db\/|migrations\/)/,
  ],
  [
    'the time of the machine',
    /\bDate\.now\(|\bnew Date\(\)/,
    SERVER.filter((path) => !path.startsWith('server/rehearsal/')),
    /^server\/(clock|commands\/demo|jobs\/sweep|media\/(temporary|held)|media\/disk-store|net\/.*)\.ts$/,
  ],
  ['chance', /\bMath\.random\(/, SERVER, /^server\/steps\/pace-source\.ts$/],
  [
    'a clock, chance or a network in the pure core',
    /\b(Date\.now|performance|Math\.random|fetch)\b[.(]/,
    SOURCES.filter((path) => path.startsWith('server/contest/')),
    /^$/,
  ],
]
for (const [what, pattern, files, allowed] of WORDS) {
  t.test(`only those who may use ${what}`, async (t) => {
    const users = files.filter((path) => pattern.test(withoutComments(textOf(path))))
    t.strictSame(
      users.filter((path) => !allowed.test(path)),
      [],
    )
  })
}

/** Comments at the start of a line, which is where ours stand, and at the end of one. */
function withoutComments(text: string): string {
  return text.replace(/^\s*(\/\/|\/?\*).*$/gm, '').replace(/\s\/\/ .*$/gm, '')
}

t.test('imports run one way: no file reaches itself again, not by a type either', async (t) => {
  const done = new Set<string>()
  const circles: string[] = []
  const follow = (path: string, way: string[]) => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' -> '))
    if (done.has(path) || way.includes(path)) return
    for (const { target, isPackage } of importsOf(path)) if (!isPackage) follow(target, [...way, path])
    done.add(path)
  }
  for (const path of SOURCES) follow(path, [])
  t.strictSame(circles, [])
  t.ok(done.size >= SOURCES.length, `looked at ${done.size} files`)
})

t.test('one package is imported by the pure core, in one file', async (t) => {
  const users = SOURCES.filter((path) => path.startsWith('server/contest/')).filter((path) =>
    importsOf(path).some(({ isPackage }) => isPackage),
  )
  t.strictSame(users, ['server/contest/hcd1/bls.ts'])
})

t.test('the expected counts of a rehearsal come from neither the matcher nor the sources', async (t) => {
  const seen = new Set<string>()
  const follow = (path: string) => {
    if (seen.has(path)) return
    seen.add(path)
    for (const { target, isPackage, isType } of importsOf(path)) if (!isPackage && !isType) follow(target)
  }
  follow('server/rehearsal/expected.ts')
  t.strictSame(
    [...seen].filter((path) => /^server\/(sources|contest)\//.test(path)),
    [],
  )
})

/** Lines of a file: what one reads at a sitting. */
const LONGEST = 250

t.test('files are small, named in one way, export by name, and leave nothing to do', async (t) => {
  const files = filesOf('{server,web,migrations,test,bench}/**/*.{ts,tsx}').filter(
    (path) => !path.startsWith('test/fixtures/'),
  )
  const broken = files.flatMap((path) => {
    const text = textOf(path)
    const lines = text.split('\n').length - 1
    return [
      ...(lines > LONGEST && !path.startsWith('test/')
        ? [`${path} has ${lines} lines; at most ${LONGEST}`]
        : []),
      ...(/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.tsx?$/.test(path.split('/').at(-1) ?? '')
        ? []
        : [`${path} is not kebab-case`]),
      ...(/^export default\b/m.test(text) ? [`${path} has a default export`] : []),
      ...(/\b(TODO|FIXME|XXX)\b(?!\))/.test(text) && !path.startsWith('test/')
        ? [`${path} leaves something to do`]
        : []),
      ...(/(^|\/)(utils?|helpers?|common|misc)(\/|\.tsx?$)/.test(path)
        ? [`${path} has a name that says nothing`]
        : []),
    ]
  })
  t.strictSame(broken, [])
})
