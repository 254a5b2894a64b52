import fc from 'fast-check'
import t from 'tap'
import { formatEntrants, formatLine } from '../../../server/contest/hcd1/build-entrants.ts'
import {
  countEntrants,
  countTickets,
  limitTickets,
  lineAt,
  lineOf,
  MAX_TIER,
  MAX_WEIGHT,
  pidAt,
  TooManyTickets,
  weightOf,
} from '../../../server/contest/hcd1/entrants.ts'
import { Hcd1Fault } from '../../../server/contest/hcd1/fault.ts'
import { parseEntrants } from '../../../server/contest/hcd1/parse-entrants.ts'
import { bytesOf } from './vectors.ts'

const [A, B, C] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string]

function codeOf(list: string | Uint8Array): string {
  try {
    parseEntrants(typeof list === 'string' ? bytesOf(list) : list)
    return 'fine'
  } catch (error) {
    if (error instanceof Hcd1Fault) return error.code
    throw error
  }
}

const pid = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const share = fc.record({
  item: fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,62}$/),
  weight: fc.integer({ min: 1, max: MAX_WEIGHT }),
  tier: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: MAX_TIER })),
})
const shares = fc.uniqueArray(share, { selector: ({ item }) => item, minLength: 1, maxLength: 5 })
const people = fc.uniqueArray(fc.record({ pid, shares }), { selector: ({ pid }) => pid, maxLength: 12 })

t.test('a list that was written is read again, line for line and share for share', async (t) => {
  fc.assert(
    fc.property(people, (people) => {
      const entrants = parseEntrants(formatEntrants(people))
      t.equal(countEntrants(entrants), people.length)
      const sorted = people.toSorted((a, b) => (a.pid < b.pid ? -1 : 1))
      for (const [line, { pid, shares }] of sorted.entries()) {
        t.equal(pidAt(entrants, line), pid)
        t.equal(lineOf(entrants, pid), line)
        t.equal(lineAt(entrants, line), formatLine({ pid, shares }))
        for (const { item, weight } of shares) t.equal(weightOf(entrants, line, item), weight)
        t.equal(weightOf(entrants, line, 'not-there!'), 0)
      }
      t.equal(
        countTickets(entrants),
        people.flatMap((one) => one.shares).reduce((sum, { weight }) => sum + weight, 0),
      )
    }),
    { numRuns: 40 },
  )
})

t.test('people and their shares may come in any order', async () => {
  fc.assert(
    fc.property(people, (people) => {
      const turned = people.toReversed().map((one) => ({ ...one, shares: one.shares.toReversed() }))
      return Buffer.compare(formatEntrants(people), formatEntrants(turned)) === 0
    }),
  )
})

t.test('nobody is an empty file', async (t) => {
  t.equal(formatEntrants([]).length, 0)
  t.equal(countEntrants(parseEntrants(new Uint8Array())), 0)
})

t.test('a pid that is not there has no line', async (t) => {
  const entrants = parseEntrants(bytesOf(`${A} mug:1\n${C} mug:1\n`))
  for (const other of ['', '0'.repeat(64), B, 'd'.repeat(64), A.slice(1), `${A}a`]) {
    t.equal(lineOf(entrants, other), -1, other)
  }
})

const faults: [string, string][] = [
  [`${A} mug:1`, 'list-newline'],
  ['\n\n ', 'list-newline'],
  [`${A} mug:1\n\n`, 'list-line'],
  [`${A} mug:1\r\n`, 'list-line'],
  [`\ufeff${A} mug:1\n`, 'list-line'],
  [`${A.toUpperCase()} mug:1\n`, 'list-line'],
  [`${A.slice(1)} mug:1\n`, 'list-line'],
  [`${A}a mug:1\n`, 'list-line'],
  [`${A}\tmug:1\n`, 'list-line'],
  [`${A}\n`, 'list-line'],
  [`${A} \n`, 'list-line'],
  [` ${A} mug:1\n`, 'list-line'],
  [`${A} mug:1 \n`, 'list-line'],
  [`${A} mug:1,\n`, 'list-line'],
  [`${A} ,mug:1\n`, 'list-line'],
  [`${A} mug:1,,tee:1\n`, 'list-line'],
  [`${A} mug: 1\n`, 'list-line'],
  [`${A} mug\n`, 'list-line'],
  [`${A} mug:\n`, 'list-line'],
  [`${A} :1\n`, 'list-line'],
  [`${A} Mug:1\n`, 'list-line'],
  [`${A} -mug:1\n`, 'list-line'],
  [`${A} _mug:1\n`, 'list-line'],
  [`${A} mög:1\n`, 'list-line'],
  [`${A} m.g:1\n`, 'list-line'],
  [`${A} ${'m'.repeat(63)}:1\n`, 'fine'],
  [`${A} ${'m'.repeat(64)}:1\n`, 'list-line'],
  [`${A} 0m-_:1\n`, 'fine'],
  [`${A} mug:0\n`, 'list-line'],
  [`${A} mug:01\n`, 'list-line'],
  [`${A} mug:-1\n`, 'list-line'],
  [`${A} mug:+1\n`, 'list-line'],
  [`${A} mug:1.0\n`, 'list-line'],
  [`${A} mug:1e3\n`, 'list-line'],
  [`${A} mug:0x1\n`, 'list-line'],
  [`${A} mug:١\n`, 'list-line'],
  [`${A} mug:10000\n`, 'fine'],
  [`${A} mug:10001\n`, 'list-weight'],
  [`${A} mug:65537\n`, 'list-weight'],
  [`${A} mug:${'9'.repeat(400)}\n`, 'list-weight'],
  [`${A} mug:1:0\n`, 'list-line'],
  [`${A} mug:1:\n`, 'list-line'],
  [`${A} mug:1:01\n`, 'list-line'],
  [`${A} mug:1:1:1\n`, 'list-line'],
  [`${A} mug:1:2147483647\n`, 'fine'],
  [`${A} mug:1:2147483648\n`, 'list-tier'],
  [`${A} mug:1:4294967297\n`, 'list-tier'],
  [`${A} mug:1,mug:1\n`, 'list-item-order'],
  [`${A} tee:1,mug:1\n`, 'list-item-order'],
  [`${A} mug:1,mug-2:1\n`, 'fine'],
  [`${A} mug:1\n${A} mug:1\n`, 'list-duplicate'],
  [`${A} mug:1\n${B} mug:1\n${A} mug:1\n`, 'list-duplicate'],
  [`${B} mug:1\n${A} mug:1\n`, 'list-order'],
  [`${A} mug:1\n${C} mug:1\n${B} mug:1\n`, 'list-order'],
]
for (const [list, code] of faults) {
  const shown = JSON.stringify(list.replaceAll(/([a-c])\1{60,}/gi, '$1…')).slice(0, 80)
  t.test(`the list ${shown} is ${code}`, async (t) => t.equal(codeOf(list), code))
}

t.test('of several faults in a line the first in the order of codes is told', async (t) => {
  t.equal(codeOf(`${A} tee:10001,mug:1,\n`), 'list-line')
  t.equal(codeOf(`${A} tee:10001:9999999999,mug:1\n`), 'list-item-order')
  t.equal(codeOf(`${A} mug:1:9999999999,tee:10001\n`), 'list-weight')
  t.equal(codeOf(`${A} mug:1\n${A} mug:1:9999999999\n`), 'list-tier')
})

t.test(
  'of several faults in a list that of the first line is told, but a missing line feed before all',
  async (t) => {
    t.equal(codeOf(`${B} mug:1\n${A} mug:1\n\n`), 'list-order')
    t.equal(codeOf(`${A} mug:10001\n${A} mug:0\n`), 'list-weight')
    t.equal(codeOf(`${A} mug:0\n${A} mug:1`), 'list-newline')
  },
)

t.test('a fault is told with its line and byte', async (t) => {
  t.throws(() => parseEntrants(bytesOf(`${A} mug:1\n${B}  mug:1\n`)), { message: /line 2, byte 66/ })
  t.throws(() => parseEntrants(bytesOf(`${A} mug:1\n${B} mug:1\n${A} mug:1\n`)), {
    message: /line 3.*line 1/,
  })
})

t.test('no bytes whatever are read as a list without being one', async () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => bytes.length === 0 || codeOf(bytes) !== 'fine'),
  )
})

t.test('a file of nothing but separators is refused without room for what it seems to hold', async (t) => {
  for (const separator of [',', '\n']) t.equal(codeOf(`${separator.repeat(1_000_000)}\n`), 'list-line')
  const shares = Array.from({ length: 36 }, (_, i) => `${i.toString(36)}:1`).sort()
  t.equal(
    countTickets(parseEntrants(bytesOf(`${A} ${shares.join()}\n${B} a:1\n`))),
    37,
    'the shortest of all',
  )
})

t.test('what cannot stand in a list is not written', async (t) => {
  const line = (change: object) =>
    formatLine({ pid: A, shares: [{ item: 'mug', weight: 1, tier: 0, ...change }] })
  t.equal(line({ weight: MAX_WEIGHT, tier: MAX_TIER }), `${A} mug:10000:2147483647`)
  t.equal(line({ tier: 1 }), `${A} mug:1:1`, 'a tier of 0, and no other, is left out')
  for (const change of [
    { item: 'Mug' },
    { item: '' },
    { item: 'm'.repeat(64) },
    { weight: 0 },
    { weight: MAX_WEIGHT + 1 },
    { weight: 1.5 },
    { tier: -1 },
    { tier: MAX_TIER + 1 },
  ]) {
    t.throws(() => line(change), { name: 'RangeError', message: /expected/ }, JSON.stringify(change))
  }
  const mug = { item: 'mug', weight: 1, tier: 0 }
  t.throws(() => formatLine({ pid: A.toUpperCase(), shares: [mug] }), RangeError)
  t.throws(() => formatLine({ pid: A, shares: [] }), { message: /no tickets/ })
  t.throws(() => formatLine({ pid: A, shares: [mug, mug] }), { message: /twice/ })
  t.throws(() => formatEntrants([A, B, A].map((pid) => ({ pid, shares: [mug] }))), { message: /twice/ })
})

t.test('a list may have as many tickets as asked for and no more', async (t) => {
  const entrants = parseEntrants(bytesOf(`${A} mug:2,tee:3\n`))
  t.doesNotThrow(() => limitTickets(entrants, 5))
  t.throws(() => limitTickets(entrants, 4), TooManyTickets)
})
