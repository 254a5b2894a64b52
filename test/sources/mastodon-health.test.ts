import t from 'tap'
import { MINUTE } from '../../server/contest/instant.ts'
import { mastodon } from '../../server/sources/mastodon.ts'
import { NOON, startNetwork } from '../support/mastodon.ts'

t.test('an open server is told in one line with its budget', async (t) => {
  const { settings, io } = await startNetwork(t)
  t.same(await mastodon.test(settings, io), {
    ok: true,
    message:
      'Fjordposten (rehearsal), fjordposten.example (4.5.2+rehearsal) answers; its tag feed needs no token; 297 of 300 requests left.',
    budget: { left: 297, of: 300, resetsAt: NOON + 5 * MINUTE },
  })
})

t.test('a server that asks for a token is told so, without and with one', async (t) => {
  const { settings, io } = await startNetwork(t, { token: 'abc' })
  t.match(await mastodon.test(settings, io), { ok: false, message: /shows this only to its members/ })
  t.match(await mastodon.test({ ...settings, token: 'wrong' }, io), {
    ok: false,
    message: /does not accept the access token/,
  })
  t.match(await mastodon.test({ ...settings, token: 'abc' }, io), {
    ok: true,
    message: /the token is accepted/,
  })
})

t.test('a server that keeps single posts from strangers is told so', async (t) => {
  const { settings, io } = await startNetwork(t, { token: 'abc', closed: ['posts'] })
  t.match(await mastodon.test(settings, io), {
    ok: true,
    message: /needs no token; but without a token it does not tell which posts were deleted/,
  })
})

t.test('a server without tag feeds cannot be used', async (t) => {
  const { settings, io } = await startNetwork(t, { feedsOff: true })
  t.match(await mastodon.test(settings, io), { ok: false, message: /choose another server/ })
})

t.test('an older server is asked the older way', async (t) => {
  const { settings, io, server } = await startNetwork(t, { unknownTag: 404 })
  server.faults.plant({ on: /v2\/instance/, fault: { kind: 'status', status: 404, body: '<h1>404</h1>' } })
  t.match(await mastodon.test(settings, io), {
    ok: true,
    message: /^Fjordposten \(rehearsal\), fjordposten\.example/,
  })
})

t.test('whatever is no such server is told in plain words', async (t) => {
  const { settings, io, server } = await startNetwork(t)
  server.faults.plant({ on: /instance/, fault: { kind: 'html' } })
  t.match(await mastodon.test(settings, io), {
    ok: false,
    message: /answered with text\/html; expected JSON/,
    budget: null,
  })
  server.faults.clear()
  server.faults.plant({ on: /instance/, fault: { kind: 'body', body: '{"hello":"world"}' } })
  t.match(await mastodon.test(settings, io), { ok: false, message: /does not speak the Mastodon API/ })
  await server.close()
  t.match(await mastodon.test(settings, io), { ok: false, message: /could not be reached/ })
})
