// Starts a whole network of the AT Protocol on loopback: a directory, a PDS, an AppView, and a Jetstream of version 1 that
// is fed from the PDS's own firehose. Says where they are in one line of JSON on stdout, and ends with its stdin.
// DB_POSTGRES_URL, REDIS_HOST and DB_POSTGRES_SCHEMA are those of the packages.
import { Server } from 'node:net'
import { TestNetwork } from '@atproto/dev-env'
import { IdResolver } from '@atproto/identity'
import { lexToJson } from '@atproto/lexicon'
import { Firehose } from '@atproto/sync'
import { WebSocketServer } from 'ws'

// Its servers listen on every address of the machine unless they are told otherwise.
const listen = Server.prototype.listen
Server.prototype.listen = function (...args) {
  if (typeof args[0] === 'number' && typeof args[1] !== 'string') args.splice(1, 0, '127.0.0.1')
  else if (typeof args[0] === 'object' && args[0] !== null && 'port' in args[0])
    args[0] = { ...args[0], host: '127.0.0.1' }
  return listen.apply(this, args)
}

const network = await TestNetwork.create({ dbPostgresSchema: process.env.DB_POSTGRES_SCHEMA ?? 'folkalog' })
const frames = []
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/subscribe' })
await new Promise((resolve) => sockets.once('listening', resolve))

function send(listener, { text, micros }, after) {
  if (micros >= after) listener.send(text)
}

sockets.on('connection', (listener, request) => {
  const cursor = new URL(request.url, 'ws://x').searchParams.get('cursor')
  if (cursor !== null) for (const frame of frames) send(listener, frame, Number(cursor))
})

const firehose = new Firehose({
  service: network.pds.url.replace('http', 'ws'),
  idResolver: new IdResolver({ plcUrl: network.plc.url }),
  unauthenticatedCommits: true,
  unauthenticatedHandles: true,
  getCursor: () => 0,
  handleEvent(event) {
    const frame = { did: event.did, time_us: Date.now() * 1000 + (frames.length % 1000), ...bodyOf(event) }
    frames.push({ text: JSON.stringify(frame), micros: frame.time_us })
    for (const listener of sockets.clients) send(listener, frames.at(-1), 0)
  },
  onError: (error) => console.error(String(error)),
})
void firehose.start()

function bodyOf(event) {
  const { seq, time, did } = event
  if (event.event === 'identity')
    return { kind: 'identity', identity: { did, handle: event.handle, seq, time } }
  if (event.event === 'account')
    return { kind: 'account', account: { did, active: event.active, status: event.status, seq, time } }
  if (event.event === 'sync') return { kind: 'sync', sync: { did, seq, time } }
  const { collection, rkey, cid, record } = event
  const written = record === undefined ? {} : { record: lexToJson(record), cid: cid.toString() }
  return { kind: 'commit', commit: { rev: event.rev, operation: event.event, collection, rkey, ...written } }
}

const { port } = sockets.address()
const where = { pds: network.pds.url, appview: network.bsky.url, stream: `ws://127.0.0.1:${port}` }
console.log(`\n${JSON.stringify(where)}`)

process.stdin.resume()
process.stdin.on('end', async () => {
  for (const one of sockets.clients) one.terminate()
  setTimeout(() => process.exit(0), 5_000).unref()
  await firehose.destroy()
  await network.close()
  process.exit(0)
})
