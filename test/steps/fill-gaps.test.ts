import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import type { Post } from '../../server/contest/post.ts'
import type { Context } from '../../server/context.ts'
import { listGaps } from '../../server/db/gaps.ts'
import { readPosition } from '../../server/db/positions.ts'
import { listRuns } from '../../server/db/runs.ts'
import { followSource } from '../../server/db/sources.ts'
import { collect } from '../../server/steps/collect.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { followStream, STREAM } from '../../server/steps/follow-stream.ts'
import { anOwner, aPost, openedContest } from '../support/builders.ts'
import { sourceOf } from '../support/collection.ts'
import { testContext } from '../support/context.ts'
import { NOON } from '../support/mastodon.ts'
import type { Cleaner } from '../support/scratch.ts'
import { startTinyNetwork, tiny } from '../support/tiny-network.ts'

const opened = await testContext(t)
const { clock } = opened
const ctx: Context = { ...opened.ctx, sources: [...opened.ctx.sources, tiny] }
const owner = await anOwner(ctx)
const { signal } = new AbortController()
const WHY = 'It had forgotten where we were.'
let made = 0

/** A source that two contests follow, each by a tag of its own. */
async function twoTags(t: Cleaner, source = tiny) {
  clock.set(NOON)
  const n = ++made
  const network = await startTinyNetwork(t)
  const its: Context = { ...ctx, sources: [source] }
  const draft = { kind: 'tiny', name: `tiny ${n}`, settings: { url: network.url } }
  const sourceId = await addSource(its, owner.brandId, draft)
  const tags = [`bekk${n}`, `foss${n}`]
  for (const tag of tags) {
    const { contest } = await openedContest(its, { owner, draft: { campaignTags: [tag] } })
    await followSource(ctx.db, contest.id, sourceId)
  }
  /** Turn after turn, until it has heard everything. */
  const listen = async () => {
    let cursor: string | undefined
    for (; cursor !== String(network.told()); ) {
      await followStream(its, sourceId, signal, { turn: 300 })
      cursor = (await readPosition(ctx.db, sourceId, STREAM))?.cursor
    }
  }
  const gaps = () => listGaps(ctx.db, sourceId, 10)
  return { network, sourceId, tags, listen, read: () => collect(its, sourceId, signal), gaps }
}

function missedPost(tag: string, n: number): Post {
  return {
    ...aPost(n, { tags: null, text: `#${tag} #krakk`, pictures: [] }),
    network: 'tiny',
    id: `${tag}/${n}`,
  }
}

const gapOf = (from: number, until: number) => ({ gap: { from, until, why: WHY } })

t.test('a gap that is told twice is one, and what both tags have of it is read', async (t) => {
  const { network, sourceId, tags, listen, read, gaps } = await twoTags(t)
  const [one = '', two = ''] = tags
  network.tell(gapOf(NOON - 2 * HOUR, NOON - HOUR))
  await listen()
  network.tell(gapOf(NOON - 2 * HOUR, NOON - HOUR))
  await listen()
  t.match(await gaps(), [{ from: NOON - 2 * HOUR, until: NOON - HOUR, why: WHY, filledAt: null }])
  network.missed.set(`tag:${one}`, [missedPost(one, 1)])
  network.missed.set(`tag:${two}`, [missedPost(two, 1), missedPost(two, 2)])
  t.match(await read(), { posts: 3, entries: 3, failed: 0 })
  t.match(await gaps(), [{ filledAt: clock.now(), found: 3 }])
  t.same(network.filled, [`tag:${one}`, `tag:${two}`])
  t.match(
    (await listRuns(ctx.db, sourceId, 10)).filter(({ way }) => way === 'fill'),
    [
      { target: `tag:${two}`, stored: 2, outcome: 'ok' },
      { target: `tag:${one}`, stored: 1 },
    ],
  )
  clock.advance(MINUTE)
  t.match(await read(), { posts: 0 })
  t.equal(network.filled.length, 2, 'and it is not read again')
})

t.test('a gap stays open until every tag was read for it to the end', async (t) => {
  const { network, sourceId, tags, listen, read, gaps } = await twoTags(t)
  const [one = '', two = ''] = tags
  network.tell(gapOf(NOON - 2 * HOUR, NOON - HOUR))
  await listen()
  network.missed.set(`tag:${one}`, [missedPost(one, 1)])
  network.missed.set(`tag:${two}`, null)
  t.match(await read(), { posts: 1, failed: 1 })
  t.match(await gaps(), [{ filledAt: null, found: null }])
  const { waitUntil, failures } = await sourceOf(ctx, sourceId)
  t.equal(failures, 1)
  network.missed.set(`tag:${two}`, [missedPost(two, 1)])
  clock.set((waitUntil ?? 0) - 1)
  t.match(await read(), { posts: 0, failed: 0 }, 'it rests first')
  clock.advance(1)
  t.match(await read(), { posts: 1, failed: 0 }, 'what the first try brought is stored once')
  t.match(await gaps(), [{ filledAt: clock.now() }])
})

t.test('what was missed is a gap where a contest was open in it', async (t) => {
  const { network, listen, gaps } = await twoTags(t)
  network.tell(gapOf(NOON - 30 * DAY, NOON - 20 * DAY))
  await listen()
  t.same(await gaps(), [])
  network.tell(gapOf(NOON - 30 * DAY, NOON - HOUR))
  await listen()
  t.match(await gaps(), [{ from: NOON - 14 * DAY, until: NOON - HOUR }], 'as far back as posts are taken')
})

t.test('a source that knows no other way leaves its gaps open, for everybody to see', async (t) => {
  const { fill: _fill, ...unable } = tiny
  const { network, listen, read, gaps } = await twoTags(t, unable)
  network.tell(gapOf(NOON - 2 * HOUR, NOON - HOUR))
  await listen()
  t.match(await read(), { failed: 0 })
  t.match(await gaps(), [{ filledAt: null }])
  t.same(network.filled, [])
})
