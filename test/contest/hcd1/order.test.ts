import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { orderTickets } from '../../../server/contest/hcd1/order.ts'
import { parseEntrants } from '../../../server/contest/hcd1/parse-entrants.ts'
import { drawTickets } from '../../../server/contest/hcd1/tickets.ts'
import { nodeHashing } from '../../../server/hashing.ts'
import { bytesOf, draw, tools, vectors } from './vectors.ts'

const none = { values: new Uint8Array(), order: new Uint32Array() }

t.test('every ticket of the vectors has its value and its place', async (t) => {
  for (const { record, entrants, order } of vectors.draws) {
    const list = parseEntrants(bytesOf(entrants))
    for (const [item, expected] of Object.entries(order)) {
      const seed = Uint8Array.from(Buffer.from(record.seed, 'hex'))
      const [{ values, order } = none] = await drawTickets(list, [item], seed, tools.hashing)
      const found = [...order].map((ticket) => Buffer.from(values.subarray(32 * ticket, 32 * ticket + 32)))
      t.same(
        found.map((value) => value.toString('hex')),
        expected.map(({ value }) => value),
      )
    }
  }
})

t.test('a value is the HMAC of tag, item, pid and ticket', async (t) => {
  const [line = ''] = draw('freed').entrants.split('\n')
  const [pid = '', rest = ''] = line.split(' ')
  const item = rest.split(':')[0] ?? ''
  const seed = new Uint8Array(32).fill(3)
  const list = parseEntrants(bytesOf(`${pid} ${item}:10000\n`))
  const [{ values } = none] = await drawTickets(list, [item], seed, nodeHashing)
  for (const ticket of [0, 1, 255, 256, 9_999]) {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(ticket)
    const message = [Buffer.from(`hcd1/ticket\0${item}\0`), Buffer.from(pid, 'hex'), number]
    const value = createHmac('sha256', seed).update(Buffer.concat(message)).digest('hex')
    t.equal(Buffer.from(values.subarray(32 * ticket, 32 * ticket + 32)).toString('hex'), value)
  }
})

t.test('tickets are in order of tier, value and number, also where values begin or are alike', async (t) => {
  const value = fc.uint8Array({ minLength: 32, maxLength: 32 })
  const alike = fc.tuple(fc.nat({ max: 31 }), fc.nat({ max: 2 })).map(([place, byte]) => {
    const bytes = new Uint8Array(32).fill(7)
    bytes[place] = byte
    return bytes
  })
  const shares = fc.array(
    fc.record({
      tier: fc.constantFrom(0, 0, 1, 2 ** 31 - 1),
      values: fc.array(fc.oneof(value, alike), { minLength: 1 }),
    }),
  )
  fc.assert(
    fc.property(shares, (shares) => {
      const first = Uint32Array.from({ length: shares.length + 1 }, (_, i) =>
        shares.slice(0, i).reduce((sum, { values }) => sum + values.length, 0),
      )
      const tickets = shares.flatMap(({ tier, values }) => values.map((value) => ({ tier, value })))
      const values = Uint8Array.from(tickets.flatMap(({ value }) => [...value]))
      const order = orderTickets(first, Uint32Array.from(shares.map(({ tier }) => tier)), values)
      const expected = tickets
        .map((ticket, number) => ({ ...ticket, number }))
        .sort((a, b) => b.tier - a.tier || Buffer.compare(a.value, b.value) || a.number - b.number)
      t.same(
        [...order],
        expected.map(({ number }) => number),
      )
    }),
    { numRuns: 300 },
  )
})

t.test('many tickets whose values begin alike are in order', async (t) => {
  const count = 5_000
  const values = Uint8Array.from({ length: 32 * count }, (_, i) => {
    const [ticket, place] = [Math.floor(i / 32), i % 32]
    if (place < 4) return 0
    return place < 7 ? (ticket * 7919) >> (place - 4) : (ticket * 31 + place) & 0xff
  })
  const value = (ticket: number) => values.subarray(32 * ticket, 32 * ticket + 32)
  const expected = Array.from({ length: count }, (_, ticket) => ticket).sort(
    (a, b) => Buffer.compare(value(a), value(b)) || a - b,
  )
  t.same([...orderTickets(Uint32Array.of(0, count), Uint32Array.of(0), values)], expected)
})
