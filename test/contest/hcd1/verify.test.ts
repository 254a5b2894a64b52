import t from 'tap'
import { canonicalJson } from '../../../server/contest/canonical-json.ts'
import { commitHash } from '../../../server/contest/hcd1/commit.ts'
import { TooManyTickets } from '../../../server/contest/hcd1/entrants.ts'
import { HCD1_CODES, type Hcd1Code } from '../../../server/contest/hcd1/fault.ts'
import { sha256Hex } from '../../../server/contest/hcd1/hashing.ts'
import { parseJson } from '../../../server/contest/hcd1/json-text.ts'
import { pidOf } from '../../../server/contest/hcd1/participant.ts'
import { formatRecord } from '../../../server/contest/hcd1/record.ts'
import { verifyRecord } from '../../../server/contest/hcd1/verify.ts'
import { webHashing } from '../../../server/contest/hcd1/web-hashing.ts'
import { nodeHashing } from '../../../server/hashing.ts'
import { createTestChain } from '../../support/drand-relay.ts'
import { aDraw, keyOf, saltOf } from './a-draw.ts'
import { bytesOf, draw, tools } from './vectors.ts'

const REAL = draw('small-3-1')
const REDRAWN = draw('redraw-one')
const LOCAL = await aDraw({
  voids: [
    { who: 'cia', phase: 'before' },
    { who: 'bo', item: 'mug', ticket: 0 },
  ],
})
const LOCAL_LIST = new TextDecoder().decode(LOCAL.entrants)

/** A JSON value by its path, changed; undefined removes it. */
function changed(record: unknown, path: string, value: unknown): unknown {
  const [head = '', ...rest] = path.split('.')
  if (head === '') return value
  const copy: Record<string, unknown> = Array.isArray(record)
    ? Object.assign([], record)
    : { ...Object(record) }
  const part = rest.length === 0 ? value : changed(copy[head], rest.join('.'), value)
  if (part === undefined) delete copy[head]
  else copy[head] = part
  return copy
}

async function codeOf(record: unknown, entrants: string | Uint8Array): Promise<Hcd1Code | 'valid'> {
  const bytes = typeof entrants === 'string' ? bytesOf(entrants) : entrants
  const verdict = await verifyRecord(record, bytes, tools)
  return verdict.valid ? 'valid' : verdict.code
}

const HEX = 'ab'.repeat(32)
const MUG = { id: 'mug', winners: 1, alternates: 1 }
const OTHER_CHAIN = '8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce'

/** Path in the real record of three people, what is put there, and the code that must come. */
const faults: [string, unknown, Hcd1Code | 'valid'][] = [
  ['', null, 'entrants-hash'],
  ['', [], 'entrants-hash'],
  ['', 'record', 'entrants-hash'],
  ['entrants_sha256', undefined, 'entrants-hash'],
  ['entrants_sha256', REAL.record.entrants_sha256?.toString().toUpperCase(), 'entrants-hash'],
  ['commit', undefined, 'commit-fields'],
  ['commit', [], 'commit-fields'],
  ['commit.extra', 1, 'commit-fields'],
  ['commit.rules', undefined, 'commit-fields'],
  ['commit.v', undefined, 'commit-fields'],
  ['commit.items', undefined, 'commit-fields'],
  ['commit.v', 'hcd2', 'commit-value'],
  ['commit.v', 1, 'commit-value'],
  ['commit.contest', '', 'commit-value'],
  ['commit.contest', 'https://contest.example/c/høst', 'commit-value'],
  ['commit.contest', 'https://contest.example/"', 'commit-value'],
  ['commit.contest', 'https://contest.example/\\', 'commit-value'],
  ['commit.contest', 'https://contest.example/\n', 'commit-value'],
  ['commit.contest', null, 'commit-value'],
  ['commit.draw', 0, 'commit-value'],
  ['commit.draw', '1', 'commit-value'],
  ['commit.draw', true, 'commit-value'],
  ['commit.draw', 1.5, 'commit-value'],
  ['commit.draw', Number.NaN, 'commit-value'],
  ['commit.draw', 2 ** 53, 'commit-value'],
  ['commit.draw', 2, 'commit-hash'],
  ['commit.prev', '', 'commit-value'],
  ['commit.prev', '0', 'commit-value'],
  ['commit.prev', 'A'.repeat(64), 'commit-value'],
  ['commit.prev', null, 'commit-value'],
  ['commit.prev', HEX, 'commit-hash'],
  ['commit.rules', HEX.slice(2), 'commit-value'],
  ['commit.rules', `${HEX}\n`, 'commit-value'],
  ['commit.n', -1, 'commit-value'],
  ['commit.n', '3', 'commit-value'],
  ['commit.n', 4, 'commit-hash'],
  ['commit.root', 'x'.repeat(64), 'commit-value'],
  ['commit.root', HEX, 'commit-hash'],
  ['commit.max_prizes', -1, 'commit-value'],
  ['commit.max_prizes', false, 'commit-value'],
  ['commit.max_prizes', 0, 'commit-hash'],
  ['commit.items', {}, 'commit-items'],
  ['commit.items', [], 'commit-items'],
  ['commit.items', [MUG, MUG], 'commit-items'],
  ['commit.items', [MUG, null], 'commit-items'],
  ['commit.items', [MUG, { ...MUG, id: 'tee' }], 'commit-hash'],
  ['commit.items.0.id', 'Mug', 'commit-items'],
  ['commit.items.0.id', 'm'.repeat(64), 'commit-items'],
  ['commit.items.0.id', 'm'.repeat(63), 'commit-hash'],
  ['commit.items.0.id', 7, 'commit-items'],
  ['commit.items.0.winners', 0, 'commit-items'],
  ['commit.items.0.winners', -1, 'commit-items'],
  ['commit.items.0.winners', '1', 'commit-items'],
  ['commit.items.0.winners', Number.MAX_SAFE_INTEGER, 'commit-hash'],
  ['commit.items.0.winners', undefined, 'commit-items'],
  ['commit.items.0.alternates', -1, 'commit-items'],
  ['commit.items.0.alternates', true, 'commit-items'],
  ['commit.items.0.alternates', 0, 'commit-hash'],
  ['commit.items.0.extra', 1, 'commit-items'],
  ['commit.randomness', null, 'commit-randomness'],
  ['commit.randomness', { type: 'dice' }, 'commit-randomness'],
  ['commit.randomness.type', undefined, 'commit-randomness'],
  ['commit.randomness.extra', 1, 'commit-randomness'],
  ['commit.randomness.chain', undefined, 'commit-randomness'],
  ['commit.randomness.chain', HEX.toUpperCase(), 'commit-randomness'],
  ['commit.randomness.chain', OTHER_CHAIN, 'commit-hash'],
  ['commit.randomness.round', 0, 'commit-randomness'],
  ['commit.randomness.round', 1.5, 'commit-randomness'],
  ['commit.randomness.round', '657413', 'commit-randomness'],
  ['commit.randomness.round', 657414, 'commit-hash'],
  ['commit.randomness', { type: 'manual', source: '' }, 'commit-randomness'],
  ['commit.randomness', { type: 'manual', source: 'Lotto på lørdag' }, 'commit-randomness'],
  ['commit.randomness', { type: 'manual', source: 'Lotto' }, 'commit-hash'],
  ['commit.randomness', { type: 'local', commit: HEX.slice(1) }, 'commit-randomness'],
  ['commit.randomness', { type: 'local', secret: HEX }, 'commit-randomness'],
  ['commit.randomness', { type: 'local', commit: HEX }, 'commit-hash'],
  ['commit_hash', undefined, 'commit-hash'],
  ['commit_hash', HEX, 'commit-hash'],
  ['commit_hash', REAL.record.commit_hash.toUpperCase(), 'commit-hash'],
  ['randomness', undefined, 'randomness-round'],
  ['randomness', [], 'randomness-round'],
  ['randomness', { type: 'local', secret: HEX }, 'randomness-round'],
  ['randomness.type', 'manual', 'randomness-round'],
  ['randomness.chain', OTHER_CHAIN, 'randomness-round'],
  ['randomness.chain', undefined, 'randomness-round'],
  ['randomness.round', 657414, 'randomness-round'],
  ['randomness.round', '657413', 'randomness-round'],
  ['randomness.signature', undefined, 'randomness-value'],
  ['randomness.signature', '', 'randomness-value'],
  ['randomness.signature', 'abc', 'randomness-value'],
  ['randomness.signature', 'zz', 'randomness-value'],
  ['randomness.signature', 7, 'randomness-value'],
  [
    'randomness.signature',
    String(Object(REAL.record.randomness).signature).toUpperCase(),
    'randomness-value',
  ],
  ['randomness.value', HEX, 'randomness-value'],
  ['randomness.value', undefined, 'randomness-value'],
  ['randomness.extra', 1, 'randomness-value'],
  ['seed', undefined, 'seed'],
  ['seed', HEX, 'seed'],
  ['seed', REAL.record.seed.toUpperCase(), 'seed'],
  ['events', undefined, 'event-order'],
  ['events', {}, 'event-order'],
  ['events', [null], 'event-order'],
  ['result', undefined, 'result'],
  ['result', [], 'result'],
  ['result', {}, 'result'],
  ['result.0.item', 'tee', 'result'],
  ['result.0.tickets', 4, 'result'],
  ['result.0.tickets', '3', 'result'],
  ['result.0.tickets', Number.NaN, 'result'],
  ['result.0.unfilled', 1, 'result'],
  ['result.0.unfilled', undefined, 'result'],
  ['result.0.extra', 1, 'result'],
  ['result.0.winners', [], 'result'],
  ['result.0.winners.0.slot', 2, 'result'],
  ['result.0.winners.0.via', 'redraw:1', 'result'],
  ['result.0.winners.0.ticket', 1, 'result'],
  ['result.0.winners.0.value', HEX, 'result'],
  ['result.0.winners.0.extra', 'é', 'result'],
  ['result.0.alternates', [], 'result'],
  ['result.0.alternates.1', { pid: HEX, ticket: 0, value: HEX }, 'result'],
  ['extra', 1, 'result'],
  ['v', 'hcd2', 'result'],
  ['v', undefined, 'result'],
  ['rev', 0, 'result'],
  ['rev', '1', 'result'],
  ['rev', 2, 'result'],
  ['rev', undefined, 'result'],
  ['prev', HEX, 'result'],
  ['prev', '0', 'result'],
  ['prev', undefined, 'result'],
  ['reveals', {}, 'reveal'],
  ['reveals', null, 'reveal'],
  ['reveals.0', 'x', 'reveal'],
  ['reveals.0.pid', HEX, 'reveal'],
  ['reveals.0.pid', undefined, 'reveal'],
  ['reveals.0.participant', 'mastodon:https://social.example/users/u1', 'reveal'],
  ['reveals.0.participant', 'nobody', 'reveal'],
  ['reveals.0.participant', undefined, 'reveal'],
  ['reveals.0.salt', HEX, 'reveal'],
  ['reveals.0.salt', HEX.slice(2), 'reveal'],
  ['reveals.0.extra', 1, 'reveal'],
  ['reveals', undefined, 'valid'],
  ['reveals', [], 'valid'],
]
for (const [path, value, code] of faults) {
  const shown = value === undefined ? 'removed' : JSON.stringify(value).slice(0, 50)
  t.test(`${path || 'the record'} ${shown} is ${code}`, async (t) => {
    t.equal(await codeOf(changed(REAL.record, path, value), REAL.entrants), code)
  })
}

const eventFaults: [string, unknown, Hcd1Code | 'valid'][] = [
  ['events.0', null, 'event-order'],
  ['events.0.seq', 2, 'event-order'],
  ['events.0.seq', '1', 'event-order'],
  ['events.0.seq', true, 'event-order'],
  ['events.0.seq', undefined, 'event-order'],
  ['events.0.phase', 'during', 'event-order'],
  ['events.0.phase', undefined, 'event-order'],
  ['events.0.phase', 'before', 'result'],
  ['events.0.pid', HEX, 'event-scope'],
  ['events.0.pid', null, 'event-scope'],
  ['events.0.pid', undefined, 'event-scope'],
  ['events.0.item', 'tee', 'event-scope'],
  ['events.0.item', 7, 'event-scope'],
  ['events.0.item', undefined, 'event-scope'],
  ['events.0.item', null, 'valid'],
  ['events.0.ticket', 0, 'valid'],
  ['events.0.ticket', 1, 'event-scope'],
  ['events.0.ticket', -1, 'event-scope'],
  ['events.0.ticket', '0', 'event-scope'],
  ['events.0.ticket', false, 'event-scope'],
  ['events.0.ticket', undefined, 'event-scope'],
  ['events.0.reason', 'bad_luck', 'event-scope'],
  ['events.0.reason', null, 'event-scope'],
  ['events.0.extra', 1, 'event-scope'],
  ['events.0.at', '2026-05-03T10:01:00', 'event-scope'],
  ['events.0.at', '2026-05-03T10:01:00+00:00', 'event-scope'],
  ['events.0.at', '2026-05-03 10:01:00Z', 'event-scope'],
  ['events.0.at', '2026-05-03T10:01:00z', 'event-scope'],
  ['events.0.at', '2026-05-03T24:00:00Z', 'event-scope'],
  ['events.0.at', '2026-05-03T10:60:00Z', 'event-scope'],
  ['events.0.at', '2026-05-03T10:01:60Z', 'event-scope'],
  ['events.0.at', '2026-02-29T10:01:00Z', 'event-scope'],
  ['events.0.at', '2026-13-01T10:01:00Z', 'event-scope'],
  ['events.0.at', '2026-05-03T10:01:00.Z', 'event-scope'],
  ['events.0.at', 1777802460, 'event-scope'],
  ['events.0.at', '2028-02-29T23:59:59.123Z', 'valid'],
  ['events.1', { ...Object(REDRAWN.record.events[0]), seq: 3 }, 'event-order'],
  ['events.1', { ...Object(REDRAWN.record.events[0]), seq: 2, phase: 'before' }, 'event-order'],
  ['events.1', { ...Object(REDRAWN.record.events[0]), seq: 2 }, 'valid'],
]
for (const [path, value, code] of eventFaults) {
  const shown = value === undefined ? 'removed' : JSON.stringify(value).slice(0, 50)
  t.test(`${path} ${shown} is ${code}`, async (t) => {
    t.equal(await codeOf(changed(REDRAWN.record, path, value), REDRAWN.entrants), code)
  })
}

t.test('a ticket without an item is out of scope', async (t) => {
  const event = { ...Object(REDRAWN.record.events[0]), item: null, ticket: 0 }
  t.equal(await codeOf(changed(REDRAWN.record, 'events.0', event), REDRAWN.entrants), 'event-scope')
})

t.test('the order of all events is looked at before the scope of any', async (t) => {
  const [event] = REDRAWN.record.events
  const events = [
    { ...Object(event), pid: HEX },
    { ...Object(event), seq: 7 },
  ]
  t.equal(await codeOf(changed(REDRAWN.record, 'events', events), REDRAWN.entrants), 'event-order')
})

t.test('of several faults the first in the order of codes is told', async (t) => {
  const places: [Hcd1Code, string, unknown][] = [
    ['reveal', 'reveals', [{ pid: HEX, participant: 'a:b', salt: HEX }]],
    ['result', 'result', []],
    ['event-scope', 'events.0.pid', HEX],
    ['event-order', 'events.1', {}],
    ['seed', 'seed', HEX],
    ['randomness-local', 'randomness.secret', HEX],
    ['commit-hash', 'commit_hash', HEX],
    ['commit-randomness', 'commit.randomness', {}],
    ['commit-items', 'commit.items', []],
    ['commit-value', 'commit.n', -1],
    ['commit-fields', 'commit.extra', 1],
    ['entrants-hash', 'entrants_sha256', HEX],
  ]
  let record: unknown = { ...LOCAL.record, events: [...LOCAL.record.events] }
  t.equal(await codeOf(record, LOCAL.entrants), 'valid')
  for (const [code, path, value] of places) {
    record = changed(record, path, value)
    t.equal(await codeOf(record, LOCAL.entrants), code)
  }
  t.equal(await codeOf(record, LOCAL_LIST.trimEnd()), 'list-newline')
})

t.test('a local secret is 32 bytes and the one that was committed to', async (t) => {
  for (const randomness of [
    { type: 'local', secret: HEX },
    { type: 'local', secret: '5E'.repeat(32) },
    { type: 'local', secret: '5e'.repeat(31) },
    { type: 'local', secret: '5e'.repeat(32), extra: 1 },
    { type: 'local' },
    { type: 'manual', text: '1./' },
    null,
  ]) {
    const record = { ...LOCAL.record, randomness }
    t.equal(await codeOf(record, LOCAL.entrants), 'randomness-local', JSON.stringify(randomness))
  }
})

t.test('an unknown chain is a matter of the signature, which comes last', async (t) => {
  const bytes = bytesOf(REAL.entrants)
  const verdict = await verifyRecord(REAL.record, bytes, { ...tools, chains: [] })
  t.match(verdict, { valid: false, code: 'randomness-signature', message: /not one we know/ })
  const worse = changed(REAL.record, 'reveals.0.salt', HEX)
  t.match(await verifyRecord(worse, bytes, { ...tools, chains: [] }), { code: 'reveal' })
})

t.test('of several chains the one that was named has to have signed', async (t) => {
  const { chain: other } = await createTestChain()
  for (const chains of [
    [other, ...tools.chains],
    [...tools.chains, other],
  ])
    t.match(await verifyRecord(REAL.record, bytesOf(REAL.entrants), { ...tools, chains }), { valid: true })
})

t.test('a commitment that its own hash fits is held against the list', async (t) => {
  for (const [change, code] of [
    [{ n: 4 }, 'commit-n'],
    [{ n: 2 }, 'commit-n'],
    [{ root: HEX }, 'commit-root'],
  ] as const) {
    const commit = { ...LOCAL.commit, ...change }
    const commit_hash = await commitHash(commit, nodeHashing)
    const record = { ...LOCAL.record, commit, commit_hash }
    t.equal(await codeOf(record, LOCAL.entrants), code)
  }
})

t.test('a valid record says what was drawn', async (t) => {
  t.same(await verifyRecord(REAL.record, bytesOf(REAL.entrants), tools), {
    valid: true,
    contest: 'https://contest.example/c/small-3-1',
    draw: 1,
    rev: 1,
    n: 3,
    level: 'A',
  })
})

t.test('a browser comes to the same verdicts', async (t) => {
  const web = { ...tools, hashing: webHashing }
  for (const { record, entrants } of [REAL, REDRAWN, draw('items-cap1-9'), draw('source-local')]) {
    t.match(await verifyRecord(record, bytesOf(entrants), web), { valid: true })
  }
  t.match(await verifyRecord(changed(REAL.record, 'seed', HEX), bytesOf(REAL.entrants), web), {
    code: 'seed',
  })
})

/** Every leaf of a JSON value, with its path. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, part]) => leaves(part, path === '' ? key : `${path}.${key}`))
}

/** Wrong values in place of a right one. */
function spoilt(value: unknown): unknown[] {
  if (typeof value === 'number') return [value + 1, value - 1, -1, 0.5, `${value}`, true, null, [], undefined]
  if (value === null) return [0, '', false, {}, undefined]
  const text = String(value)
  const flipped = `${text.startsWith('x') ? 'y' : 'x'}${text.slice(1)}`
  return [flipped, `${text} `, text.slice(1), '', 1, null, [text], undefined]
}

/**
 * What one file cannot show: an event that says something else to the same effect. It is another file, and the next
 * revision or the list of revisions names its hash.
 */
async function isOtherEvent(path: string, record: unknown, other: unknown): Promise<boolean> {
  return path.startsWith('events.') && (await hashOf(record)) !== (await hashOf(other))
}

function hashOf(record: unknown): Promise<string> {
  const { reveals: _names, ...hashed } = Object(record)
  return sha256Hex(bytesOf(canonicalJson(hashed)), tools.hashing)
}

const whole: [string, unknown, string | Uint8Array][] = [
  ['small-3-1', REAL.record, REAL.entrants],
  ['redraw-one', REDRAWN.record, REDRAWN.entrants],
  ['items-cap1-9', draw('items-cap1-9').record, draw('items-cap1-9').entrants],
  ['a local draw', LOCAL.record, LOCAL.entrants],
]
for (const [name, record, entrants] of whole) {
  t.test(`whatever single value of ${name} is changed, a code or the revision hash says so`, async (t) => {
    const unseen: string[] = []
    const unknown: string[] = []
    let count = 0
    for (const [path, value] of leaves(record)) {
      for (const wrong of spoilt(value)) {
        const other = changed(record, path, wrong)
        const code = await codeOf(other, entrants)
        if (code === 'valid' && !(await isOtherEvent(path, record, other))) {
          unseen.push(`${path}: ${JSON.stringify(wrong)} instead of ${JSON.stringify(value)}`)
        }
        if (code !== 'valid' && !HCD1_CODES.includes(code)) unknown.push(`${path}: ${code}`)
        count += 1
      }
      const [parent] = path.split(/\.[^.]*$/)
      if (path.includes('.') && (await codeOf(changed(record, `${parent}.added`, 1), entrants)) === 'valid') {
        unseen.push(`${parent} with a field more`)
      }
    }
    t.same(unseen, [])
    t.same(unknown, [])
    t.ok(count > 200, `${count} changes`)
  })

  t.test(`whatever single byte of ${name}'s list is changed, a code says so`, async (t) => {
    const bytes = typeof entrants === 'string' ? bytesOf(entrants) : entrants
    const unseen: string[] = []
    let count = 0
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] ?? 0
      const variants = [
        bytes.with(at, byte ^ 1),
        bytes.with(at, byte ^ 0x80),
        Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]),
        Uint8Array.from([...bytes.subarray(0, at), byte, ...bytes.subarray(at)]),
      ]
      for (const [i, variant] of variants.entries()) {
        if ((await codeOf(record, variant)) === 'valid') unseen.push(`byte ${at}, change ${i}`)
        count += 1
      }
    }
    t.same(unseen, [])
    t.ok(count >= 4 * 65, `${count} changes`)
  })
}

t.test('the file that is served verifies, names in any script included', async (t) => {
  const { record, entrants } = draw('unicode')
  const verdict = await verifyRecord(record, bytesOf(entrants), tools)
  t.match(verdict, { valid: true })
  const named = {
    ...LOCAL.record,
    reveals: [
      {
        pid: LOCAL.pids.ane ?? '',
        participant: keyOf('ane'),
        salt: Buffer.from(saltOf('ane')).toString('hex'),
      },
    ],
  }
  t.equal(await codeOf(parseJson(formatRecord(named)), LOCAL.entrants), 'valid')
})

t.test('a name that belongs to its pid but not to the list is refused', async (t) => {
  const stranger = { pid: await pidOf(keyOf('eva'), saltOf('eva'), tools.hashing), participant: keyOf('eva') }
  const reveals = [{ ...stranger, salt: Buffer.from(saltOf('eva')).toString('hex') }]
  t.equal(await codeOf({ ...LOCAL.record, reveals }, LOCAL.entrants), 'reveal')
  const listed = await aDraw({ people: { ane: { mug: 1 }, eva: { mug: 1 } } })
  t.equal(await codeOf({ ...listed.record, reveals }, listed.entrants), 'valid')
})

t.test('a list with more tickets than may be checked is no verdict', async (t) => {
  const bytes = bytesOf(REAL.entrants)
  await t.rejects(verifyRecord(REAL.record, bytes, { ...tools, mostTickets: 2 }), TooManyTickets)
  t.match(await verifyRecord(REAL.record, bytes, { ...tools, mostTickets: 3 }), { valid: true })
})
