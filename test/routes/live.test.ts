import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { mock } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { HEARTBEAT_MS, MOST_STREAMS_PER_NETWORK } from '../../server/routes/live.ts'
import type { LiveUpdate } from '../../web/live-update.ts'
import { openedContest } from '../support/builders.ts'
import type { Cleaner } from '../support/scratch.ts'
import { approve, busyContest, type Site, startSite, waitingCards } from '../support/site.ts'

t.setTimeout(60_000)

/** Somebody who listens. */
interface Reader {
  status: number
  headers: IncomingMessage['headers']
  /** All that was said. */
  text(): string
  updates(): LiveUpdate[]
  /** Waits until an update fits. */
  hear(fits: (update: LiveUpdate) => boolean): Promise<LiveUpdate>
  hasEnded(): boolean
  leave(): void
}

async function listen(t: Cleaner, site: Site, slug: string, address = '203.0.113.1'): Promise<Reader> {
  let text = ''
  let ended = false
  const { sent, answer } = await open(`${site.address}/c/${slug}/live`, address)
  t.teardown(() => sent.destroy())
  answer.setEncoding('utf8')
  answer.on('data', (chunk: string) => {
    text += chunk
  })
  answer.on('error', () => {})
  answer.on('close', () => {
    ended = true
  })
  const updates = () =>
    [...text.matchAll(/^data: (.*)$/gm)].map(([, json]): LiveUpdate => JSON.parse(json ?? ''))
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    text: () => text,
    updates,
    async hear(fits) {
      for (let tries = 0; tries < 500; tries++) {
        const found = updates().find(fits)
        if (found) return found
        await sleep(10)
      }
      throw new Error(`Heard only ${text}`)
    },
    hasEnded: () => ended,
    leave: () => sent.destroy(),
  }
}

function open(url: string, address: string): Promise<{ sent: ClientRequest; answer: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const headers = { 'x-forwarded-for': address, accept: 'text/event-stream' }
    const sent = request(url, { headers, agent: false }, (answer) => resolve({ sent, answer }))
    sent.on('error', reject)
    sent.end()
  })
}

const site = await startSite(t, { env: { TRUST_PROXY: '127.0.0.1' } })

t.test('a reader hears the numbers at once, and once of each change', async (t) => {
  const busy = await busyContest(t, site)
  const reader = await listen(t, site, busy.contest.slug)
  t.equal(reader.status, 200)
  t.match(reader.headers['content-type'], 'text/event-stream')
  t.equal(reader.headers['cache-control'], 'no-store')
  t.equal(reader.headers['x-accel-buffering'], 'no', 'proxies pass it on at once')
  await reader.hear(() => true)
  t.match(reader.text(), /^retry: \d+$/m)
  const [krakk, another] = await waitingCards(site, busy)
  await approve(site, busy, krakk?.entry ?? 0)
  await reader.hear(({ filled }) => filled === 1)
  await approve(site, busy, another?.entry ?? 0)
  await reader.hear(({ photos }) => photos === 2)
  t.same(reader.updates(), [
    { filled: 0, total: 3, people: 0, photos: 0 },
    { filled: 1, total: 3, people: 1, photos: 1 },
    { filled: 1, total: 3, people: 2, photos: 2 },
  ])
})

t.test('who comes while there is news takes nothing away from those who listen already', async (t) => {
  const busy = await busyContest(t, site)
  const early = await listen(t, site, busy.contest.slug)
  await early.hear(() => true)
  const [card] = await waitingCards(site, busy)
  await approve(site, busy, card?.entry ?? 0)
  const late = await listen(t, site, busy.contest.slug)
  t.match(await late.hear(() => true), { filled: 1 })
  t.match(await early.hear(({ filled }) => filled === 1), { photos: 1 })
})

t.test('who listens alone, leaves and comes back misses nothing of what follows', async (t) => {
  const busy = await busyContest(t, site)
  const before = await listen(t, site, busy.contest.slug)
  await before.hear(() => true)
  before.leave()
  const again = await listen(t, site, busy.contest.slug)
  await again.hear(() => true)
  const [card] = await waitingCards(site, busy)
  await approve(site, busy, card?.entry ?? 0)
  t.match(await again.hear(({ filled }) => filled === 1), { photos: 1 })
})

t.test('what another server approved is heard too, and nothing of other contests', async (t) => {
  const busy = await busyContest(t, site)
  const other = await startSite(t, { beside: site })
  const reader = await listen(t, other, busy.contest.slug)
  const stranger = await listen(t, other, (await openedContest(site.ctx)).contest.slug)
  await Promise.all([reader.hear(() => true), stranger.hear(() => true)])
  const [card] = await waitingCards(site, busy)
  await approve(site, busy, card?.entry ?? 0)
  await reader.hear(({ filled }) => filled === 1)
  t.equal(stranger.updates().length, 1)
})

t.test('many changes at once are few messages', async (t) => {
  const busy = await busyContest(t, site)
  const reader = await listen(t, site, busy.contest.slug)
  await reader.hear(() => true)
  for (let n = 0; n < 500; n++) site.ctx.events.tell({ contest: busy.contest.id })
  await sleep(400)
  t.ok(reader.updates().length <= 4, `${reader.updates().length} messages`)
})

t.test('there is nothing to hear of drafts and of what does not exist', async (t) => {
  const draft = await openedContest(site.ctx, { state: 'draft' })
  for (const slug of [draft.contest.slug, 'nothing']) t.equal((await site.ask(`/c/${slug}/live`)).status, 404)
})

t.test('a network holds so many streams open and no more, until one is closed', async (t) => {
  const { contest } = await openedContest(site.ctx)
  const address = '203.0.113.9'
  const readers: Reader[] = []
  for (let n = 0; n < MOST_STREAMS_PER_NETWORK; n++)
    readers.push(await listen(t, site, contest.slug, address))
  t.same([...new Set(readers.map(({ status }) => status))], [200])
  const headers = { 'x-forwarded-for': address }
  const refused = await site.ask(`/c/${contest.slug}/live`, { headers })
  t.equal(refused.status, 429)
  t.equal(refused.headers['retry-after'], '30')
  t.equal((await listen(t, site, contest.slug, '203.0.113.10')).status, 200, 'others are let in')
  readers[0]?.leave()
  for (let tries = 0; tries < 100; tries++) {
    const reader = await listen(t, site, contest.slug, address)
    if (reader.status === 200) return
    reader.leave()
    await sleep(10)
  }
  t.fail('the one that left still counts')
})

t.test('readers that leave before they are answered are forgotten', async (t) => {
  const alone = await startSite(t)
  const { contest } = await openedContest(alone.ctx)
  const url = `${alone.address}/c/${contest.slug}/live`
  for (let n = 0; n < MOST_STREAMS_PER_NETWORK + 20; n++) {
    const sent = request(url, { agent: false })
    sent.on('error', () => {})
    sent.on('socket', (socket) => socket.on('connect', () => setImmediate(() => sent.destroy())))
    sent.end()
  }
  await sleep(300)
  t.equal((await listen(t, alone, contest.slug)).status, 200)
})

t.test('a quiet stream says something now and then, and ends with the server', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] })
  const quiet = await startSite(t)
  const { contest } = await openedContest(quiet.ctx)
  const reader = await listen(t, quiet, contest.slug)
  await reader.hear(() => true)
  const before = reader.text()
  mock.timers.tick(HEARTBEAT_MS)
  mock.timers.reset()
  for (let tries = 0; tries < 200 && reader.text() === before; tries++) await sleep(10)
  t.equal(reader.text().slice(before.length), ': \n\n', 'a comment, which browsers pass over')
  await quiet.app.close()
  for (let tries = 0; tries < 200 && !reader.hasEnded(); tries++) await sleep(10)
  t.ok(reader.hasEnded())
})
