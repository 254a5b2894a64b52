import t from 'tap'
import type { CountedEntry } from '../../../server/contest/entry.ts'
import { fromHex, toHex } from '../../../server/contest/hcd1/bytes.ts'
import { commitHash } from '../../../server/contest/hcd1/commit.ts'
import { type LightItem, lightCheck } from '../../../server/contest/hcd1/light-check.ts'
import { parseEntrants } from '../../../server/contest/hcd1/parse-entrants.ts'
import { drawRecord } from '../../../server/contest/hcd1/record.ts'
import { type Statement, ticketEntries, writeStatement } from '../../../server/contest/hcd1/statement.ts'
import { merkleTree } from '../../../server/contest/merkle.ts'
import { nodeHashing } from '../../../server/hashing.ts'
import { type ADraw, aDraw, keyOf } from './a-draw.ts'
import { bytesOf, draw, tools } from './vectors.ts'

const AT = '2026-05-04T12:00:00Z'

function anEntry(item: string, postedAt: number, postId: string): CountedEntry {
  return { id: postId, item, participant: 'x', postedAt, postId }
}

/** The statement that one of the people of a draw was given; one entry for each ticket. */
async function statementOf(
  { entrants: bytes, commit, salts, pids }: ADraw,
  name: string,
): Promise<Statement> {
  const entrants = parseEntrants(bytes)
  const tree = await merkleTree(entrants.lines, nodeHashing)
  const hash = await commitHash(commit, nodeHashing)
  const line =
    new TextDecoder()
      .decode(bytes)
      .split('\n')
      .find((one) => one.startsWith(pids[name] ?? '?')) ?? ''
  const entries = line
    .slice(65)
    .split(',')
    .flatMap((share) => {
      const [item = '', weight = ''] = share.split(':')
      return Array.from({ length: Number(weight) }, (_, i) => anEntry(item, 100 - i, `${item}-${i}`))
    })
  return writeStatement(
    { entrants, tree, commit, commitHash: hash, at: AT },
    { participant: keyOf(name), salt: salts[name] ?? new Uint8Array(), pid: pids[name] ?? '', entries },
  )
}

async function outcomes(draw: ADraw, name: string): Promise<Record<string, LightItem['outcome']>> {
  const check = await lightCheck(await statementOf(draw, name), draw.record, nodeHashing)
  if (!check.sound) throw new Error(`${name}: ${check.fault}`)
  return Object.fromEntries(check.items.map(({ item, outcome }) => [item, outcome]))
}

const PEOPLE = {
  ane: { mug: 2, tee: 1 },
  bo: { mug: 1, tee: 1 },
  cia: { mug: 1 },
  dag: { tee: 3, unlisted: 1 },
}
const ITEMS = ['mug', 'tee'].map((id) => ({ id, winners: 1, alternates: 1 }))

t.test('tickets follow post time, then post id, item by item', async (t) => {
  const entries = [
    anEntry('mug', 2, 'a'),
    anEntry('tee', 9, 'd'),
    anEntry('mug', 1, 'c'),
    anEntry('mug', 1, 'b'),
  ]
  const tickets = [...ticketEntries(entries)].map(([item, list]) => [item, list.map(({ postId }) => postId)])
  t.same(tickets, [
    ['mug', ['b', 'c', 'a']],
    ['tee', ['d']],
  ])
})

t.test('a statement holds what its owner needs', async (t) => {
  const made = await aDraw({ people: PEOPLE, items: ITEMS })
  const statement = await statementOf(made, 'ane')
  t.match(statement, {
    participant: keyOf('ane'),
    salt: toHex(made.salts.ane ?? new Uint8Array()),
    pid: made.pids.ane,
    line: `${made.pids.ane} mug:2,tee:1`,
    n: 4,
    at: AT,
    round: null,
    commit_hash: made.record.commit_hash,
  })
  t.same(statement.tickets, [
    { item: 'mug', ticket: 0, post: 'mug-1' },
    { item: 'mug', ticket: 1, post: 'mug-0' },
    { item: 'tee', ticket: 0, post: 'tee-0' },
  ])
})

t.test(
  'a statement for somebody else, or for other entries than the list counts, is not written',
  async (t) => {
    const { entrants: bytes, commit, salts, pids } = await aDraw()
    const entrants = parseEntrants(bytes)
    const basis = {
      entrants,
      tree: await merkleTree(entrants.lines, nodeHashing),
      commit,
      commitHash: '',
      at: AT,
    }
    const person = { participant: keyOf('cia'), salt: salts.cia ?? new Uint8Array(), pid: pids.cia ?? '' }
    t.throws(() => writeStatement(basis, { ...person, pid: '0'.repeat(64), entries: [] }), {
      message: /not in the list/,
    })
    const entries = [anEntry('mug', 1, 'a')]
    t.throws(() => writeStatement(basis, { ...person, entries }), {
      message: /2 tickets for mug but 1 entries/,
    })
  },
)

t.test('everybody in a fair draw won, or is behind or capped', async (t) => {
  for (let secret = 0; secret < 20; secret += 1) {
    const made = await aDraw({ people: PEOPLE, items: ITEMS, secret: secret.toString(16).padStart(64, '0') })
    for (const name of Object.keys(PEOPLE)) {
      for (const [item, outcome] of Object.entries(await outcomes(made, name))) {
        const winner = made.record.result.find((one) => one.item === item)?.winners[0]?.pid
        const expected = winner === made.pids[name] ? ['won'] : ['behind', 'capped']
        t.ok(expected.includes(outcome), `${name} ${item} ${outcome}`)
      }
    }
  }
})

t.test('a participant whose tickets are void is told so, and who moved up won', async (t) => {
  const plain = await aDraw()
  const winner = Object.keys(plain.pids).find(
    (name) => plain.pids[name] === plain.record.result[0]?.winners[0]?.pid,
  )
  const next = Object.keys(plain.pids).find(
    (name) => plain.pids[name] === plain.record.result[0]?.alternates[0]?.pid,
  )
  const redrawn = await aDraw({ voids: [{ who: winner ?? '' }] })
  t.same(await outcomes(redrawn, winner ?? ''), { mug: 'void' })
  t.same(await outcomes(redrawn, next ?? ''), { mug: 'won' })
})

t.test('somebody passed over without a reason is told to look', async (t) => {
  const made = await aDraw()
  const [result] = made.record.result
  const winner = Object.keys(made.pids).find((name) => made.pids[name] === result?.winners[0]?.pid) ?? ''
  const [next] = result?.alternates ?? []
  if (!result || !next) throw new Error('Nobody drawn')
  const forged = { ...result, winners: [{ slot: 1, ...next, via: 'draw' }], alternates: [] }
  t.same(await outcomes({ ...made, record: { ...made.record, result: [forged] } }, winner), { mug: 'look' })
  const withheld = { ...result, winners: [], unfilled: 1 }
  t.same(await outcomes({ ...made, record: { ...made.record, result: [withheld] } }, winner), { mug: 'look' })
  t.same(await outcomes({ ...made, record: { ...made.record, result: [] } }, winner), { mug: 'look' })
})

t.test('what does not fit is named', async (t) => {
  const made = await aDraw({ people: PEOPLE, items: ITEMS })
  const statement = await statementOf(made, 'bo')
  const other = await aDraw({ people: { ...PEOPLE, eva: { mug: 1 } }, items: ITEMS })
  const { record } = made
  const HEX = 'ab'.repeat(32)
  const faults: [string, Partial<Statement>, Partial<typeof record>][] = [
    ['pid', { salt: HEX }, {}],
    ['pid', { salt: 'xyz' }, {}],
    ['pid', { participant: keyOf('ane') }, {}],
    ['pid', { line: `${made.pids.ane} mug:1` }, {}],
    ['commitment', { commit_hash: HEX }, {}],
    ['commitment', {}, { commit_hash: HEX }],
    ['commitment', {}, { commit: other.commit }],
    ['commitment', {}, { commit: { ...record.commit, n: -1 } }],
    ['list', { line: `${made.pids.bo} mug:9,tee:1` }, {}],
    ['list', { index: statement.index + 1 }, {}],
    ['list', { n: 5 }, {}],
    ['list', { path: ['xyz'] }, {}],
    ['list', { path: [] }, {}],
    ['randomness', {}, { randomness: { type: 'local', secret: HEX } }],
    ['seed', {}, { seed: HEX }],
  ]
  for (const [fault, wrong, record] of faults) {
    const check = await lightCheck({ ...statement, ...wrong }, { ...made.record, ...record }, nodeHashing)
    t.same(check, { sound: false, fault }, JSON.stringify([wrong, Object.keys(record)]))
  }
  t.match(await lightCheck(statement, record, nodeHashing), { sound: true })
})

t.test('the light check holds for a real round', async (t) => {
  const vector = draw('items-cap1-9')
  const entrants = parseEntrants(bytesOf(vector.entrants))
  const { commit, randomness, events } = vector.record
  const record = await drawRecord({ commit, randomness, events, entrants: bytesOf(vector.entrants) }, tools)
  const tree = await merkleTree(entrants.lines, nodeHashing)
  for (const { participant, salt, pid, items } of vector.participants) {
    const entries = Object.entries(items).flatMap(([item, weight]) =>
      Array.from({ length: Number(weight) }, (_, i) => anEntry(item, i, `${i}`)),
    )
    const person = { participant, salt: fromHex(salt) ?? new Uint8Array(), pid, entries }
    const basis = { entrants, tree, commit: record.commit, commitHash: record.commit_hash, at: AT }
    const statement = writeStatement(basis, person)
    t.equal(statement.round, 657413)
    const check = await lightCheck(statement, record, nodeHashing)
    t.ok(check.sound && check.items.every(({ outcome }) => outcome !== 'look' && outcome !== 'void'))
  }
})
