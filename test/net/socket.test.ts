import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { type WebSocket, WebSocketServer } from 'ws'
import type { FetchErrorKind } from '../../server/net/fetch-error.ts'
import {
  createGuardedSocket,
  type GuardedSocketOptions,
  MOST_CHARACTERS,
  MOST_WAITING,
} from '../../server/net/socket.ts'
import { failure } from '../support/fetch-failure.ts'
import { startMediaServer } from '../support/media-server.ts'
import type { Cleaner } from '../support/scratch.ts'
import { until } from '../support/until.ts'

interface Listened {
  url: string
  /** Sockets that are open. */
  open(): number
  asked: IncomingMessage[]
}

/** A real WebSocket server on loopback that does with each listener as the test says. */
async function serve(
  t: Cleaner,
  meet: (listener: WebSocket) => void,
  options: { maxPayload?: number; deflate?: boolean } = {},
): Promise<Listened> {
  const server = createServer()
  const sockets = new WebSocketServer({ server, perMessageDeflate: options.deflate ?? false })
  const asked: IncomingMessage[] = []
  sockets.on('connection', (listener, request) => {
    asked.push(request)
    listener.on('error', () => {})
    meet(listener)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    for (const one of sockets.clients) one.terminate()
    sockets.close()
    return new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return { url: `ws://127.0.0.1:${port}/stream`, open: () => sockets.clients.size, asked }
}

function guarded(part: Partial<GuardedSocketOptions> = {}) {
  return createGuardedSocket({ allowLoopback: true, userAgent: 'Folkalog/test', ...part })
}
const listen = guarded()

type Options = NonNullable<Parameters<typeof listen>[1]>

/** Everything until the end, or until so many came. */
async function hear(url: string, options: Options = {}, most = Number.POSITIVE_INFINITY): Promise<string[]> {
  const heard: string[] = []
  for await (const messages of listen(url, options)) {
    heard.push(...messages)
    if (heard.length >= most) break
  }
  return heard
}

t.test('messages come in order, and the other side may end in order', async (t) => {
  for (const code of [1000, 1001]) {
    const wanted = Array.from({ length: 500 }, (_, i) => `${i} blåbær 🫐`)
    const server = await serve(t, (listener) => {
      for (const text of wanted) listener.send(text)
      listener.close(code)
    })
    t.same(await hear(server.url), wanted)
  }
})

t.test(
  'who we are is told, with the headers and protocols of the caller, and nothing is ever said',
  async (t) => {
    const said: string[] = []
    const server = await serve(t, (listener) => {
      listener.on('message', (data) => said.push(String(data)))
      listener.send('en')
      listener.close(1000)
    })
    await hear(`${server.url}?cursor=7`, {
      headers: { 'x-page': 'two', 'user-agent': 'other' },
      protocols: ['a.v1', 'b.v2'],
    })
    const [request] = server.asked
    t.equal(request?.url, '/stream?cursor=7')
    t.match(request?.headers, {
      'user-agent': 'Folkalog/test',
      'x-page': 'two',
      'sec-websocket-protocol': 'a.v1,b.v2',
    })
    t.same(said, [])
  },
)

t.test('compressed messages are read, and count by what they hold', async (t) => {
  const server = await serve(
    t,
    (listener) => {
      listener.send('a'.repeat(50_000))
      listener.send('b'.repeat(200_000))
    },
    { deflate: true },
  )
  t.equal((await hear(server.url, {}, 1))[0]?.length, 50_000)
  await t.rejects(hear(server.url, { limits: { maxMessage: 100_000 } }), failure('too_large'))
})

t.test('a message of the largest size is read, a byte more ends the connection', async (t) => {
  for (const [size, isRead] of [
    [1_000, true],
    [1_001, false],
  ] as const) {
    const server = await serve(t, (listener) => {
      listener.send('x'.repeat(size))
      listener.close(1000)
    })
    const heard = hear(server.url, { limits: { maxMessage: 1_000 } })
    if (isRead) t.same((await heard).length, 1)
    else await t.rejects(heard, failure('too_large', /more than 1000 bytes/))
  }
})

t.test('what is no text is left out', async (t) => {
  const server = await serve(t, (listener) => {
    listener.send(Buffer.from([1, 2, 3]))
    listener.send('tekst')
    listener.close(1000)
  })
  t.same(await hear(server.url), ['tekst'])
})

t.test('every other end is an error', async (t) => {
  const ends: ((listener: WebSocket) => void)[] = [
    (listener) => listener.close(1008),
    (listener) => listener.close(1011, 'what we did wrong'),
    (listener) => listener.close(4000),
    (listener) => listener.terminate(),
  ]
  for (const end of ends) {
    const server = await serve(t, (listener) => {
      listener.send('før')
      setTimeout(() => end(listener), 20)
    })
    const heard: string[] = []
    const listening = async () => {
      for await (const messages of listen(server.url)) heard.push(...messages)
    }
    await t.rejects(listening(), failure('unreachable', /the connection ended/))
    t.same(heard, ['før'])
  }
})

t.test('a connection without a sign of life is given up, one with pings alone is not', async (t) => {
  const silent = await serve(t, () => {})
  await t.rejects(hear(silent.url, { limits: { idle: 100 } }), failure('timeout', /silent for 100 ms/))
  const pinging = await serve(t, (listener) => {
    let left = 12
    const timer = setInterval(() => {
      if (--left > 0) return listener.ping()
      clearInterval(timer)
      listener.send('endelig')
      listener.close(1000)
    }, 30)
  })
  t.same(await hear(pinging.url, { limits: { idle: 200 } }), ['endelig'])
})

t.test('a slow reader makes the other side wait, and loses nothing', async (t) => {
  const size = 1_000
  const count = 30_000
  let sent = 0
  const server = await serve(t, (listener) => {
    const pour = () => {
      while (sent < count && listener.bufferedAmount < 100_000) listener.send(`${sent++}`.padEnd(size))
      if (sent < count) setTimeout(pour, 1)
      else listener.close(1000)
    }
    pour()
  })
  let heard = 0
  let most = 0
  const outOfOrder: string[] = []
  for await (const messages of listen(server.url)) {
    for (const text of messages) if (Number(text) !== heard++) outOfOrder.push(text.trim())
    most = Math.max(most, messages.length)
    if (heard < 6_000) {
      await sleep(30)
      // What the other side got rid of while nobody read lies in the kernel's buffers, not in ours.
      t.ok(sent < count, 'the other side still waits')
    }
  }
  t.same(outOfOrder, [])
  t.equal(heard, count)
  t.ok(most < MOST_WAITING * 2, `at most ${most} waited`)
})

t.test('few large messages make it wait like many small ones', async (t) => {
  const size = 900_000
  let sent = 0
  const server = await serve(t, (listener) => {
    const pour = () => {
      while (sent < 60 && listener.bufferedAmount < 2_000_000) listener.send(`${sent++}`.padEnd(size))
      if (sent < 60) setTimeout(pour, 1)
      else listener.close(1000)
    }
    pour()
  })
  let heard = 0
  let most = 0
  for await (const messages of listen(server.url)) {
    most = Math.max(most, messages.length)
    heard += messages.length
    if (heard === messages.length) await sleep(400)
  }
  t.equal(heard, 60)
  t.ok(most * size < MOST_CHARACTERS * 2, `at most ${most} waited`)
})

t.test('a refused handshake is told with status, headers and body', async (t) => {
  const server = await startMediaServer(t, () => {})
  const refusals: [number, string][] = [
    [400, '{"error":"CursorTooOld","message":"gone"}'],
    [401, ''],
    [429, 'slow down'],
    [503, 'x'.repeat(100_000)],
    [200, '<h1>We are moving house</h1>'],
  ]
  for (const [status, body] of refusals) {
    const other = createServer().on('upgrade', (_, socket) => {
      socket.on('error', () => {})
      socket.end(
        `HTTP/1.1 ${status} No\r\nRetry-After: 120\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
      )
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    t.teardown(() => other.close())
    const { port } = other.address() as AddressInfo
    await t.rejects(hear(`ws://127.0.0.1:${port}/x?token=secret`), {
      ...failure('no_upgrade', `http://127.0.0.1:${port}/x: answered ${status}`),
      answer: { status, headers: { 'retry-after': '120' }, body: body.slice(0, 4_096) },
    })
  }
  t.equal(server.connections(), 0)
})

t.test('a redirect is never followed', async (t) => {
  const trap = await serve(t, (listener) => listener.send('you were not to come here'))
  const other = createServer().on('upgrade', (_, socket) => {
    socket.end(`HTTP/1.1 302 Found\r\nLocation: ${trap.url}\r\nContent-Length: 0\r\n\r\n`)
  })
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo
  await t.rejects(hear(`ws://127.0.0.1:${port}/`), { ...failure('no_upgrade'), answer: { status: 302 } })
  t.equal(trap.asked.length, 0)
})

t.test('no form of a private address gets a packet out', async (t) => {
  const trap = await startMediaServer(t, (_, response) => response.end('no'))
  const trap6 = await startMediaServer(t, (_, response) => response.end('no'), '::1', trap.port)
  const P = trap.port
  const closed = guarded({ allowLoopback: false })
  const hosts = [
    '127.0.0.1',
    '127.1',
    '127.0.0.1.',
    '2130706433',
    '017700000001',
    '0177.0.0.1',
    '0x7f.1',
    '0x7f000001',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '１２７.0.0.1',
    '%31%32%37.0.0.1',
    '0',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fd00::1]',
    '10.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    'localhost',
    'LOCALHOST',
    'sub.localhost',
    'localhost.',
  ]
  const let_out: string[] = []
  for (const host of hosts) {
    for (const scheme of ['ws', 'wss', 'http', 'https', 'WS']) {
      const kinds: FetchErrorKind[] = ['refused_address', 'bad_url']
      const kind = await kindOf(closed, `${scheme}://${host}:${P}/`)
      const onWebPort = await kindOf(closed, `${scheme}://${host}/`)
      if (kind === null || onWebPort !== 'refused_address' || !kinds.includes(kind))
        let_out.push(`${scheme}://${host}`)
    }
  }
  t.same(let_out, [])
  t.equal(hosts.length, 32)
  t.equal(trap.connections() + trap6.connections(), 0)
})

t.test('what is not a plain web address is refused as such', async (t) => {
  const bad = [
    '',
    'ws:',
    'file:///etc/passwd',
    'ftp://8.8.8.8/',
    'ws://me:secret@8.8.8.8/',
    'ws://8.8.8.8:22/',
    'ws://[::1',
  ]
  for (const url of bad) t.equal(await kindOf(guarded({ allowLoopback: false }), url), 'bad_url', url)
})

t.test(
  'a name is refused when it resolves to a private address, and each connection asks anew',
  async (t) => {
    for (const address of ['127.0.0.1', '::1', '10.0.0.1', '::ffff:127.0.0.1', '169.254.169.254']) {
      const closed = guarded({ allowLoopback: false, resolver: async () => [address] })
      t.equal(await kindOf(closed, 'ws://inside.example/'), 'refused_address', address)
      t.equal(await kindOf(closed, 'wss://inside.example/'), 'refused_address', address)
    }
    t.equal(await kindOf(guarded({ resolver: async () => [] }), 'ws://none.example/'), 'unreachable')
  },
)

t.test('opening loopback opens every port of it, and nothing else', async (t) => {
  const server = await serve(t, (listener) => {
    listener.send('hei')
    listener.close(1000)
  })
  const port = new URL(server.url).port
  t.same(await hear(server.url.replace('127.0.0.1', 'localhost')), ['hei'])
  t.same(await hear(`http://127.0.0.1:${port}/`), ['hei'])
  t.equal(await kindOf(listen, `ws://10.0.0.1:${port}/`), 'refused_address')
  t.equal(await kindOf(listen, `ws://8.8.8.8:${port}/`), 'bad_url')
})

t.test('nothing listens there', async (t) => {
  const server = await startMediaServer(t, () => {})
  server.dropConnections()
  const free = createServer()
  await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve))
  const { port } = free.address() as AddressInfo
  await new Promise((resolve) => free.close(resolve))
  t.equal(await kindOf(listen, `ws://127.0.0.1:${port}/`), 'unreachable')
})

t.test('a signal ends it without an error, before and while it is open', async (t) => {
  const server = await serve(t, (listener) => listener.send('en'))
  t.same(await hear(server.url, { signal: AbortSignal.abort(new Error('called off')) }), [])
  t.equal(server.asked.length, 0)
  const leave = new AbortController()
  const heard: string[] = []
  for await (const messages of listen(server.url, { signal: leave.signal })) {
    heard.push(...messages)
    setTimeout(() => leave.abort(), 20)
  }
  t.same(heard, ['en'])
  await until('the connection to be closed', () => server.open() === 0)
})

t.test('who leaves, or breaks, leaves nothing open', async (t) => {
  const server = await serve(t, (listener) => listener.send('en'))
  t.same(await hear(server.url, {}, 1), ['en'])
  const breaking = async () => {
    for await (const _ of listen(server.url)) throw new Error('mine')
  }
  await t.rejects(breaking(), { message: 'mine' })
  await until('both connections to be closed', () => server.open() === 0)
  t.equal(server.asked.length, 2)
})

/** Of the error; null where there is none. */
async function kindOf(socket: typeof listen, url: string): Promise<FetchErrorKind | null> {
  try {
    for await (const _ of socket(url)) return null
    return null
  } catch (error) {
    return error instanceof Error && 'kind' in error ? (error.kind as FetchErrorKind) : null
  }
}
