import t from 'tap'
import { FetchError } from '../../server/net/fetch-error.ts'
import { type Hop, nextHop } from '../../server/net/redirect.ts'
import { failure } from '../support/fetch-failure.ts'

const HEADERS = {
  Authorization: 'Bearer secret',
  cookie: 'a=b',
  'x-api-key': 'secret',
  Accept: 'application/json',
  'content-type': 'application/json',
}

function aHop(part: Partial<Hop> = {}): Hop {
  return {
    url: new URL('https://a.example/one?token=1'),
    method: 'GET',
    headers: HEADERS,
    body: undefined,
    ...part,
  }
}

t.test('only the five redirect codes with a location lead on', async (t) => {
  for (const status of [301, 302, 303, 307, 308]) {
    t.equal(nextHop(aHop(), status, '/two')?.url.href, 'https://a.example/two', String(status))
    t.equal(nextHop(aHop(), status, null), null, `${status} without location`)
  }
  for (const status of [200, 300, 304, 305, 306, 404, 500]) {
    t.equal(nextHop(aHop(), status, '/two'), null, String(status))
  }
})

t.test('the same origin gets every header again', async (t) => {
  const { 'content-type': _, ...kept } = HEADERS
  t.strictSame(nextHop(aHop(), 302, '/two')?.headers, kept)
})

t.test('another origin gets no header that could be a secret', async (t) => {
  for (const other of ['https://b.example/', 'https://a.example:444/', '//b.example/x']) {
    t.strictSame(nextHop(aHop(), 302, other)?.headers, { Accept: 'application/json' }, other)
  }
})

t.test('a redirected POST becomes a GET without its body, except by 307 and 308', async (t) => {
  const post = aHop({ method: 'POST', body: '{}' })
  for (const status of [301, 302, 303]) {
    t.match(nextHop(post, status, '/two'), { method: 'GET', body: undefined }, String(status))
  }
  for (const status of [307, 308]) {
    t.match(nextHop(post, status, '/two'), { method: 'POST', body: '{}', headers: HEADERS }, String(status))
  }
})

t.test('a POST is never sent on to another origin', async (t) => {
  const post = aHop({ method: 'POST', body: '{}' })
  for (const status of [307, 308]) t.throws(() => nextHop(post, status, 'https://b.example/'), FetchError)
  t.equal(nextHop(post, 303, 'https://b.example/')?.method, 'GET')
})

t.test('https never leads back to http, while http may lead to https', async (t) => {
  t.throws(
    () => nextHop(aHop(), 302, 'http://a.example/two?token=2'),
    failure('redirects', 'https://a.example/one: redirects from https to http (http://a.example/two)'),
  )
  const plain = aHop({ url: new URL('http://a.example/') })
  t.equal(nextHop(plain, 302, 'https://a.example/')?.url.protocol, 'https:')
})

t.test('a location that is no URL is an error, and a fragment is dropped', async (t) => {
  t.throws(() => nextHop(aHop(), 302, 'https://[oops'), failure('redirects'))
  t.equal(nextHop(aHop(), 302, '#part')?.url.href, 'https://a.example/one?token=1')
})
