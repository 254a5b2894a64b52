import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import t from 'tap'
import { z } from 'zod'
import { commands } from '../server/commands/index.ts'
import { readConfig } from '../server/config.ts'
import { VOID_REASONS } from '../server/contest/hcd1/events.ts'
import { HCD1_CODES } from '../server/contest/hcd1/fault.ts'
import { isForModerators, REASON_CODES, reasonFacts } from '../server/contest/reason.ts'
import { jobs } from '../server/jobs/index.ts'
import { flickr } from '../server/sources/flickr.ts'
import { sources } from '../server/sources/index.ts'
import { mastodon } from '../server/sources/mastodon.ts'
import type { Source } from '../server/sources/source.ts'
import { threads } from '../server/sources/threads.ts'
import { tumblr } from '../server/sources/tumblr.ts'
import { anchorsOf, codesIn, linksOf, PAGES, tableRows } from './support/docs.ts'
import { filesOf, ROOT, textOf } from './support/imports.ts'

const firstCodes = (rows: string[][]) => rows.map(([cell = '']) => codesIn(cell)[0])

t.test('every link of a page leads to something that is there', async (t) => {
  for (const page of PAGES) {
    for (const target of linksOf(textOf(page))) {
      if (/^(https?|mailto):/.test(target)) continue
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : normalize(join(dirname(page), path))
      t.ok(existsSync(join(ROOT, file)), `${page} leads to ${target}`)
      if (anchor !== undefined) t.ok(anchorsOf(textOf(file)).includes(anchor), `${page} leads to ${target}`)
    }
  }
})

t.test('every file and folder that a page names is there', async (t) => {
  const ours = /^(?:server|web|test|docs|migrations|bench|\.ci)\/[\w./-]*\w\/?$/
  for (const page of PAGES.filter((path) => path !== 'CHANGELOG.md')) {
    const named = codesIn(textOf(page)).filter((code) => ours.test(code))
    t.strictSame(
      named.filter((path) => !existsSync(join(ROOT, path))),
      [],
      page,
    )
  }
})

t.test('every setting is in the table of settings, and no other', async (t) => {
  const source = textOf('server/config.ts')
  const schema = source.slice(source.indexOf('const environment'), source.indexOf('function isRange'))
  const settings = [...schema.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map(([, name]) => name)
  t.ok(settings.length > 15)
  const rows = tableRows('docs/operations.md', '## Settings')
  t.strictSame(firstCodes(rows).toSorted(), [...settings, 'SCHEDULE_…'].toSorted())
  const usual = new Map(rows.map(([name = '', value = '']) => [codesIn(name)[0], codesIn(value)[0] ?? value]))
  const config = readConfig({}, '/')
  t.equal(usual.get('NODE_ENV'), config.mode)
  t.equal(usual.get('HOST'), config.host)
  t.equal(usual.get('PORT'), String(config.port))
  t.equal(`/${usual.get('DATA_DIR')}`, config.dataDir)
  t.equal(usual.get('LOG_LEVEL'), config.logLevel)
  t.equal(usual.get('MEDIA_WORKERS'), String(config.mediaWorkers))
  t.equal(usual.get('ALLOW_LOOPBACK'), config.allowLoopback ? '1' : '0')
})

t.test('every job is in the table of jobs, and no other', async (t) => {
  const rows = firstCodes(tableRows('docs/operations.md', '## Jobs'))
  t.strictSame(rows.toSorted(), jobs.map(({ name }) => name).toSorted())
})

t.test('every source has its section, with its settings and their usual values', async (t) => {
  const headings = anchorsOf(textOf('docs/sources.md'))
  for (const { kind } of sources) t.ok(headings.includes(kind), kind)
  const wrong: string[] = []
  for (const { source, given } of DOCUMENTED) {
    const rows = tableRows('docs/sources.md', `## ${source.kind}`)
    const usual = Object.entries(source.settings.parse(given) ?? {})
    t.strictSame(firstCodes(rows).toSorted(), usual.map(([name]) => name).toSorted(), source.kind)
    for (const [name, value] of usual) {
      const [, cell = ''] = rows.find(([first]) => first === `\`${name}\``) ?? []
      const told = codesIn(cell)[0] ?? cell
      if (told !== String(value) && !(name in given && ['', 'none'].includes(told)))
        wrong.push(`${source.kind}: ${name}`)
    }
  }
  t.same(wrong, [])
})

/** Sources whose table holds every setting in a row of its own, with those that have no usual value. */
const DOCUMENTED: { source: Source<unknown>; given: Record<string, unknown> }[] = [
  { source: mastodon, given: { url: 'https://social.example', token: 'none' } },
  { source: threads, given: { token: 'x', tokenUntil: '2027-01-31' } },
  { source: flickr, given: { key: 'x' } },
  { source: tumblr, given: { key: 'x' } },
]

t.test('every command and npm script is named', async (t) => {
  const text = ['README.md', 'docs/operations.md', 'docs/architecture.md'].map(textOf).join('\n')
  for (const name of Object.keys(commands))
    t.ok(new RegExp(`\\b${name}\\b`).test(text), `the command ${name}`)
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(textOf('package.json')))
  for (const name of Object.keys(scripts))
    t.ok(new RegExp(`npm (?:run (?:-s )?)?${name}(?![\\w:])`).test(text), `the script ${name}`)
})

t.test('every option of the demo is in its table', async (t) => {
  const rows = firstCodes(tableRows('docs/operations.md', '### The demo')).map((code) => code?.split(' ')[0])
  const source = textOf('server/commands/demo/options.ts')
  const options = [...source.matchAll(/^ +(\w+): \{ type: '/gm)].map(([, name]) => `--${name}`)
  t.ok(options.length > 4)
  t.strictSame(rows.toSorted(), options.toSorted())
})

t.test('every reason is in the table of reasons, in the order of the program and as it has it', async (t) => {
  const rows = tableRows('docs/reasons.md', '# Reasons')
  t.strictSame(firstCodes(rows), [...REASON_CODES])
  for (const code of REASON_CODES) {
    const [, , , finder = '', remedy = ''] = rows.find(([cell]) => cell === `\`${code}\``) ?? []
    const facts = reasonFacts(code)
    t.strictSame([codesIn(finder)[0], codesIn(remedy)[0]], [facts.finder, facts.remedy], code)
  }
  const rejecting =
    /^These are the ones a moderator can reject with:[^.]*/m.exec(textOf('docs/reasons.md'))?.[0] ?? ''
  t.strictSame(codesIn(rejecting).toSorted(), REASON_CODES.filter(isForModerators).toSorted())
  t.strictSame(firstCodes(tableRows('docs/reasons.md', '## Void tickets')), [...VOID_REASONS])
})

t.test(
  'every code of hcd1 is in the table of codes, in the order in which faults are looked for',
  async (t) => {
    const rows = firstCodes(tableRows('docs/verify-a-draw.md', '## For engineers: the command'))
    t.strictSame(rows, [...HCD1_CODES])
  },
)

/** The words of a type that is a choice of texts, all on the line where it is named. */
function choicesOf(path: string, named: string): string[] {
  const line = textOf(path)
    .split('\n')
    .find((one) => one.includes(named))
  return [...(line ?? '').matchAll(/'([a-z]+)'/g)].map(([, word = '']) => word)
}

t.test('the words by which an entry stands, and the roles, are in the glossary', async (t) => {
  const words = {
    Verdict: choicesOf('server/contest/entry.ts', 'type Verdict'),
    EntryState: choicesOf('server/contest/entry.ts', 'type EntryState'),
    outcome: choicesOf('server/contest/entry.ts', ' outcome:'),
    Role: choicesOf('server/db/brands.ts', 'type Role'),
  }
  t.strictSame(
    Object.values(words).map(({ length }) => length),
    [3, 5, 4, 5],
  )
  const text = textOf('docs/glossary.md')
  for (const [type, choices] of Object.entries(words))
    for (const word of choices) t.ok(new RegExp(`\\*{1,2}${word}\\*{1,2}`).test(text), `${type}: ${word}`)
})

t.test('the stages of a post have one word each, in the drawing and in the glossary', async (t) => {
  const drawing = /^ source .*$/m.exec(textOf('docs/architecture.md'))?.[0] ?? ''
  const stages = drawing.split('->').map((stage) => stage.trim())
  t.equal(stages.length, 8)
  for (const stage of stages)
    t.ok(new RegExp(`\\*\\*${stage}\\*\\*`, 'i').test(textOf('docs/glossary.md')), stage)
})

t.test('every room of the house is in the layout', async (t) => {
  const text = textOf('docs/architecture.md')
  const layout = text.slice(text.indexOf('## Layout'), text.indexOf('## What may import what'))
  const folders = (path: string) =>
    readdirSync(join(ROOT, path), { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? one.name : [],
    )
  for (const name of [...folders('server'), ...folders('web')].filter((name) => name !== 'images'))
    t.ok(new RegExp(`\\b${name}/`).test(layout), name)
})

const decisions = filesOf('docs/decisions/[0-9]*.md')

t.test('decisions are numbered, short, of one form, and listed by their titles', async (t) => {
  const list = textOf('docs/decisions/README.md')
  t.ok(decisions.length >= 15)
  for (const [i, path] of decisions.entries()) {
    const text = textOf(path)
    const title = /^# (\d{4})\. (.+)$/m.exec(text)
    const file = path.split('/').at(-1) ?? ''
    t.equal(title?.[1], String(i + 1).padStart(4, '0'), `${path} has its number`)
    t.ok(file.startsWith(`${title?.[1]}-`), path)
    t.ok(list.includes(`[${title?.[2]}](${file})`), `${path} is listed by its title`)
    t.strictSame(
      [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading),
      ['Context', 'Decision', 'Consequences'],
      path,
    )
    t.ok(text.split('\n').length <= 41, `${path} has at most 40 lines`)
  }
  t.equal(linksOf(list).filter((link) => /^\d/.test(link)).length, decisions.length, 'and no others')
})

t.test('lines of pages are short enough to be compared', async (t) => {
  const long = PAGES.flatMap((page) =>
    textOf(page)
      .split('\n')
      .flatMap((line, i) => (line.length > 140 && !line.startsWith('|') ? [`${page}:${i + 1}`] : [])),
  )
  t.strictSame(long, [])
})
