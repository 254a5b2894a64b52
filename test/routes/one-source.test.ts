import t from 'tap'
import { MINUTE } from '../../server/contest/instant.ts'
import { raiseAlert } from '../../server/db/alerts.ts'
import { insertGap, listOpenGaps, recordFilled } from '../../server/db/gaps.ts'
import { addSource, readSource, testSource } from '../../server/steps/connect-source.ts'
import { startNetwork } from '../support/mastodon.ts'
import { busyContest, startSite } from '../support/site.ts'

const site = await startSite(t)
const { owner, sourceId } = await busyContest(t, site)
const { ctx, clock } = site
/** Where nothing listens. */
const NOBODY = 'http://127.0.0.1:1'
const path = `/api/v1/sources/${sourceId}`
const ask = async (at: string, json?: object, method?: string) =>
  (await site.ask(at, { as: owner, ...(json ? { json } : {}), ...(method ? { method } : {}) })).json<
    Record<string, unknown>
  >()

t.test('a source tells when it is read next and what a person should know', async (t) => {
  const now = new Date(clock.now()).toISOString()
  t.match(await ask(path), { state: 'active', nextReadAt: now, alerts: [] })
  await raiseAlert(ctx.db, { sourceId, code: 'expires', message: 'In ten days.' }, clock.now())
  const alerts = [{ code: 'expires', message: 'In ten days.', raisedAt: now }]
  t.match(await ask(path), { alerts })
  t.match(await ask('/api/v1/sources'), { sources: [{ id: sourceId, alerts }] })
  t.match(await ask(`${path}/state`, { state: 'paused' }), { state: 'paused', nextReadAt: null })
  t.match(await ask(`${path}/state`, { state: 'active' }), { state: 'active', nextReadAt: now })
})

t.test(
  'whoever connects a source hears at once what its network says, and is connected all the same',
  async (t) => {
    const withoutTags = await startNetwork(t, { feedsOff: true })
    const forMembers = await startNetwork(t, { token: 'abc' })
    const connect = (name: string, url: string) =>
      ask('/api/v1/sources', { brand: owner.brandSlug, kind: 'mastodon', name, settings: { url } })
    const useless = await connect('Without tags', withoutTags.server.url)
    t.match(useless, { state: 'active', test: { ok: false, message: /no tag feeds.*choose another server/ } })
    const closed = await connect('For members', forMembers.server.url)
    t.match(closed, { test: { ok: false, message: /shows this only to its members/ } })
    const settings = { url: forMembers.server.url, token: 'abc' }
    t.match(await ask(`/api/v1/sources/${closed.id}/settings`, { settings }, 'PUT'), {
      id: closed.id,
      test: { ok: true, message: /the token is accepted/, budget: { of: 300 } },
    })
    const absent = await connect('Absent', NOBODY)
    t.match(absent, { state: 'active', test: { ok: false, message: /could not be reached/, budget: null } })
    t.match(await ask(`/api/v1/sources/${absent.id}`), { name: 'Absent', state: 'active' })
  },
)

t.test('nobody is waited for longer than there is time', async (t) => {
  const { settings, server } = await startNetwork(t)
  server.faults.plant({ on: /./, fault: { kind: 'silence' } })
  const draft = { kind: 'mastodon', name: 'Silent', settings: { url: settings.url } }
  const source = await readSource(ctx, await addSource(ctx, owner.brandId, draft))
  t.same(await testSource(ctx, source, AbortSignal.timeout(50)), {
    ok: false,
    message: 'It did not answer in time.',
    budget: null,
  })
})

t.test('settings are changed whole, and never shown', async (t) => {
  const good = { url: NOBODY, token: 'hemmelig' }
  const answer = await ask(`${path}/settings`, { settings: good }, 'PUT')
  t.match(answer, { id: sourceId, state: 'active', test: { ok: false, message: /could not be reached/ } })
  const bad = await ask(`${path}/settings`, { settings: { ...good, pageSize: 'hemmelig' } }, 'PUT')
  t.match(bad, { status: 400, errors: [{ field: 'body.settings.pageSize' }] })
  t.notMatch(JSON.stringify([answer, bad]), 'hemmelig')
})

t.test('gaps are told with what filled them, the newest first', async (t) => {
  t.same(await ask(`${path}/gaps`), { gaps: [] })
  const now = clock.now()
  const gap = { sourceId, why: 'The connection was lost.', noticedAt: now }
  await insertGap(ctx.db, { ...gap, from: now - 3 * MINUTE, until: now - 2 * MINUTE })
  await insertGap(ctx.db, { ...gap, from: now - MINUTE, until: now })
  const [first] = await listOpenGaps(ctx.db, sourceId, 1)
  await recordFilled(ctx.db, first?.id ?? 0, { how: '2 posts', found: 2, partial: null }, now)
  t.match(await ask(`${path}/gaps`), {
    gaps: [
      { filledAt: null, found: null },
      { filledAt: new Date(now).toISOString(), found: 2, why: 'The connection was lost.' },
    ],
  })
  t.equal(((await ask(`${path}/gaps?limit=1`)).gaps as unknown[]).length, 1)
})
