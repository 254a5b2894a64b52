import type { RequestListener } from 'node:http'
import t from 'tap'
import { manualClock } from '../../server/clock.ts'
import { HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import {
  type ApiOptions,
  createApiClient,
  LARGEST_ANSWER,
  parseJson,
} from '../../server/sources/api-client.ts'
import { SourceError } from '../../server/sources/source.ts'
import { NOON } from '../support/mastodon.ts'
import { startMediaServer } from '../support/media-server.ts'
import type { Cleaner } from '../support/scratch.ts'
import { ioFor } from '../support/source-io.ts'

const SECRET = 'hemmelig-nøkkel'

async function aClient(t: Cleaner, answer: RequestListener, options: Partial<ApiOptions> = {}) {
  const server = await startMediaServer(t, answer)
  const clock = manualClock(NOON)
  const client = createApiClient(
    { base: server.origin, secrets: [SECRET], unauthorised: 'wants another key', ...options },
    ioFor(t, clock),
  )
  const refusal = async (path = '/posts') => {
    const error: unknown = await client.ask({ path }).catch((error: unknown) => error)
    if (!(error instanceof SourceError)) throw new Error(`Found ${error}; expected a SourceError`)
    return error
  }
  return { server, clock, client, refusal }
}

/** Answers with this status and these headers, and repeats the secret. */
const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(code, headers).end(JSON.stringify({ error: `no, not with ${SECRET}` }))
  }

t.test('each status means one thing, and no message or sample holds a secret', async (t) => {
  const meant: [number, SourceError['kind'], boolean][] = [
    [400, 'refused', false],
    [401, 'needs_attention', false],
    [403, 'refused', false],
    [429, 'throttled', true],
    [500, 'unreachable', false],
    [502, 'unreachable', false],
    [503, 'unreachable', false],
  ]
  for (const [code, kind, waits] of meant) {
    const { refusal } = await aClient(t, status(code))
    const { message, sample, ...error } = await refusal()
    t.match(error, { kind, waitUntil: waits ? NOON + MINUTE : null }, String(code))
    t.match(sample, /no, not with \*\*\*/)
    t.notMatch(message + sample, SECRET)
  }
})

t.test('the wait of a refusal is read in every form, by the clock of the server', async (t) => {
  const forms: [Record<string, string>, number][] = [
    [{ 'retry-after': '120' }, 120],
    [{ 'retry-after': new Date(NOON + 120 * SECOND).toUTCString(), date: new Date(NOON).toUTCString() }, 120],
    [{ 'x-ratelimit-reset': '2026-09-01T12:02:00.123456Z', date: new Date(NOON).toUTCString() }, 120.123],
    [{ 'x-ratelimit-reset': String(NOON / 1_000 + 120), date: new Date(NOON).toUTCString() }, 120],
    [{ 'x-ratelimit-reset': '120' }, 120],
    [
      {
        'x-ratelimit-reset': new Date(NOON - 8 * MINUTE).toISOString(),
        date: new Date(NOON - 10 * MINUTE).toUTCString(),
      },
      120,
    ],
    [{ 'retry-after': String((48 * HOUR) / SECOND) }, 3_600],
  ]
  for (const [headers, seconds] of forms) {
    const limit = { 'x-ratelimit-limit': '300', 'x-ratelimit-remaining': '0' }
    const dated = { date: new Date(NOON).toUTCString(), ...limit, ...headers }
    const { refusal } = await aClient(t, status(429, dated))
    t.equal(((await refusal()).waitUntil ?? 0) - NOON, seconds * SECOND, JSON.stringify(headers))
  }
  const { refusal } = await aClient(t, status(503, { 'retry-after': '120' }))
  t.match(await refusal(), { kind: 'unreachable', waitUntil: NOON + 120 * SECOND })
})

t.test('what is not there is an answer, in JSON or not', async (t) => {
  for (const code of [404, 410]) {
    const { client } = await aClient(t, (_, response) => response.writeHead(code).end('<p>gone</p>'))
    t.match(await client.ask({ path: '/posts/1' }), { found: false, json: undefined })
  }
})

t.test('it stops before the budget is used up, and goes on when it is whole again', async (t) => {
  let left = 17
  const { server, client, refusal } = await aClient(t, (_, response) => {
    const headers = {
      'ratelimit-limit': '300',
      'ratelimit-remaining': String(--left),
      'ratelimit-reset': '90',
    }
    response.writeHead(200, headers).end('{}')
  })
  await client.ask({ path: '/posts' })
  t.same(client.budget(), { left: 16, of: 300, resetsAt: NOON + 90 * SECOND })
  await client.ask({ path: '/posts' })
  t.match(await refusal(), { kind: 'throttled', waitUntil: NOON + 90 * SECOND })
  t.equal(server.requests.length, 2, 'without asking')
})

t.test('a network’s own error goes before its status', async (t) => {
  const { refusal } = await aClient(t, status(400), {
    refused: ({ json }, fail) => (json ? fail('throttled', 'says so in its body') : undefined),
  })
  t.match(await refusal(), { kind: 'throttled', message: /says so in its body/ })
  const { client } = await aClient(t, status(400), { refused: () => 'not_found' })
  t.match(await client.ask({ path: '/posts' }), { found: false })
})

t.test('what is no JSON, too much, or cut off is the source’s fault, not ours', async (t) => {
  const bodies: [RequestListener, SourceError['kind'], RegExp][] = [
    [(_, response) => response.end(''), 'unreadable', /answered with nothing; expected JSON/],
    [(_, response) => response.setHeader('content-type', 'text/html').end('<p>'), 'unreadable', /text\/html/],
    [(_, response) => response.end('['.repeat(100_000)), 'unreadable', /something else/],
    [(_, response) => response.end('x'.repeat(LARGEST_ANSWER + 1)), 'unreadable', /could not be read/],
    [(_, response) => response.destroy(), 'unreachable', /could not be reached/],
  ]
  for (const [answer, kind, message] of bodies) {
    const { refusal } = await aClient(t, answer)
    t.match(await refusal(`/posts?key=${encodeURIComponent(SECRET)}`), { kind, message })
  }
})

t.test('what Postgres does not keep is taken out of texts', async (t) => {
  t.same(parseJson('{"a":"x\\u0000y","b":"\\ud800z","c":["\\u0000"]}'), { a: 'xy', b: '\ufffdz', c: [''] })
  t.equal(parseJson('{'), undefined)
})
