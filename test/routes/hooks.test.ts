import t from 'tap'
import { DAY } from '../../server/contest/instant.ts'
import { sweep } from '../../server/jobs/sweep.ts'
import { startInstagramRehearsal } from '../../server/rehearsal/instagram.ts'
import { signBody, signDelivery } from '../../server/rehearsal/instagram-webhook.ts'
import { openTimeline } from '../../server/rehearsal/open-timeline.ts'
import { HOOK_LIMIT } from '../../server/routes/hooks.ts'
import { collect } from '../../server/steps/collect.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { takeDeliveries } from '../../server/steps/take-deliveries.ts'
import { aFile, CAMPAIGN_TAG, openedContest } from '../support/builders.ts'
import { settingsFor } from '../support/instagram.ts'
import { NOON } from '../support/mastodon.ts'
import { scenePhoto } from '../support/scene.ts'
import { startSite } from '../support/site.ts'

const site = await startSite(t)
const { ctx, clock } = site
const timeline = openTimeline(clock)
const server = await startInstagramRehearsal({
  timeline,
  clock,
  pictures: async ({ seed }) => ({ bytes: await scenePhoto(seed, 96, 72), type: 'image/jpeg' }),
})
t.teardown(() => server.close())
const base = await openedContest(ctx)
const { owner } = base
const sourceId = await addSource(ctx, owner.brandId, {
  kind: 'instagram',
  name: 'Gram',
  settings: settingsFor(server),
})
const { contest } = await openedContest(ctx, { owner, sourceId })
const hook = `${site.address}/hooks/${sourceId}`
const { signal } = new AbortController()

function publish(user: string) {
  clock.advance(1_000)
  const text = `Krakk hos @lillevik@lillevik.example #${CAMPAIGN_TAG} #krakk`
  return timeline.post({ text, account: { user }, files: [aFile(timeline.posts().length + 1)] })
}

const send = async (signed: { headers: Record<string, string>; body: Buffer }, to = hook) => {
  const answer = await fetch(to, {
    method: 'POST',
    headers: signed.headers,
    body: new Uint8Array(signed.body),
  })
  return { status: answer.status, text: await answer.text() }
}

const deliveries = async () =>
  ctx.db.selectFrom('source_delivery').selectAll().where('source_id', '=', sourceId).orderBy('id').execute()

t.test('the handshake', async (t) => {
  const query = 'hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token='
  const good = await fetch(`${hook}?${query}shake-hands`)
  t.match(
    [good.status, await good.text(), good.headers.get('content-type')],
    [200, '1158201444', /text\/plain/],
  )
  t.equal((await fetch(`${hook}?${query}other`)).status, 403)
  t.equal((await fetch(`${hook}?${query}shake-hands&hub.mode=subscribe`)).status, 403, 'said twice')
})

t.test('only sources that receive anything are there', async (t) => {
  const upload = await addSource(ctx, owner.brandId, {
    kind: 'mastodon',
    name: 'Other',
    settings: { url: 'https://social.example' },
  })
  for (const id of ['999999', String(upload), 'x', '0', '-1'])
    t.match((await fetch(`${site.address}/hooks/${id}`)).status, /^40[04]$/, id)
})

t.test('a wrong signature is refused and counted, and nothing is kept', async (t) => {
  const before = (await deliveries()).length
  const signed = signDelivery(server.habits, [{ mediaId: '1', time: 1 }])
  t.equal((await send({ ...signed, body: Buffer.concat([signed.body, Buffer.from(' ')]) })).status, 401)
  t.equal((await send({ headers: { 'content-type': 'application/json' }, body: signed.body })).status, 401)
  t.equal((await deliveries()).length, before)
  const source = await site.ask(`/api/v1/sources/${sourceId}`, { as: owner })
  t.match(source.json(), { refusedDeliveries: 2 })
})

t.test('bodies are limited, and read as the bytes they are', async (t) => {
  const { appSecret } = server.habits
  const news = Buffer.from(JSON.stringify({ object: 'instagram', entry: [] }))
  const full = Buffer.concat([news, Buffer.alloc(HOOK_LIMIT - news.length, ' ')])
  t.equal((await send(signBody(appSecret, full))).status, 200)
  t.equal((await send(signBody(appSecret, Buffer.concat([full, Buffer.from(' ')])))).status, 413)
  t.equal((await send(signBody(appSecret, Buffer.from([0xff, 0xfe])))).status, 400)
  const plain = await fetch(hook, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })
  t.equal(plain.status, 415)
})

t.test('twenty deliveries of one mention at once are one', async (t) => {
  const post = publish('kari')
  const signed = signDelivery(server.habits, [server.newsOf(post)])
  const statuses = await Promise.all(Array.from({ length: 20 }, () => send(signed)))
  t.same(new Set(statuses.map(({ status }) => status)), new Set([200]))
  const { mediaId } = server.newsOf(post)
  t.equal((await deliveries()).filter(({ key }) => key === `mention:${mediaId}`).length, 1)
  const taken = await Promise.all([
    takeDeliveries(ctx, sourceId, signal),
    takeDeliveries(ctx, sourceId, signal),
  ])
  t.equal(
    taken.reduce((sum, { posts }) => sum + posts, 0),
    1,
  )
  t.match(await takeDeliveries(ctx, sourceId, signal), { posts: 0 })
  t.equal((await send(signed)).status, 200)
  t.match(await takeDeliveries(ctx, sourceId, signal), { posts: 0 })
  const runs = (await site.ask(`/api/v1/sources/${sourceId}/runs?limit=5`, { as: owner })).json<{
    runs: { way: string; stored: number }[]
  }>().runs
  t.ok(runs.some(({ way, stored }) => way === 'delivery' && stored === 1))
})

t.test(
  'what the network does not tell now waits; what it never will is given up, with the reason',
  async (t) => {
    const post = publish('per')
    await send(signDelivery(server.habits, [{ mediaId: '424242', time: 1 }, server.newsOf(post)]))
    server.faults.plant({ on: /mentioned_media/, times: 1, fault: { kind: 'status', status: 500 } })
    t.match(await takeDeliveries(ctx, sourceId, signal), { posts: 0, failed: 1 })
    t.equal((await deliveries()).filter(({ taken_at }) => taken_at === null).length, 2)
    clock.advance(3_600_000)
    t.match(await takeDeliveries(ctx, sourceId, signal), { posts: 1, givenUp: 1 })
    const row = (await deliveries()).find(({ key }) => key === 'mention:424242')
    t.match(row?.error, /\(100\)/)
  },
)

t.test('what was taken in is forgotten after seven days, and not before', async (t) => {
  const all = (await deliveries()).length
  t.ok(all > 0)
  const last = Math.max(...(await deliveries()).map(({ taken_at }) => taken_at ?? 0))
  clock.set(last + 7 * DAY)
  await sweep.run(ctx, {}, signal)
  t.equal((await deliveries()).length, 2)
  clock.set(last + 7 * DAY + 1)
  await sweep.run(ctx, {}, signal)
  t.equal((await deliveries()).length, 0)
})

t.test(
  'a moderator says whose post it is, with the evidence; the network’s own word stands above',
  async (t) => {
    clock.set(NOON + 10 * 60_000)
    server.habits.photoTagged = () => false
    const post = timeline.post({
      text: `Krakk hjemme #${CAMPAIGN_TAG} #krakk`,
      account: { user: 'siv' },
      files: [aFile(77)],
    })
    await ctx.db
      .updateTable('source')
      .set({ wait_until: null, failures: 0 })
      .where('id', '=', sourceId)
      .execute()
    await collect(ctx, sourceId, signal)
    const entry = async () =>
      ctx.db
        .selectFrom('entry')
        .innerJoin('post', 'post.id', 'entry.post_id')
        .innerJoin('participant', 'participant.id', 'entry.participant_id')
        .select(['entry.id', 'participant.provider_id', 'post.identified_by'])
        .where('entry.contest_id', '=', contest.id)
        .where('post.text', 'like', 'Krakk hjemme%')
        .executeTakeFirstOrThrow()
    const { id, provider_id } = await entry()
    t.match(provider_id, /^post:/)
    const path = `/api/v1/contests/${contest.slug}/entries/${id}/identify`
    const json = { handle: '@Siv.Nordmann', evidence: 'She wrote to us from there.' }
    t.equal((await site.ask(path, { json })).status, 401)
    t.equal((await site.ask(path, { as: owner, json: { ...json, handle: 'two words' } })).status, 400)
    t.equal((await site.ask(path, { as: owner, json: { ...json, evidence: '' } })).status, 400)
    t.equal((await site.ask(path, { as: owner, json })).status, 200)
    t.match(await entry(), { provider_id: 'siv.nordmann', identified_by: 'moderator' })
    t.equal((await site.ask(path, { as: owner, json: { ...json, handle: 'another' } })).status, 409)
    const history = await ctx.db
      .selectFrom('decision')
      .select(['action', 'text', 'decided_by'])
      .where('entry_id', '=', id)
      .execute()
    t.match(history, [
      { action: 'identify', text: '@siv.nordmann: She wrote to us from there.', decided_by: owner.id },
    ])
    server.habits.photoTagged = (one) => one.id === post.id
    clock.advance(20 * 60_000)
    await collect(ctx, sourceId, signal)
    t.match(await entry(), { provider_id: 'siv.fjordposten', identified_by: 'photo_tag' })
    t.equal((await site.ask(path, { as: owner, json })).status, 409)
  },
)
