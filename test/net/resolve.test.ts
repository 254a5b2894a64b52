import { createSocket } from 'node:dgram'
import t from 'tap'
import { createResolver } from '../../server/net/resolve.ts'

const A = 1
const AAAA = 28

/** A name server on loopback: the addresses of each name and type as raw bytes; unknown names do not exist. */
async function startNameServer(zone: Record<string, Partial<Record<number, number[][]>>>): Promise<string> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const end = query.indexOf(0, 12)
    const name = query.toString('latin1', 13, end).replace(/[^a-z]/gi, '.')
    const question = query.subarray(12, end + 5)
    const type = question.readUInt16BE(question.length - 4)
    const records = zone[name]?.[type] ?? []
    const header = Buffer.alloc(12)
    header.writeUInt16BE(query.readUInt16BE(0), 0)
    header.writeUInt16BE(zone[name] ? 0x8180 : 0x8183, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(records.length, 6)
    const answers = records.map((data) =>
      Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length, ...data]),
    )
    socket.send(Buffer.concat([header, question, ...answers]), from.port, from.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  t.teardown(() => socket.close())
  return `127.0.0.1:${socket.address().port}`
}

const server = await startNameServer({
  'both.example': {
    [A]: [
      [192, 0, 2, 1],
      [10, 0, 0, 1],
    ],
    [AAAA]: [[0x20, 1, 0xd, 0xb8, ...Array(11).fill(0), 1]],
  },
  'old.example': { [A]: [[192, 0, 2, 2]] },
  'new.example': { [AAAA]: [[0x20, 1, 0xd, 0xb8, ...Array(11).fill(0), 2]] },
  'empty.example': {},
})
const resolve = createResolver([server])

t.test('a name brings all its addresses of both families', async (t) => {
  t.same((await resolve('both.example')).sort(), ['10.0.0.1', '192.0.2.1', '2001:db8::1'])
})

t.test('one family is enough', async (t) => {
  t.same(await resolve('old.example'), ['192.0.2.2'])
  t.same(await resolve('new.example'), ['2001:db8::2'])
})

t.test('a name without addresses, and one that does not exist, are errors with a code', async (t) => {
  await t.rejects(resolve('empty.example'), { code: 'ENODATA' })
  await t.rejects(resolve('nowhere.example'), { code: 'ENOTFOUND' })
})
