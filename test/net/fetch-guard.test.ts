import t from 'tap'
import { createGuardedFetch, type GuardedFetchOptions } from '../../server/net/fetch.ts'
import { MAX_URL_LENGTH } from '../../server/net/target.ts'
import { failure } from '../support/fetch-failure.ts'
import { startMediaServer } from '../support/media-server.ts'

const trap = await startMediaServer(t, (_, response) => response.end('you were not to come here'))
const P = trap.port
const trap6 = await startMediaServer(t, (_, response) => response.end('nor here'), '::1', P)

function guarded(part: Partial<GuardedFetchOptions> = {}) {
  const fetch = createGuardedFetch({ allowLoopback: false, userAgent: 'test', ports: [P], ...part })
  t.teardown(() => fetch.close())
  return fetch
}

/** Every name on the list of answers, in turn; the last one for good. */
function answering(...answers: string[][]) {
  let asked = 0
  return async () => answers[Math.min(asked++, answers.length - 1)] ?? []
}

const REFUSED_ADDRESSES = [
  `http://127.0.0.1:${P}/`,
  `http://127.0.0.1.:${P}/`,
  `http://127.1:${P}/`,
  `http://127.0.1:${P}/`,
  `http://127.1.2.3:${P}/`,
  `http://2130706433:${P}/`,
  `http://017700000001:${P}/`,
  `http://0177.0.0.1:${P}/`,
  `http://0177.0.0.01:${P}/`,
  `http://0x7f.1:${P}/`,
  `http://0x7f000001:${P}/`,
  `http://0x7f.0x0.0x0.0x1:${P}/`,
  `http://0x7F.0.0.1:${P}/`,
  `http://①②⑦.⓪.⓪.①:${P}/`,
  `http://127。0。0。1:${P}/`,
  `http://１２７.0.0.1:${P}/`,
  `http://127.0.0.1%2e:${P}/`,
  `http://%31%32%37.0.0.1:${P}/`,
  `http:\\\\127.0.0.1:${P}\\`,
  `http:/127.0.0.1:${P}/`,
  `http:127.0.0.1:${P}/`,
  ` http://127.0.0.1:${P}/ `,
  `ht\ntp://127.0.0.1:${P}/`,
  `HTTP://127.0.0.1:${P}/`,
  `http://0:${P}/`,
  `http://0.0.0.0:${P}/`,
  `http://[::1]:${P}/`,
  `http://[0:0:0:0:0:0:0:1]:${P}/`,
  `http://[0000::0001]:${P}/`,
  `http://[::]:${P}/`,
  `http://[::127.0.0.1]:${P}/`,
  `http://[::7f00:1]:${P}/`,
  `http://[::ffff:127.0.0.1]:${P}/`,
  `http://[::ffff:7f00:1]:${P}/`,
  `http://[::ffff:0:127.0.0.1]:${P}/`,
  `http://[64:ff9b::127.0.0.1]:${P}/`,
  `http://[2002:7f00:1::]:${P}/`,
  `http://[2001:0:7f00:1::]:${P}/`,
  `http://[fe80::1]:${P}/`,
  `http://[fd00::1]:${P}/`,
  `http://[ff02::1]:${P}/`,
  `http://10.0.0.1:${P}/`,
  `http://169.254.169.254:${P}/latest/meta-data/`,
  `http://2852039166:${P}/`,
  `http://0xa9fea9fe:${P}/`,
  `http://[::ffff:169.254.169.254]:${P}/`,
  `http://172.16.0.1:${P}/`,
  `http://192.168.0.1:${P}/`,
  `http://100.64.0.1:${P}/`,
  `http://255.255.255.255:${P}/`,
  `http://localhost:${P}/`,
  `http://LOCALHOST:${P}/`,
  `http://localhost.:${P}/`,
  `http://sub.localhost:${P}/`,
  `http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:${P}/`,
  `https://127.0.0.1:${P}/`,
  `https://[::1]:${P}/`,
]

const BAD_URLS = [
  '',
  'folkalog',
  '/etc/passwd',
  '//127.0.0.1/',
  'file:///etc/passwd',
  'file://127.0.0.1/etc/passwd',
  `ftp://127.0.0.1:${P}/`,
  `gopher://127.0.0.1:${P}/_GET`,
  `ws://127.0.0.1:${P}/`,
  'data:text/plain,hello',
  'javascript:alert(1)',
  'blob:https://example.com/1',
  `http://user@127.0.0.1:${P}/`,
  `http://:secret@8.8.8.8:${P}/`,
  `http://8.8.8.8:${P}@127.0.0.1:${P}/`,
  'http://127.0.0.1:99999/',
  'http://[::1',
  'http://[fe80::1%25eth0]/',
  'http://a b/',
  'http://8.8.8.8:0/',
  'http://8.8.8.8:22/',
  'https://8.8.8.8:8443/',
  `http://8.8.8.8:${P}/${'a'.repeat(MAX_URL_LENGTH)}`,
]

t.test('no form of a private address gets a packet out', async (t) => {
  const fetch = guarded()
  for (const url of REFUSED_ADDRESSES)
    await t.rejects(fetch(url), failure('refused_address'), JSON.stringify(url))
  t.equal(trap.connections() + trap6.connections(), 0)
})

t.test('what is not a plain web address is refused as such', async (t) => {
  const fetch = guarded()
  for (const url of BAD_URLS) await t.rejects(fetch(url), failure('bad_url'), url.slice(0, 60))
  t.equal(trap.connections() + trap6.connections(), 0)
})

t.test('a name is refused when all it resolves to is refused', async (t) => {
  for (const addresses of [
    ['127.0.0.1'],
    ['::1', '127.0.0.1'],
    ['10.0.0.1', 'fe80::1'],
    ['::ffff:127.0.0.1'],
    ['0177.0.0.1'],
  ]) {
    const fetch = guarded({ resolver: answering(addresses) })
    await t.rejects(fetch(`http://trap.example:${P}/`), failure('refused_address'), addresses.join(' '))
  }
  t.equal(trap.connections() + trap6.connections(), 0)
})

t.test('a name without addresses, or that no server knows, is unreachable', async (t) => {
  await t.rejects(
    guarded({ resolver: answering([]) })(`http://none.example:${P}/`),
    failure('unreachable', 'none.example has no address'),
  )
  const failing = guarded({
    resolver: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
  })
  await t.rejects(
    failing(`http://none.example:${P}/x?token=1`),
    failure('unreachable', `http://none.example:${P}/x: ENOTFOUND`),
  )
})

t.test('the guard alone is what kept the traps quiet', async (t) => {
  const before = trap.connections()
  const open = guarded({ allowLoopback: true })
  t.equal((await open(`http://2130706433:${P}/`)).status, 200)
  t.equal((await open(`http://localhost:${P}/`)).status, 200)
  t.equal((await open(`http://[::1]:${P}/`)).status, 200)
  t.ok(trap.connections() > before)
  t.ok(trap6.connections() > 0)
})

t.test('opening loopback opens every port of it, and nothing else', async (t) => {
  const open = guarded({ allowLoopback: true, ports: [443] })
  t.equal((await open(`http://127.0.0.1:${P}/`)).status, 200)
  await t.rejects(open('http://10.0.0.1:443/'), failure('refused_address'))
  await t.rejects(open('http://0.0.0.0:443/'), failure('refused_address'))
  await t.rejects(open('http://169.254.169.254:443/'), failure('refused_address'))
  await t.rejects(open(`http://8.8.8.8:${P}/`), failure('bad_url'))
  await t.rejects(
    open(`http://name.example:${P}/`),
    failure('bad_url'),
    'not even for a name that resolves to loopback',
  )
})

t.test(
  'a name that is bound again to a private address between two requests is refused the second time',
  async (t) => {
    const fetch = guarded({ allowLoopback: true, resolver: answering(['127.0.0.1'], ['169.254.169.254']) })
    t.equal((await fetch(`http://turns.example:${P}/`)).status, 200)
    trap.dropConnections()
    await t.rejects(
      fetch(`http://turns.example:${P}/`),
      failure(
        'refused_address',
        'turns.example is 169.254.169.254, an address that is not public (link local)',
      ),
    )
  },
)

t.test('of several addresses only the allowed ones are tried', async (t) => {
  const fetch = guarded({
    allowLoopback: true,
    resolver: answering(['169.254.169.254', '10.0.0.1', '127.0.0.1']),
  })
  t.equal((await fetch(`http://mixed.example:${P}/`)).status, 200)
})

t.test('a redirect to a private address in any form is refused', async (t) => {
  const targets = [
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
    'http://[fd00::1]/',
    'http://[::ffff:10.0.0.1]/',
    'http://[64:ff9b::10.0.0.1]/',
    'http://[2002:a00:1::]/',
    'http://0xa000001/',
    'http://192.168.1',
    '//172.16.0.1/',
  ]
  const others = ['file:///etc/passwd', 'http://8.8.8.8:22/', 'http://a:b@8.8.8.8/', 'gopher://8.8.8.8/']
  const server = await startMediaServer(t, (request, response) => {
    const index = Number(request.url?.slice(1))
    response.writeHead(302, { location: [...targets, ...others][index] }).end()
  })
  const fetch = guarded({ allowLoopback: true, ports: [80, 443] })
  for (const [index, target] of [...targets, ...others].entries()) {
    const kind = index < targets.length ? 'refused_address' : 'bad_url'
    await t.rejects(fetch(`${server.origin}/${index}`), failure(kind), target)
  }
})

t.test('a redirect to a name that resolves to a private address is refused', async (t) => {
  const server = await startMediaServer(t, (_, response) => {
    response.writeHead(302, { location: `http://inside.example:${P}/` }).end()
  })
  const fetch = guarded({ allowLoopback: true, resolver: answering(['192.168.0.1']) })
  await t.rejects(fetch(server.origin), failure('refused_address'))
})

t.test('messages name the place without its query string or credentials', async (t) => {
  const fetch = guarded()
  await t.rejects(fetch('http://10.0.0.1:80/path?token=secret#part'), {
    message: 'http://10.0.0.1/path: 10.0.0.1 is an address that is not public (private)',
  })
  await t.rejects(fetch(`http://me:secret@8.8.8.8:${P}/path?token=secret`), {
    message: `http://8.8.8.8:${P}/path: a URL with a user name or password is not fetched`,
  })
})
