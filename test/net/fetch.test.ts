import type { RequestListener } from 'node:http'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { MAX_CODINGS } from '../../server/net/body.ts'
import { API_LIMITS, createGuardedFetch, MAX_CONNECTIONS } from '../../server/net/fetch.ts'
import { failure } from '../support/fetch-failure.ts'
import { drip, pour, startMediaServer } from '../support/media-server.ts'

const fetch = createGuardedFetch({ allowLoopback: true, userAgent: 'Folkalog/test' })
t.teardown(() => fetch.close())

const TEXT = Buffer.from('a catalogue out of the crowd’s pictures, '.repeat(50))

function always(
  body: Uint8Array | string,
  headers: Record<string, string> = {},
  status = 200,
): RequestListener {
  return (_, response) => response.writeHead(status, headers).end(body)
}

t.test('brings status, headers, final address and body', async (t) => {
  const server = await startMediaServer(
    t,
    always('no such page', { 'x-page': 'ünicode', 'content-type': 'text/plain' }, 404),
  )
  const answer = await fetch(`${server.origin}/a?b=1#c`, {
    headers: { Accept: 'text/plain', 'User-Agent': 'other' },
  })
  t.equal(answer.status, 404)
  t.equal(answer.headers.get('content-type'), 'text/plain')
  t.equal(Buffer.from(answer.body).toString(), 'no such page')
  t.strictSame(server.requests, ['GET /a?b=1'])
  t.match(server.headers[0], {
    accept: 'text/plain',
    'user-agent': 'Folkalog/test',
    'accept-encoding': 'gzip, br, deflate',
  })
})

t.test('sends a body with POST', async (t) => {
  const server = await startMediaServer(t, (request, response) => request.pipe(response))
  const answer = await fetch(server.origin, {
    method: 'POST',
    body: 'grüße',
    headers: { 'content-type': 'text/plain' },
  })
  t.equal(Buffer.from(answer.body).toString(), 'grüße')
})

t.test('decodes every coding it asks for', async (t) => {
  const codings: [string, Buffer][] = [
    ['gzip', gzipSync(TEXT)],
    ['x-gzip', gzipSync(TEXT)],
    ['br', brotliCompressSync(TEXT)],
    ['deflate', deflateSync(TEXT)],
    ['deflate', deflateRawSync(TEXT)],
    ['identity', TEXT],
    ['gzip, br', brotliCompressSync(gzipSync(TEXT))],
  ]
  for (const [coding, bytes] of codings) {
    const server = await startMediaServer(t, always(bytes, { 'content-encoding': coding }))
    t.strictSame(Buffer.from((await fetch(server.origin)).body), TEXT, coding)
  }
})

t.test('a body that is not in its coding is an error of its own', async (t) => {
  const cases: [string, Buffer][] = [
    ['gzip', TEXT],
    ['br', TEXT],
    ['gzip', gzipSync(TEXT).subarray(0, 40)],
    ['zstd', TEXT],
    [
      Array(MAX_CODINGS + 1)
        .fill('gzip')
        .join(),
      TEXT,
    ],
  ]
  for (const [coding, bytes] of cases) {
    const server = await startMediaServer(t, always(bytes, { 'content-encoding': coding }))
    await t.rejects(fetch(server.origin), failure('undecodable'), coding)
  }
})

t.test('a coding without a body is no error', async (t) => {
  const server = await startMediaServer(t, always('', { 'content-encoding': 'gzip' }, 304))
  t.match(await fetch(server.origin), { status: 304, body: { length: 0 } })
})

t.test('a body of exactly the limit is read, one byte more is not', async (t) => {
  for (const coding of ['identity', 'gzip']) {
    const bytes = coding === 'gzip' ? gzipSync(TEXT) : TEXT
    const server = await startMediaServer(t, always(bytes, { 'content-encoding': coding }))
    const whole = await fetch(server.origin, { limits: { maxBytes: TEXT.length } })
    t.equal(whole.body.length, TEXT.length, coding)
    await t.rejects(
      fetch(server.origin, { limits: { maxBytes: TEXT.length - 1 } }),
      failure('too_large'),
      coding,
    )
  }
})

t.test('the default limit is 10 MB', async (t) => {
  const server = await startMediaServer(t, (request, response) =>
    pour(response, Number(request.url?.slice(1))),
  )
  t.equal((await fetch(`${server.origin}/${API_LIMITS.maxBytes}`)).body.length, 10_000_000)
  await t.rejects(fetch(`${server.origin}/${API_LIMITS.maxBytes + 1}`), failure('too_large'))
})

t.test('a large body is given up at the limit, whatever its length header says', async (t) => {
  let sent = 0
  const server = await startMediaServer(t, async (request, response) => {
    if (request.url === '/honest') response.setHeader('content-length', 100_000_000)
    response.on('close', () => {
      sent = response.socket?.bytesWritten ?? 0
    })
    await pour(response, 100_000_000)
  })
  const before = process.memoryUsage().rss
  await t.rejects(fetch(server.origin, { limits: { maxBytes: 20_000_000 } }), failure('too_large'))
  t.ok(process.memoryUsage().rss - before < 64_000_000, 'memory grows by less than 64 MB')
  await t.rejects(
    fetch(`${server.origin}/honest`, { limits: { maxBytes: 20_000_000 } }),
    failure('too_large'),
  )
  t.ok(sent < 30_000_000, 'the server is not left to send it all')
})

t.test('a compression bomb, and one inside another, are stopped at the limit', async (t) => {
  const bomb = gzipSync(gzipSync(Buffer.alloc(300_000_000)))
  for (const coding of ['gzip', 'gzip, gzip']) {
    const server = await startMediaServer(t, always(bomb, { 'content-encoding': coding }))
    const before = process.memoryUsage().rss
    const result = fetch(server.origin, { limits: { maxBytes: 200_000 } })
    await t.rejects(result, failure('too_large'), coding)
    t.ok(process.memoryUsage().rss - before < 64_000_000, `${coding}: memory grows by less than 64 MB`)
  }
})

t.test('a server that drips is left at the deadline', async (t) => {
  const server = await startMediaServer(t, (_, response) => drip(response, 20))
  const start = performance.now()
  await t.rejects(fetch(server.origin, { limits: { deadline: 300 } }), failure('timeout'))
  t.ok(performance.now() - start >= 290, 'and not before')
})

t.test('the deadline also covers a server that never answers, and one that redirects for ever', async (t) => {
  const silent = await startMediaServer(t, () => {})
  await t.rejects(
    fetch(`${silent.origin}/a?token=1`, { limits: { deadline: 100 } }),
    failure('timeout', `${silent.origin}/a: no whole answer within 100 ms`),
  )
  const circle = await startMediaServer(t, (_, response) => {
    setTimeout(() => response.writeHead(302, { location: '/' }).end(), 20)
  })
  await t.rejects(
    fetch(circle.origin, { limits: { deadline: 200, maxRedirects: 1_000 } }),
    failure('timeout'),
  )
})

t.test('the deadline covers a name server that never answers', async (t) => {
  const waiting = createGuardedFetch({
    allowLoopback: true,
    userAgent: 'test',
    resolver: () => new Promise(() => {}),
  })
  await t.rejects(waiting('http://slow.example/', { limits: { deadline: 100 } }), failure('timeout'))
  await waiting.close()
})

t.test('the caller can call a request off, before and during it', async (t) => {
  const server = await startMediaServer(t, (_, response) => drip(response, 20))
  await t.rejects(fetch(server.origin, { signal: AbortSignal.abort() }), failure('aborted'))
  t.equal(server.connections(), 0)
  await t.rejects(fetch(server.origin, { signal: AbortSignal.timeout(100) }), failure('aborted'))
})

t.test('three redirects are followed, a fourth is not', async (t) => {
  const server = await startMediaServer(t, (request, response) => {
    const left = Number(request.url?.slice(1))
    if (left === 0) response.end('arrived')
    else response.writeHead(302, { location: `/${left - 1}` }).end('moved')
  })
  const answer = await fetch(`${server.origin}/3`)
  t.equal(answer.url, `${server.origin}/0`)
  t.equal(Buffer.from(answer.body).toString(), 'arrived')
  await t.rejects(fetch(`${server.origin}/4`), failure('redirects'))
})

t.test('a token is not carried to another origin', async (t) => {
  const second = await startMediaServer(t, always('here'))
  const first = await startMediaServer(t, (_, response) => {
    response.writeHead(302, { location: `${second.origin}/there` }).end()
  })
  await fetch(first.origin, {
    headers: { Authorization: 'Bearer secret', 'X-Token': 'secret', accept: 'image/*' },
  })
  t.match(first.headers[0], { authorization: 'Bearer secret', 'x-token': 'secret' })
  t.match(second.headers[0], { accept: 'image/*', 'user-agent': 'Folkalog/test' })
  t.notMatch(Object.keys(second.headers[0] ?? {}), ['authorization'])
  t.notOk(JSON.stringify(second.headers[0]).includes('secret'))
})

t.test('a GET on a connection that the server just closed is sent once more, a POST is not', async (t) => {
  const received: string[] = []
  // Each connection answers once and is cut when the next request comes in on it.
  const server = createServer((socket) => {
    let served = 0
    socket.on('error', () => {})
    socket.on('data', (data) => {
      received.push(data.toString('latin1', 0, 4))
      if (served++ === 0) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      else socket.resetAndDestroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  // Until a connection is known to be free again, the next request opens another.
  const pause = () => sleep(50)
  t.equal((await fetch(origin)).status, 200)
  await pause()
  t.equal((await fetch(origin)).status, 200)
  t.same(received, ['GET ', 'GET ', 'GET '])
  await pause()
  await t.rejects(fetch(origin, { method: 'POST' }), failure('unreachable'))
  t.same(received.slice(3), ['POST'], 'it might be done twice')
})

t.test('a connection that breaks on its first request is reported, not retried', async (t) => {
  const server = await startMediaServer(t, (request) => request.socket.resetAndDestroy())
  await t.rejects(fetch(server.origin), failure('unreachable'))
  t.equal(server.requests.length, 1)
})

t.test('an answer that ends before its length is unreachable, not half a picture', async (t) => {
  const server = await startMediaServer(t, (_, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('only this')
    setTimeout(() => response.destroy(), 20)
  })
  await t.rejects(fetch(server.origin), failure('unreachable'))
})

t.test('a closed port, and something that does not speak HTTP, are unreachable', async (t) => {
  const closed = await startMediaServer(t, always(''))
  const { origin } = closed
  const speaksOther = createServer((socket) => socket.end('220 mail.example ESMTP\r\n'))
  await new Promise<void>((resolve) => speaksOther.listen(0, '127.0.0.1', resolve))
  t.teardown(() => speaksOther.close())
  const address = speaksOther.address()
  await t.rejects(
    fetch(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`),
    failure('unreachable'),
  )
  await t.rejects(fetch(origin.replace(/\d+$/, '1')), failure('unreachable', /ECONNREFUSED/))
})

t.test('a header that cannot be sent is the caller’s fault', async (t) => {
  const server = await startMediaServer(t, always(''))
  await t.rejects(fetch(server.origin, { headers: { 'if-none-match': 'a\r\nb: c' } }), failure('bad_request'))
  t.equal(server.requests.length, 0)
})

t.test('a slow origin does not hold up another', async (t) => {
  const silent = await startMediaServer(t, () => {})
  const quick = await startMediaServer(t, always('here'))
  const stuck = Array.from({ length: 40 }, () => fetch(silent.origin, { limits: { deadline: 1_000 } }))
  const settled = Promise.allSettled(stuck)
  t.equal((await fetch(quick.origin)).status, 200)
  t.equal(await Promise.race([settled.then(() => 'late'), 'early']), 'early')
  while (silent.connections() < MAX_CONNECTIONS) await sleep(10)
  await sleep(50)
  t.equal(silent.connections(), MAX_CONNECTIONS, 'and gets no more connections than allowed')
  t.ok((await settled).every((result) => result.status === 'rejected'))
})
