import { sql } from 'kysely'
import t from 'tap'
import { MINUTE } from '../../server/contest/instant.ts'
import type { Context } from '../../server/context.ts'
import { listRuns } from '../../server/db/runs.ts'
import { aFile, aNetwork, aPost, openedContest } from '../support/builders.ts'
import { collections, readOnce, shownEntries } from '../support/collection.ts'
import { testContext } from '../support/context.ts'
import { bring } from '../support/crowd.ts'
import { NOON } from '../support/mastodon.ts'
import { seededRandom } from '../support/scene.ts'

const POSTS = 1_000
const DELIVERIES = 20
const EVERY_SECOND = { SCHEDULE_COLLECT_POSTS: '* * * * * *' }

t.setTimeout(60_000)

t.test(
  'posts that twenty deliver at once, each in an order of its own, are stored and judged once',
  async (t) => {
    const { ctx } = await testContext(t)
    const { contest } = await openedContest(ctx)
    const posts = Array.from({ length: POSTS }, (_, n) => aPost(n, { postedAt: NOON - n * MINUTE }, n % 50))
    const random = seededRandom(10)
    const deliveries = await Promise.all(
      Array.from({ length: DELIVERIES }, async () => {
        const order = posts.map((post) => ({ post, at: random() })).toSorted((a, b) => a.at - b.at)
        const mixed = order.map(({ post }) => post)
        const first = await bring(ctx, mixed.slice(0, POSTS / 2), [contest.id])
        const second = await bring(ctx, mixed.slice(POSTS / 2), [contest.id])
        return { stored: first.stored + second.stored, entries: first.entries + second.entries }
      }),
    )
    const sum = (name: 'stored' | 'entries') => deliveries.reduce((all, one) => all + one[name], 0)
    t.equal(sum('stored'), POSTS)
    t.equal(sum('entries'), POSTS)
    t.same(await countsOf(ctx), {
      posts: POSTS,
      versions: POSTS,
      pictures: POSTS,
      participants: 50,
      entries: POSTS,
    })
    t.equal(await waitingJobs(ctx, 'fetch-picture'), POSTS, 'each picture is fetched once')
  },
)

t.test('two sources that bring the same posts at once make one row of each', async (t) => {
  const aCollection = await collections(t)
  const one = await aCollection(t)
  const { ctx, clock, owner, network } = one
  const other = await openedContest(ctx, { owner, network })
  for (let n = 1; n <= 60; n++)
    network.timeline.post({
      text: '#folkekatalog #krakk',
      account: { user: `p${n}` },
      files: [aFile(n)],
      at: clock.now() - n * MINUTE,
    })
  await Promise.all([one.sourceId, other.sourceId].map((id) => readOnce(ctx, id)))
  t.match(await countsOf(ctx), { posts: 60, versions: 60, entries: 120 })
  for (const { contest } of [one, other]) t.equal((await shownEntries(ctx, contest.id)).length, 60)
})

t.test('two servers read a source once at each tick', async (t) => {
  const first = await testContext(t, { jobs: true, env: EVERY_SECOND })
  const { ctx, clock } = first
  const began = performance.now()
  const second = await testContext(t, { beside: first, jobs: true, env: EVERY_SECOND })
  const network = await aNetwork(t, clock)
  network.timeline.post({ text: '#folkekatalog #krakk', files: [aFile(1)] })
  const { contest, sourceId } = await openedContest(ctx, { network })
  let runs = await listRuns(ctx.db, sourceId, 100)
  while (runs.length < 4) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    runs = await listRuns(ctx.db, sourceId, 100)
  }
  await Promise.all([first.running?.stop(5), second.running?.stop(5)])
  const ticks = Math.ceil((performance.now() - began) / 1000) + 1
  runs = await listRuns(ctx.db, sourceId, 100)
  t.ok(runs.length <= ticks, `${runs.length} runs in at most ${ticks} ticks`)
  t.same(
    runs.filter(({ outcome }) => outcome !== 'ok').map(({ error }) => error),
    [],
    'none was broken off by another',
  )
  t.equal((await shownEntries(ctx, contest.id)).length, 1)
  const { rows } = await sql<{ overlaps: number }>`
    select count(*)::int as overlaps from pgboss.job a join pgboss.job b on a.id < b.id and a.name = b.name
      and a.singleton_key = b.singleton_key and a.started_on < b.completed_on and b.started_on < a.completed_on
    where a.name = 'collect-posts'`.execute(ctx.db)
  t.same(rows, [{ overlaps: 0 }], 'no two at the same time')
})

async function countsOf(ctx: Context): Promise<object | undefined> {
  const { rows } = await sql<object>`
    select (select count(*) from post) as posts, (select count(*) from post_version) as versions,
      (select count(*) from picture) as pictures, (select count(*) from participant) as participants,
      (select count(*) from entry) as entries`.execute(ctx.db)
  return rows[0]
}

async function waitingJobs(ctx: Context, name: string): Promise<number | undefined> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from pgboss.job where name = ${name} and state = 'created'`.execute(ctx.db)
  return rows[0]?.count
}
