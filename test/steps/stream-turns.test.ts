import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import type { Post } from '../../server/contest/post.ts'
import type { Context } from '../../server/context.ts'
import { readPosition } from '../../server/db/positions.ts'
import { followSource } from '../../server/db/sources.ts'
import { startJobs } from '../../server/jobs/cron.ts'
import { streamPosts } from '../../server/jobs/stream-posts.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { followStream, STREAM } from '../../server/steps/follow-stream.ts'
import { pauseOrResume } from '../../server/steps/set-source-state.ts'
import { anOwner, aPost, openedContest } from '../support/builders.ts'
import { lastRun, sourceOf } from '../support/collection.ts'
import { environment, testContext } from '../support/context.ts'
import { NOON } from '../support/mastodon.ts'
import type { Cleaner } from '../support/scratch.ts'
import { startTinyNetwork, tiny } from '../support/tiny-network.ts'
import { until } from '../support/until.ts'

t.setTimeout(120_000)

const opened = await testContext(t, { env: { SCHEDULE_STREAM_POSTS: '* * * * * *' } })
const { clock, url } = opened
const ctx: Context = { ...opened.ctx, sources: [...opened.ctx.sources, tiny] }
const owner = await anOwner(ctx)
const { signal } = new AbortController()
let made = 0

async function aStream(t: Cleaner) {
  clock.set(NOON)
  const n = ++made
  const network = await startTinyNetwork(t)
  const { contest } = await openedContest(ctx, { owner, draft: { campaignTags: [`elv${n}`] } })
  const draft = { kind: 'tiny', name: `tiny ${n}`, settings: { url: network.url } }
  const sourceId = await addSource(ctx, owner.brandId, draft)
  await followSource(ctx.db, contest.id, sourceId)
  t.teardown(() => pauseOrResume(ctx, sourceId, 'paused'))
  let told = 0
  const tell = (count: number) => {
    for (let i = 0; i < count; i++) network.tell({ post: aTinyPost(n, ++told) })
  }
  const stored = async () => {
    const query = ctx.db.selectFrom('post').select('network_id').where('network', '=', 'tiny')
    const rows = await query.where('network_id', 'like', `${n}/%`).execute()
    return rows.map((row) => row.network_id)
  }
  const countIs = (count: number) => async () => (await stored()).length === count
  /** Turn after turn, until everything told is stored; answers what the turns brought. */
  const listen = async () => {
    let posts = 0
    do posts += (await followStream(ctx, sourceId, signal, { turn: 300 })).posts
    while (!(await countIs(told)()))
    return posts
  }
  return { network, contest, sourceId, tell, stored, countIs, listen }
}

function aTinyPost(n: number, i: number): Post {
  const post = aPost(i, { tags: null, text: `#elv${n} #krakk`, pictures: [] })
  const author = post.author && { ...post.author, id: `${n}/${post.author.id}` }
  return { ...post, network: 'tiny', id: `${n}/${i}`, author }
}

t.test('a turn ends by itself, and the next goes on from its position', async (t) => {
  const { network, sourceId, tell, listen } = await aStream(t)
  tell(2)
  t.equal(await listen(), 2)
  t.match(await lastRun(ctx, sourceId), { way: 'stream', outcome: 'ok', stored: 2 })
  const turns = network.asked.length
  tell(3)
  t.equal(await listen(), 3)
  t.equal(network.asked[0], '0')
  t.equal(network.asked[turns], '2')
  t.match(await readPosition(ctx.db, sourceId, STREAM), { cursor: '5' })
})

t.test('a turn whose network hangs up in order is over, and one that is cut is a failure', async (t) => {
  const { network, sourceId, tell, countIs } = await aStream(t)
  const first = followStream(ctx, sourceId, signal)
  tell(1)
  await until('a post', countIs(1))
  network.hangUp(1001)
  t.match(await first, { posts: 1, failed: 0 })
  const second = followStream(ctx, sourceId, signal)
  await until('a listener', () => network.listening().now === 1)
  network.hangUp(1011)
  t.match(await second, { posts: 0, failed: 1 })
  t.match(await sourceOf(ctx, sourceId), { state: 'active', failures: 1 })
  t.match(await lastRun(ctx, sourceId), { outcome: 'failed', fault: 'unreachable' })
})

t.test('a stream that fails rests, twice as long each time, and loses nothing', async (t) => {
  const { network, sourceId, tell, listen } = await aStream(t)
  tell(2)
  await listen()
  network.refuse = 503
  tell(2)
  const rests: number[] = []
  for (let n = 0; n < 3; n++) {
    t.match(await followStream(ctx, sourceId, signal), { failed: 1 })
    const { waitUntil } = await sourceOf(ctx, sourceId)
    rests.push((waitUntil ?? 0) - clock.now())
    clock.set((waitUntil ?? 0) - 1)
    t.match(await followStream(ctx, sourceId, signal), { failed: 0 }, 'nobody is asked while it rests')
    clock.advance(1)
  }
  const [one = 0, two = 0, three = 0] = rests
  t.ok(one >= 0.75 * MINUTE && one <= MINUTE, `${one} ms`)
  t.ok(two >= 1.5 * MINUTE && two <= 2 * MINUTE, `${two} ms`)
  t.ok(three >= 3 * MINUTE && three <= 4 * MINUTE, `${three} ms`)
  network.refuse = null
  t.equal(await listen(), 2)
  t.equal(
    network.asked.findLast((place) => place !== '4'),
    '2',
  )
})

t.test('a source that is paused is left soon, with its position', async (t) => {
  const { network, sourceId, tell, countIs, listen } = await aStream(t)
  const turn = followStream(ctx, sourceId, signal, { turn: HOUR, look: 20 })
  tell(1)
  await until('a post', countIs(1))
  await pauseOrResume(ctx, sourceId, 'paused')
  t.match(await turn, { posts: 1, failed: 0 })
  await until('nobody listens', () => network.listening().now === 0)
  tell(1)
  t.match(await followStream(ctx, sourceId, signal, { turn: 100 }), { posts: 0 }, 'and not taken up again')
  await pauseOrResume(ctx, sourceId, 'active')
  t.equal(await listen(), 1)
})

t.test('of two servers one listens; when it stops, the other goes on', async (t) => {
  const { network, tell, stored, countIs } = await aStream(t)
  const beside = await testContext(t, { beside: opened, env: { SCHEDULE_STREAM_POSTS: '* * * * * *' } })
  const one = await startJobs(ctx, [streamPosts])
  const two = await startJobs({ ...beside.ctx, sources: ctx.sources }, [streamPosts])
  t.teardown(() => Promise.all([one.stop(1), two.stop(1)]))
  await until('a listener', () => network.listening().now === 1)
  tell(3)
  await until('three posts', countIs(3))
  await one.stop(1)
  tell(2)
  await until('five posts', countIs(5))
  await two.stop(1)
  t.equal(network.listening().most, 1, 'never two at once')
  t.equal(new Set(await stored()).size, 5)
})

t.test('a server that is killed while it listens loses nothing and doubles nothing', async (t) => {
  const { network, sourceId, tell, stored, listen } = await aStream(t)
  tell(40)
  const script = fileURLToPath(new URL('./stream-for-ever.ts', import.meta.url))
  const settings = JSON.stringify(environment(ctx.config.dataDir))
  const child = spawn(execPath, [script, url, String(clock.now()), settings, String(sourceId)], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {},
  })
  t.teardown(() => child.kill('SIGKILL'))
  const exit = once(child, 'exit')
  await until('some posts', async () => (await stored()).length > 0)
  const going = setInterval(() => tell(1), 2)
  await until('more posts', async () => (await stored()).length > 45)
  child.kill('SIGKILL')
  await exit
  clearInterval(going)
  tell(5)
  const before = (await stored()).length
  const listeners = network.asked.length
  await listen()
  t.ok(
    Number(network.asked[listeners]) >= 40,
    `went on from ${network.asked[listeners]} with ${before} stored`,
  )
  const ids = await stored()
  const highest = Math.max(...ids.map((id) => Number(id.split('/')[1])))
  t.equal(ids.length, highest, 'every post is there, once')
  t.match(await readPosition(ctx.db, sourceId, STREAM), { cursor: String(highest) })
})
