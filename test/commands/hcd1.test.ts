import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { hcd1, MAX_CHECKED_TICKETS } from '../../server/commands/hcd1.ts'
import { listRoot } from '../../server/contest/hcd1/commit.ts'
import { HCD1_CODES } from '../../server/contest/hcd1/fault.ts'
import { parseEntrants } from '../../server/contest/hcd1/parse-entrants.ts'
import { nodeHashing } from '../../server/hashing.ts'
import { aDraw, SECRET } from '../contest/hcd1/a-draw.ts'
import { draw, vectors } from '../contest/hcd1/vectors.ts'

/** Runs the command in a folder with these files, as `main.ts` would. */
async function run(
  t: Test,
  args: string[],
  files: Record<string, string | Uint8Array> = {},
  signal = new AbortController().signal,
) {
  const cwd = t.testdir({})
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content)
  const said = { out: '', err: '' }
  const code = await hcd1.run(args, {
    cwd,
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    env: {},
    signal,
  })
  return { code, ...said }
}

function filesOf({ record, entrants }: { record: unknown; entrants: string }) {
  return { 'record.json': JSON.stringify(record, null, 2), 'entrants.txt': entrants }
}

const VERIFY = ['verify', 'record.json', 'entrants.txt']
const RECORD = ['record', 'commit.json', 'entrants.txt', 'randomness.json']

for (const vector of vectors.draws) {
  t.test(`the draw ${vector.name} verifies, and is computed from its inputs`, async (t) => {
    const { record, entrants } = vector
    const verdict = await run(t, VERIFY, filesOf(vector))
    t.match(verdict, { code: 0, out: /^VALID https:\/\/contest\.example\/\S+ draw 1 .*\n$/, err: '' })
    const files = {
      'commit.json': JSON.stringify(record.commit),
      'entrants.txt': entrants,
      'randomness.json': JSON.stringify(record.randomness),
      'events.json': JSON.stringify(record.events),
    }
    const computed = await run(t, [...RECORD, 'events.json'], files)
    t.match(computed, { code: 0, err: '' })
    const { reveals: _names, ...hashed } = record
    t.same(JSON.parse(computed.out), hashed)
    t.match(computed.out, /^\{"commit":\{.*\}\n$/, 'canonical and one line')
    t.match(await run(t, VERIFY, { 'record.json': computed.out, 'entrants.txt': entrants }), { code: 0 })
    const root = await run(t, ['root', 'entrants.txt'], { 'entrants.txt': entrants })
    t.same(root, { code: 0, out: `${Object(record.commit).root}\n`, err: '' })
  })
}

t.test('a record can be computed without events', async (t) => {
  const { record, entrants } = draw('small-3-1')
  const files = {
    'commit.json': JSON.stringify(record.commit),
    'entrants.txt': entrants,
    'randomness.json': JSON.stringify(record.randomness),
  }
  t.match(await run(t, RECORD, files), { code: 0, out: /"events":\[\]/ })
})

t.test('a valid record is told with what was drawn and how far to trust it', async (t) => {
  const valid = await run(t, VERIFY, filesOf(draw('source-local')))
  t.equal(
    valid.out,
    'VALID https://contest.example/c/source-local draw 1 revision 1, 5 participants, level C\n',
  )
})

for (const { name, code, record, entrants } of vectors.tampered) {
  t.test(`the record ${name} is INVALID: ${code}`, async (t) => {
    t.same(await run(t, VERIFY, filesOf({ record, entrants })), {
      code: 1,
      out: `INVALID: ${code}\n`,
      err: '',
    })
  })
}

for (const { list, code } of vectors.bad_lists) {
  t.test(
    `the list ${JSON.stringify(list.slice(60))} is INVALID: ${code} to every part of the command`,
    async (t) => {
      const invalid = { code: 1, out: `INVALID: ${code}\n`, err: '' }
      t.same(await run(t, ['root', 'entrants.txt'], { 'entrants.txt': list }), invalid)
      t.same(await run(t, VERIFY, filesOf({ record: {}, entrants: list })), invalid)
      const files = { 'commit.json': '{}', 'entrants.txt': list, 'randomness.json': '{}' }
      t.same(await run(t, RECORD, files), invalid)
    },
  )
}

t.test('a forged signature is the last thing found', async (t) => {
  const { record, entrants } = draw('small-3-1')
  const files = {
    'commit.json': JSON.stringify({
      ...Object(record.commit),
      randomness: { ...Object(record.commit).randomness, round: 657414 },
    }),
    'entrants.txt': entrants,
    'randomness.json': JSON.stringify({ ...Object(record.randomness), round: 657414 }),
  }
  t.same(await run(t, RECORD, files), { code: 1, out: 'INVALID: randomness-signature\n', err: '' })
})

t.test('--explain adds the reason on standard error, wherever it stands', async (t) => {
  const files = filesOf({ record: { ...draw('empty').record, seed: SECRET }, entrants: '' })
  const explained = { code: 1, out: 'INVALID: seed\n', err: /these inputs give the seed [0-9a-f]{64}\n$/ }
  t.match(await run(t, [...VERIFY, '--explain'], files), explained)
  t.match(await run(t, ['--explain', ...VERIFY], files), explained)
})

t.test('numbers that only JavaScript takes for integers are none', async (t) => {
  const { record, entrants } = draw('small-3-1')
  const text = JSON.stringify(record)
  const invalid = async (from: string, to: string) => {
    t.ok(text.includes(from))
    return (await run(t, VERIFY, { 'record.json': text.replace(from, to), 'entrants.txt': entrants })).out
  }
  t.equal(await invalid('"draw":1', '"draw":1.0'), 'INVALID: commit-value\n')
  t.equal(await invalid('"draw":1', '"draw":1e0'), 'INVALID: commit-value\n')
  t.equal(await invalid('"n":3', '"n":9007199254740993'), 'INVALID: commit-value\n')
  t.equal(await invalid('"winners":1', '"winners":1.0'), 'INVALID: commit-items\n')
  t.equal(await invalid('"unfilled":0', '"unfilled":0.0'), 'INVALID: result\n')
  t.match(await invalid('"unfilled":0', '"unfilled":-0'), /^VALID/, '-0 is an integer, and the same')
  t.match(await invalid('"n":3', '"n":7,"n":3'), /^VALID/, 'of two equal keys the last counts')
})

const unreadable: [string, string[], Record<string, string | Uint8Array>, RegExp][] = [
  ['no arguments', [], {}, /found nothing, expected verify, record or root/],
  ['another word', ['check'], {}, /found "check", expected verify/],
  ['an inherited word', ['toString', 'a'], {}, /found "toString", expected verify/],
  [
    'too few files',
    ['verify', 'record.json'],
    {},
    /verify: found 1 files, expected RECORD.json ENTRANTS.txt/,
  ],
  ['too many files', ['root', 'a', 'b'], {}, /root: found 2 files, expected ENTRANTS.txt/],
  ['too many for a record', ['record', 'a', 'b', 'c', 'd', 'e'], {}, /record: found 5 files/],
  ['a file that is not there', VERIFY, {}, /record\.json: no such file/],
  ['a path through a file', ['root', 'entrants.txt/x'], { 'entrants.txt': '' }, /no such file/],
  ['a name with control characters', ['root', 'a\nb\u001b[31m'], {}, /a\?b\?\[31m: no such file/],
  [
    'an empty record',
    VERIFY,
    { 'record.json': '' },
    /record\.json: not JSON: line 1, column 1: found the end/,
  ],
  ['broken JSON', VERIFY, { 'record.json': '{\n  "v": "hcd1",\n}' }, /line 3, column 1: found "}"/],
  ['a byte order mark', VERIFY, { 'record.json': '\ufeff{}' }, /line 1, column 1: found U\+FEFF/],
  ['bytes that are no text', VERIFY, { 'record.json': Uint8Array.of(0x7b, 0x0a, 0xff) }, /line 2: not UTF-8/],
  ['nesting without end', VERIFY, { 'record.json': '['.repeat(200_000) }, /nesting of at most 64 levels/],
  [
    'broken events',
    [...RECORD, 'events.json'],
    { 'commit.json': '{}', 'entrants.txt': '', 'randomness.json': '{}', 'events.json': '[' },
    /events\.json: not JSON: line 1, column 2/,
  ],
]
for (const [what, args, files, message] of unreadable) {
  t.test(`${what}: one line says so, and the exit code is 2`, async (t) => {
    const { code, out, err } = await run(t, args, files)
    t.equal(code, 2)
    t.equal(out, '')
    t.match(err, /^hcd1: [^\n]*\n$/)
    t.match(err, message)
  })
}

t.test('a folder is no file', async (t) => {
  t.match(await run(t, ['root', '.']), { code: 2, err: /this is a folder, expected a file\n$/ })
})

t.test('absolute paths do not start from the folder of the caller', async (t) => {
  const { entrants } = draw('small-3-1')
  const path = join(t.testdirName, 'list.txt')
  t.match(await run(t, ['root', path], { 'list.txt': entrants }), { code: 0, out: /^66700656/ })
})

t.test('bytes beyond ASCII in a list are a fault of the list', async (t) => {
  const { entrants } = draw('small-3-1')
  const bytes = Buffer.from(entrants)
  bytes[70] = 0xff
  t.match(await run(t, ['root', 'entrants.txt'], { 'entrants.txt': bytes }), {
    code: 1,
    out: 'INVALID: list-line\n',
  })
})

t.test('a list with more tickets than memory is meant for is refused before memory is taken', async (t) => {
  const pids = Array.from({ length: MAX_CHECKED_TICKETS / 10_000 }, (_, i) =>
    i.toString(16).padStart(64, '0'),
  )
  const most = pids.map((pid) => `${pid} mug:10000\n`).join('')
  const { commit } = await aDraw()
  const files = (entrants: string) => ({
    'commit.json': JSON.stringify(commit),
    'entrants.txt': entrants,
    'randomness.json': '{}',
  })
  t.match(
    await run(t, RECORD, files(most)),
    { code: 1, out: 'INVALID: commit-n\n' },
    'the most that is taken',
  )
  const { code, err } = await run(t, RECORD, files(`${most}${'f'.repeat(64)} mug:1\n`))
  t.equal(code, 2)
  t.equal(err, 'hcd1: The list has 16000001 tickets; at most 16000000 can be drawn here\n')
})

t.test('a command that is told to stop says so', async (t) => {
  const { code, err, out } = await run(t, VERIFY, filesOf(draw('small-3-1')), AbortSignal.abort())
  t.same({ code, err, out }, { code: 130, err: 'hcd1: stopped before the answer was known\n', out: '' })
})

/** Runs the command as npm does: from the project's folder, told where the caller stands. */
async function spawn(t: Test, args: string[], files: Record<string, string>, flags: string[] = []) {
  const cwd = t.testdir(files)
  const main = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
  const child = execFile(process.execPath, [...flags, main, 'hcd1', ...args], {
    env: { ...process.env, INIT_CWD: cwd },
  })
  const said = { out: '', err: '' }
  child.stdout?.on('data', (text) => {
    said.out += text
  })
  child.stderr?.on('data', (text) => {
    said.err += text
  })
  const [code] = await once(child, 'close')
  return { code, ...said }
}

t.test('the process says the same, with the same exit codes', async (t) => {
  const files = filesOf(draw('small-3-1'))
  t.match(await spawn(t, VERIFY, files), { code: 0, out: /^VALID .* level A\n$/, err: '' })
  const other = { ...files, 'entrants.txt': '' }
  t.same(await spawn(t, VERIFY, other), { code: 1, out: 'INVALID: entrants-hash\n', err: '' })
  const none = { 'entrants.txt': '' }
  t.same(await spawn(t, VERIFY, none), { code: 2, out: '', err: 'hcd1: record.json: no such file\n' })
})

t.test('a long list takes its bytes of memory, not an object a line', async (t) => {
  const list = Array.from({ length: 200_000 }, (_, i) => `${i.toString(16).padStart(64, '0')} mug:1\n`).join(
    '',
  )
  const { code, out } = await spawn(t, ['root', 'list.txt'], { 'list.txt': list }, [
    '--max-old-space-size=40',
  ])
  t.equal(code, 0)
  t.equal(out, `${await listRoot(parseEntrants(Buffer.from(list)), nodeHashing)}\n`)
})

t.test('--help tells what there is', async (t) => {
  const { code, out } = await run(t, ['--help'])
  t.equal(code, 0)
  t.match(out, /verify RECORD\.json ENTRANTS\.txt/)
})

t.test('the document for participants explains every code', async (t) => {
  const document = readFileSync(new URL('../../docs/verify-a-draw.md', import.meta.url), 'utf8')
  for (const code of HCD1_CODES) t.ok(document.includes(`\`${code}\``), code)
})
