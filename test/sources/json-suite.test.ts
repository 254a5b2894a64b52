import { readFileSync } from 'node:fs'
import t from 'tap'
import { manualClock } from '../../server/clock.ts'
import { HOUR } from '../../server/contest/instant.ts'
import { signBody } from '../../server/rehearsal/instagram-webhook.ts'
import { frameReader } from '../../server/sources/bluesky-frame.ts'
import { connectSource } from '../../server/sources/connect.ts'
import { sources } from '../../server/sources/index.ts'
import { instagram } from '../../server/sources/instagram.ts'
import { SAMPLE_BYTES } from '../../server/sources/sample.ts'
import { type Batch, SourceError } from '../../server/sources/source.ts'
import { NOON, TAG } from '../support/mastodon.ts'
import { startMediaServer } from '../support/media-server.ts'
import { ioFor, memoryFor } from '../support/source-io.ts'

/** Texts that every parser of JSON must take (`y_`), must refuse (`n_`), or may treat as it likes (`i_`). */
const SUITE = readFileSync(new URL('../fixtures/json/parsing.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [name = '', pieces = ''] = line.split(' ')
    return { name, bytes: Buffer.concat(pieces.split('+').map(pieceOf)) }
  })

function pieceOf(piece: string): Buffer {
  const [hex = '', times = '1'] = piece.split('*')
  return Buffer.from(hex.repeat(Number(times)), 'hex')
}

const GAP = { from: NOON - HOUR, until: NOON, why: 'A test' }

/** Every source that asks a network for JSON, with settings that lead to a server of the test. */
const READERS: [kind: string, settings: (url: string) => object][] = [
  ['mastodon', (url) => ({ url })],
  ['misskey', (url) => ({ url })],
  ['threads', (url) => ({ url, token: 'token' })],
  ['flickr', (url) => ({ url, key: 'key' })],
  ['tumblr', (url) => ({ url, key: 'key' })],
  ['feed', (url) => ({ url: `${url}/feed.json` })],
  ['bluesky', (url) => ({ service: url, appview: url, identifier: 'kari.example', password: 'pass-word' })],
  [
    'instagram',
    (baseUrl) => ({ baseUrl, pageId: '1', appId: '2', appSecret: 'secret', token: 'token', accountId: '3' }),
  ],
]

for (const [kind, settings] of READERS) {
  t.test(`${kind}: ${SUITE.length} answers are read or refused, and none breaks anything`, async (t) => {
    let body: Uint8Array = new Uint8Array()
    const server = await startMediaServer(t, (_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(body)
    })
    const io = ioFor(t, manualClock(NOON))
    const target = kind === 'feed' ? { url: `${server.origin}/feed.json` } : TAG
    const wrong: string[] = []
    for (const { name, bytes } of SUITE) {
      body = bytes
      const its = { ...io, memory: memoryFor() }
      const source = connectSource(sources, kind, JSON.stringify(settings(server.origin)), its)
      const { posts, error } = await readAll(
        kind === 'bluesky' ? source.fill?.(target, GAP) : source.poll(target, undefined, GAP.from),
      )
      const refused = error instanceof SourceError && error.kind === 'unreadable' ? error : null
      if (error !== null && refused === null) wrong.push(`${name}: ${error}`)
      if (name.startsWith('n_') && error === null) wrong.push(`${name} was read`)
      if (posts > 0) wrong.push(`${name} brought a post`)
      if (Buffer.byteLength(refused?.sample ?? '') > SAMPLE_BYTES) wrong.push(`${name} left a long sample`)
    }
    t.strictSame(wrong, [])
    t.equal(SUITE.length, 318)
    t.ok(server.requests.length >= SUITE.length, `${server.requests.length} requests`)
  })
}

async function readAll(read: AsyncIterable<Batch> | undefined): Promise<{ posts: number; error: unknown }> {
  let posts = 0
  try {
    for await (const { changes } of read ?? []) posts += changes.length
    return { posts, error: null }
  } catch (error) {
    return { posts, error }
  }
}

t.test('news that is signed is taken or refused, whatever it is', async (t) => {
  const settings = instagram.settings.parse({ pageId: '1', appId: '2', appSecret: 'secret', token: 'token' })
  const io = ioFor(t, manualClock(NOON))
  const wrong: string[] = []
  for (const { name, bytes } of SUITE) {
    const request = { method: 'POST' as const, query: {}, ...signBody('secret', bytes) }
    const receipt = await instagram.receive?.(settings, request, io)
    // News may stand in a list, so an empty one is no news.
    const status = /^y_.*array_empty$|^y_structure_whitespace_array$/.test(name) ? 200 : 400
    if (receipt?.status !== status || receipt.deliveries.length > 0) wrong.push(name)
  }
  t.strictSame(wrong, [])
})

t.test('a frame of a stream is odd, or none of ours, whatever it is', (t) => {
  const wrong: string[] = []
  for (const version of [1, 2] as const) {
    const read = frameReader(version, () => true)
    for (const { name, bytes } of SUITE) {
      const { event } = read(new TextDecoder().decode(bytes))
      if (event !== null && event.kind !== 'odd') wrong.push(`${name}: ${event.kind}`)
    }
  }
  t.strictSame(wrong, [])
  t.end()
})
