import t from 'tap'
import { MINUTE, SECOND } from '../../server/contest/instant.ts'
import type { Context } from '../../server/context.ts'
import type { Fault } from '../../server/rehearsal/faults.ts'
import { LONGEST_FIRST } from '../../server/sources/pace.ts'
import { aFile, aNetwork, openedContest } from '../support/builders.ts'
import { collections, readOnce, sourceOf } from '../support/collection.ts'
import { loopbackFetch } from '../support/source-io.ts'

const aCollection = await collections(t)

/** What the form does not tell, a minute. */
const FORMS: [form: Extract<Fault, { kind: 'throttle' }>['form'], wait: number][] = [
  ['iso', 120 * SECOND],
  ['unix', 120 * SECOND],
  ['seconds', 120 * SECOND],
  ['retry_seconds', 120 * SECOND],
  ['retry_date', 120 * SECOND],
  ['none', 45 * SECOND],
]

for (const [form, wait] of FORMS) {
  t.test(`a 429 that names its wait as ${form} is asked nothing within it, and misses nothing`, async (t) => {
    const { clock, network, read } = await aCollection(t)
    network.timeline.post({ text: '#folkekatalog #krakk', account: { user: 'kari' }, files: [aFile(1)] })
    const fault: Fault = { kind: 'throttle', wait: 120 * SECOND, form }
    network.server.faults.plant({ on: /timelines/, times: 1, fault })
    const until = clock.now() + wait
    await read()
    const asked = network.server.requests().counts.tag
    for (; clock.now() < until; clock.advance(5 * SECOND)) t.match(await read(), { posts: 0, failed: 0 })
    t.equal(network.server.requests().counts.tag, asked, 'not one request')
    clock.advance(MINUTE)
    t.match(await read(), { posts: 1, failed: 0 })
  })
}

t.test('after half an hour of 500 and 502, what was missed is here one usual turn later', async (t) => {
  const { clock, network, read } = await aCollection(t)
  const before = network.server.requests().counts.tag ?? 0
  for (const end = clock.now() + 30 * MINUTE; clock.now() < end; clock.advance(10 * SECOND)) {
    network.server.faults.clear()
    const status = clock.now() % MINUTE === 0 ? 500 : 502
    network.server.faults.plant({ on: /timelines/, fault: { kind: 'status', status } })
    if (clock.now() % (3 * MINUTE) === 0)
      network.timeline.post({
        text: '#folkekatalog #krakk',
        account: { user: `p${clock.now()}` },
        files: [aFile(2)],
      })
    await read()
  }
  const asked = (network.server.requests().counts.tag ?? 0) - before
  t.ok(asked <= 12, `${asked} requests`)
  network.server.faults.clear()
  const well = clock.now()
  let posts = 0
  for (; posts === 0 && clock.now() <= well + LONGEST_FIRST; clock.advance(10 * SECOND))
    posts = (await read()).posts
  t.equal(posts, 10)
})

t.test('a source that answers one byte a second keeps no other from being read', async (t) => {
  const { ctx, clock, owner, sourceId, network } = await aCollection(t)
  const short: Context = { ...ctx, fetch: loopbackFetch(t, 1_500) }
  const other = await openedContest(ctx, { owner, network: await aNetwork(t, clock) })
  network.server.faults.plant({ on: /timelines/, times: 1, fault: { kind: 'drip' } })
  let isOver = false
  const slow = readOnce(short, sourceId).finally(() => {
    isOver = true
  })
  for (let n = 0; n < 3; n++) t.match(await readOnce(ctx, other.sourceId), { failed: 0 })
  t.equal(isOver, false, 'three reads meanwhile')
  t.match(await slow, { failed: 1 })
  t.match(await sourceOf(ctx, sourceId), { lastError: /could not be reached/ })
})
