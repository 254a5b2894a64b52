import { execFileSync } from 'node:child_process'
import t from 'tap'
import { type DemoReport, differences, printReport } from '../../../server/commands/demo/report.ts'

const COUNTS = { items: 24, filled: 22, posts: 58, entries: 59, rejected: 3, media: 54 }
const REPORT: DemoReport = {
  ...COUNTS,
  url: 'http://localhost:4600/c/hverdagskatalogen',
  expected: COUNTS,
  draws: [{ record: '/data/draws/1/record.json', entrants: '/data/draws/1/entrants.txt' }],
}
const MANAGER = { email: 'kampanje@trivelund.example', password: 'not-a-real-one' }

t.test('a campaign that ended as planned has no differences', async (t) => {
  t.strictSame(differences(REPORT), [])
  t.notMatch(printReport(REPORT, null), /Not as planned/)
})

for (const name of ['items', 'filled', 'posts', 'entries', 'rejected', 'media'] as const) {
  t.test(`a difference in ${name} is told with what was found and expected`, async (t) => {
    const report = { ...REPORT, [name]: COUNTS[name] - 1 }
    t.strictSame(differences(report), [`${name}: found ${COUNTS[name] - 1}, expected ${COUNTS[name]}`])
    t.match(printReport(report, null), `Not as planned: ${name}: found ${COUNTS[name] - 1}`)
  })
}

t.test('it says where to look, and how to check the draw', async (t) => {
  const text = printReport(REPORT, MANAGER)
  t.match(text, '22 of 24 pages rebuilt out of 58 posts; 59 entries, 3 rejected by a moderator.')
  for (const path of ['', '/winners', '/draws/1']) t.match(text, `${REPORT.url}${path}\n`)
  t.match(text, 'npm run -s hcd1 -- verify /data/draws/1/record.json /data/draws/1/entrants.txt\n')
  t.match(text, `http://localhost:4600/console   ${MANAGER.email}   ${MANAGER.password}`)
})

t.test('nobody is sent to a console that is gone', async (t) => {
  const text = printReport(REPORT, null)
  t.notMatch(text, /console/)
  t.notMatch(text, /Ctrl-C/)
})

t.test('a path with blanks and quotes is one word of the command', async (t) => {
  const record = "/it's here/record.json"
  const text = printReport({ ...REPORT, draws: [{ record, entrants: '/a b/entrants.txt' }] }, null)
  const [, words = ''] = /verify (.*)\n/.exec(text) ?? []
  const said = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${words}`], { encoding: 'utf8' })
  t.equal(said, `${record}\n/a b/entrants.txt\n`)
})
