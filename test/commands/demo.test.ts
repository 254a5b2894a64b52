import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import sharp from 'sharp'
import t from 'tap'
import { signIn } from '../../server/commands/demo/manager.ts'
import type { DemoReport } from '../../server/commands/demo/report.ts'
import { SLUG } from '../../server/commands/demo/set-up-contest.ts'
import type { DrawRecord } from '../../server/contest/hcd1/record.ts'
import { freePort, isAlive, postgresOf, runCommand, startCommand } from '../support/demo.ts'
import { scratchFolder } from '../support/scratch.ts'

// One campaign goes through everything that can happen to one: each test takes it on from where the last one left it.
t.setTimeout(600_000)

const parent = await scratchFolder(t, 0o711)
const dataDir = join(parent, 'campaign')
const port = await freePort()
const QUICK = ['--posts', '60', '--seconds', '20', '--pixels', '160']
const BEGIN = ['demo', '--data', dataDir, '--port', String(port), ...QUICK]
const GO_ON = ['demo', '--data', dataDir]
const ONCE = [...GO_ON, '--once', '--json']

t.teardown(async () => {
  const postgres = await postgresOf(dataDir)
  if (postgres !== null && isAlive(postgres)) process.kill(postgres, 'SIGQUIT')
})

t.test('Ctrl-C in the middle stops everything, the database too', async (t) => {
  const demo = startCommand(t, BEGIN)
  await demo.says(/^2\d %/m)
  const postgres = await postgresOf(dataDir)
  demo.process.kill('SIGINT')
  t.equal(await demo.ended, 0)
  t.match(demo.err(), /Stopped on the way\. Run it again to go on from here\.\n$/)
  t.match(demo.out(), `The catalogue fills at http://localhost:${port}\n`)
  t.ok(postgres !== null && !isAlive(postgres))
  t.equal(await postgresOf(dataDir), null)
})

t.test('kill -9 in the middle leaves the database, which the next start takes over', async (t) => {
  const demo = startCommand(t, GO_ON)
  await demo.says(/^6\d %/m)
  t.notMatch(demo.out(), /\n[01]\d? %/, 'it went on from where it was')
  demo.process.kill('SIGKILL')
  t.equal(await demo.ended, 'SIGKILL')
  const postgres = await postgresOf(dataDir)
  t.ok(postgres !== null && isAlive(postgres))
})

t.test('other options do not go with a campaign that was begun', async (t) => {
  const other = await runCommand(t, [...GO_ON, '--posts', '61', '--seed', '1'])
  t.match(other, { code: 2, out: '', err: /begun with --posts 60; you asked for --posts 61\. .* --fresh/ })
})

let report: DemoReport

t.test('after both, the campaign ends with nothing lost or doubled', async (t) => {
  const { code, out, err } = await runCommand(t, ONCE)
  t.equal(code, 0, err)
  t.match(out, /^\{[^\n]+\}\n$/, 'exactly one line on standard output')
  report = JSON.parse(out)
  const { url, draws, expected, ...counts } = report
  t.equal(url, `http://localhost:${port}/c/${SLUG}`)
  t.strictSame(counts, expected)
  t.match(counts, { items: 24, posts: 58 })
  t.ok(counts.filled >= 20 && counts.filled < 24, `${counts.filled} of 24 items are filled`)
  t.equal(draws.length, 1)
  t.equal(await postgresOf(dataDir), null)
})

t.test('no picture is larger than was asked for, but the one that is to be huge', async (t) => {
  const folder = join(dataDir, 'pictures')
  const names = (await readdir(folder)).filter((name) => !name.endsWith('.half'))
  const edges = await Promise.all(
    names.map(async (name) => {
      // One is broken on purpose.
      const size = await sharp(join(folder, name))
        .metadata()
        .catch(() => null)
      return Math.max(size?.width ?? 0, size?.height ?? 0)
    }),
  )
  t.strictSame(
    edges.filter((edge) => edge > 160),
    [4000],
  )
  t.ok(edges.length > 50, `${edges.length} pictures`)
})

t.test('every winner won once, and the draw verifies, from the folder of whoever asks', async (t) => {
  const [draw] = report.draws
  if (draw === undefined) throw new Error('Found no draw; expected one')
  const record: DrawRecord = JSON.parse(await readFile(draw.record, 'utf8'))
  const winners = record.result.flatMap((result) => result.winners.map(({ pid }) => pid))
  t.ok(winners.length >= 10, `${winners.length} winners`)
  t.equal(new Set(winners).size, winners.length)
  const folder = dirname(draw.record)
  const files = [draw.record, draw.entrants].map((path) => basename(path))
  const verdict = await runCommand(t, ['hcd1', 'verify', ...files], { cwd: folder })
  const valid = `VALID http://localhost:${port}/c/${SLUG} draw 1 revision 1, ${record.commit.n} participants, level C\n`
  t.strictSame(verdict, { code: 0, out: valid, err: '' })
})

t.test('it comes back to be looked at, and who looks may take part', async (t) => {
  const demo = startCommand(t, GO_ON)
  await demo.says('Stop with Ctrl-C')
  t.match(demo.out(), `${report.filled} of 24 pages rebuilt`)

  const twice = await runCommand(t, GO_ON)
  t.match(twice, { code: 2, out: '', err: new RegExp(`^Port ${port} is taken by another program\\.`) })
  const fresh = await runCommand(t, [...GO_ON, '--fresh'])
  t.match(fresh, { code: 1, out: '', err: /is in use by process \d+, another Folkalog on this data folder/ })

  const { manager } = JSON.parse(await readFile(join(dataDir, 'campaign.json'), 'utf8'))
  t.match(demo.out(), `${manager.email}   ${manager.password}`)
  const person = await signIn(`http://localhost:${port}`, manager.email, manager.password)
  const path = `/api/v1/contests/${SLUG}`
  const { cards } = await person.get<{ cards: { entry: number }[] }>(`${path}/queue?show=approved&limit=1`)
  await person.send('POST', `${path}/entries/${cards[0]?.entry}/reject`, { code: 'not_the_item' })

  demo.process.kill('SIGTERM')
  t.equal(await demo.ended, 0)
})

t.test('a difference from the plan is told, and is a fault', async (t) => {
  const { code, out, err } = await runCommand(t, ONCE)
  t.equal(code, 1)
  t.match(JSON.parse(out), { rejected: report.rejected + 1, expected: { rejected: report.rejected } })
  const told = `Not as planned: rejected: found ${report.rejected + 1}, expected ${report.rejected}\n`
  t.match(err, told)
})

t.test('--fresh begins anew: the same people, and other secrets', async (t) => {
  const rulesOf = async () => {
    const answer = await fetch(`${report.url}/rules.txt`).catch(() => null)
    return answer?.ok ? answer.text() : null
  }
  const old = startCommand(t, GO_ON)
  await old.says('Stop with Ctrl-C')
  const oldRules = await rulesOf()
  const oldState = JSON.parse(await readFile(join(dataDir, 'campaign.json'), 'utf8'))
  const postgres = await postgresOf(dataDir)
  old.process.kill('SIGKILL')
  await old.ended
  t.ok(postgres !== null && isAlive(postgres), 'a database is left behind')

  const anew = startCommand(t, [...BEGIN, '--seconds', '86400', '--fresh'])
  let rules = null
  while (rules === null) {
    await sleep(200)
    rules = await rulesOf()
  }
  t.ok(postgres !== null && !isAlive(postgres), 'and ended before its folder was thrown away')
  const state = JSON.parse(await readFile(join(dataDir, 'campaign.json'), 'utf8'))
  t.equal(state.opensAt, oldState.opensAt)
  t.not(state.manager.password, oldState.manager.password)
  const sealed = /\b[0-9a-f]{64}\b/
  t.match(oldRules, sealed)
  t.not(sealed.exec(rules)?.[0], sealed.exec(oldRules ?? '')?.[0], 'the draw was sealed with another secret')
  anew.process.kill('SIGINT')
  t.equal(await anew.ended, 0)
})

t.test('a port that another program has is told before anything is started', async (t) => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  t.teardown(() => other.close())
  const address = other.address()
  const taken = typeof address === 'object' ? String(address?.port) : ''
  const folder = join(parent, 'taken')
  const demo = await runCommand(t, ['demo', '--data', folder, '--port', taken])
  t.match(demo, {
    code: 2,
    out: '',
    err: `Port ${taken} is taken by another program. Choose another one with --port.\n`,
  })
  t.strictSame(await readdir(folder), ['campaign.json'])
})

t.test('a temporary campaign that is stopped leaves nothing behind', async (t) => {
  const temporary = await scratchFolder(t, 0o711)
  const demo = startCommand(
    t,
    ['demo', '--once', '--port', String(port), '--posts', '1', '--pixels', '160'],
    { temporary },
  )
  await demo.says('The catalogue fills at')
  demo.process.kill('SIGINT')
  t.equal(await demo.ended, 1, 'whoever asked for the end did not get it')
  t.match(demo.err(), /Stopped before the end\.\n$/)
  t.strictSame(await readdir(temporary), [])
})
