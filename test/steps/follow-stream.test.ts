import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import { listOpenGaps } from '../../server/db/gaps.ts'
import { followSource } from '../../server/db/sources.ts'
import { type BlueskyRehearsal, startBlueskyRehearsal } from '../../server/rehearsal/bluesky.ts'
import type { BlueskyHabits } from '../../server/rehearsal/bluesky-habits.ts'
import { blueskyPostId } from '../../server/rehearsal/bluesky-post.ts'
import { type OpenTimeline, openTimeline } from '../../server/rehearsal/open-timeline.ts'
import { collect } from '../../server/steps/collect.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { followStream } from '../../server/steps/follow-stream.ts'
import { recheckPosts } from '../../server/steps/recheck-posts.ts'
import { ACCOUNT, settingsFor } from '../support/bluesky.ts'
import { anOwner, openedContest } from '../support/builders.ts'
import { shownEntries } from '../support/collection.ts'
import { testContext } from '../support/context.ts'
import { NOON, PICTURE } from '../support/mastodon.ts'
import type { Cleaner } from '../support/scratch.ts'
import { until } from '../support/until.ts'

const { ctx, clock } = await testContext(t)
const owner = await anOwner(ctx)
let made = 0

interface Followed {
  tag: string
  contestId: number
  sourceId: number
  timeline: OpenTimeline
  server: BlueskyRehearsal
  /** Listens until this is so. */
  listenUntil(what: string, isSo: () => Promise<boolean>): Promise<void>
}

/** A contest that follows a Bluesky of its own, with people of its own. */
async function followed(
  t: Cleaner,
  account: object = {},
  habits: Partial<BlueskyHabits> = {},
): Promise<Followed> {
  clock.set(NOON)
  const host = `fjord${++made}.example`
  const open = openTimeline(clock)
  const post: OpenTimeline['post'] = (given) => open.post({ ...given, account: { host, ...given.account } })
  const timeline = { ...open, post }
  const pictures = async () => ({ bytes: new Uint8Array([1]), type: 'image/jpeg' })
  const server = await startBlueskyRehearsal({ timeline, clock, pictures, habits: { tick: 5, ...habits } })
  t.teardown(() => server.close())
  const tag = `strom${made}`
  const { contest } = await openedContest(ctx, { owner, draft: { campaignTags: [tag] } })
  const settings = { ...settingsFor(server), ...account }
  const sourceId = await addSource(ctx, owner.brandId, { kind: 'bluesky', name: host, settings })
  await followSource(ctx.db, contest.id, sourceId)
  const listenUntil = async (what: string, isSo: () => Promise<boolean>) => {
    const leave = new AbortController()
    const listening = followStream(ctx, sourceId, leave.signal)
    await until(what, isSo)
    leave.abort()
    await listening
  }
  return { tag, contestId: contest.id, sourceId, timeline, server, listenUntil }
}

async function posts(sourceId: number): Promise<{ id: string; gone: string | null; handle: string }[]> {
  const rows = await ctx.db
    .selectFrom('post')
    .innerJoin('post_sighting', 'post_sighting.post_id', 'post.id')
    .innerJoin('participant', 'participant.id', 'post.participant_id')
    .select(['post.network_id', 'post.gone_why', 'post.gone_at', 'participant.handle'])
    .where('post_sighting.source_id', '=', sourceId)
    .orderBy('post.id')
    .execute()
  return rows.map((row) => ({
    id: row.network_id,
    gone: row.gone_at === null ? null : row.gone_why,
    handle: row.handle,
  }))
}

t.test('what a stream brings becomes entries, edits and deletions too', async (t) => {
  const { tag, contestId, sourceId, timeline, listenUntil } = await followed(t)
  const files = [{ kind: 'image', spec: PICTURE, alt: null } as const]
  const one = timeline.post({ text: `#${tag} #krakk`, files })
  timeline.post({ text: `#${tag} #kopp`, files })
  await listenUntil('two posts', async () => (await posts(sourceId)).length === 2)
  t.match(await shownEntries(ctx, contestId), [{ item: 'krakk' }, { item: 'kopp' }])
  clock.advance(MINUTE)
  timeline.delete(one.id)
  await listenUntil('a deletion', async () => (await posts(sourceId)).some(({ gone }) => gone === 'deleted'))
  t.match(await shownEntries(ctx, contestId), [{ item: 'krakk', state: 'withdrawn' }, { item: 'kopp' }])
})

t.test(
  'an edit that takes the tag away, or puts it back, is taken in; strangers’ edits are not',
  async (t) => {
    const { tag, contestId, sourceId, timeline, listenUntil } = await followed(t)
    const one = timeline.post({ text: `#${tag} #krakk` })
    const other = timeline.post({ text: 'Noe annet' })
    await listenUntil('a post', async () => (await posts(sourceId)).length === 1)
    clock.advance(MINUTE)
    timeline.edit(one.id, { text: '#krakk' })
    timeline.edit(other.id, { text: 'Noe helt annet' })
    await listenUntil('the tag to be gone', async () => {
      clock.advance(MINUTE)
      return (await shownEntries(ctx, contestId)).some(({ verdict }) => verdict === 'fails')
    })
    t.equal((await posts(sourceId)).length, 1)
  },
)

t.test('a post that was edited before it was read is read as it is', async (t) => {
  const { tag, contestId, timeline, listenUntil } = await followed(t)
  const one = timeline.post({ text: `#${tag} #krakk` })
  clock.advance(MINUTE)
  timeline.edit(one.id, { text: 'Uten' })
  await listenUntil('its last wording', async () => {
    clock.advance(MINUTE)
    const found = ctx.db.selectFrom('post').select('text').where('network_id', '=', blueskyPostId(one))
    return (await found.executeTakeFirst())?.text === 'Uten'
  })
  t.same(
    (await shownEntries(ctx, contestId)).filter(({ verdict }) => verdict === 'counts'),
    [],
  )
})

t.test('an account that goes takes its posts along; they come back by a re-check when it does', async (t) => {
  const { tag, sourceId, timeline, server, listenUntil } = await followed(t)
  const one = timeline.post({ text: `#${tag} #krakk` })
  timeline.post({ text: `#${tag} #kopp`, account: { user: 'per' } })
  await listenUntil('two posts', async () => (await posts(sourceId)).length === 2)
  clock.advance(MINUTE)
  server.account(one.account, 'suspended')
  await listenUntil('one of them to go', async () => {
    clock.advance(MINUTE)
    return (await posts(sourceId)).some(({ gone }) => gone === 'account_gone')
  })
  t.same((await posts(sourceId)).map(({ gone }) => gone).toSorted(), ['account_gone', null])
  server.account(one.account, null)
  clock.advance(13 * HOUR)
  await recheckPosts(ctx, sourceId, AbortSignal.timeout(10_000))
  t.same(
    (await posts(sourceId)).map(({ gone }) => gone),
    [null, null],
  )
})

t.test(
  'a handle that changes follows, and an account nobody could be asked about keeps the one it had',
  async (t) => {
    const { tag, sourceId, timeline, server, listenUntil } = await followed(t)
    const { account } = timeline.post({ text: `#${tag} #krakk` })
    await listenUntil('a post', async () => (await posts(sourceId)).length === 1)
    clock.advance(MINUTE)
    server.rename(account, 'kari.nytt.example')
    server.rename({ ...account, user: 'ukjent' }, 'ukjent.nytt.example')
    const isRenamed = async () => {
      clock.advance(MINUTE)
      return (await posts(sourceId)).every(({ handle }) => handle === 'kari.nytt.example')
    }
    await listenUntil('the new handle', isRenamed)
    server.faults.plant({ on: /getProfiles/, fault: { kind: 'status', status: 500 } })
    timeline.post({ text: `#${tag} #kopp` })
    await listenUntil('a second post', async () => (await posts(sourceId)).length === 2)
    t.same(
      (await posts(sourceId)).map(({ handle }) => handle),
      ['kari.nytt.example', 'kari.nytt.example'],
    )
  },
)

t.test('strangers’ deletions leave no trace, those of people who take part do', async (t) => {
  const { tag, sourceId, timeline, listenUntil } = await followed(t)
  timeline.post({ text: `#${tag} #krakk` })
  const known = timeline.post({ text: 'Noe annet' })
  const strange = timeline.post({ text: 'Noe annet', account: { user: 'ukjent' } })
  await listenUntil('a post', async () => (await posts(sourceId)).length === 1)
  clock.advance(MINUTE)
  timeline.delete(known.id)
  timeline.delete(strange.id)
  const tombstones = async () => {
    clock.advance(MINUTE)
    const ids = [known, strange].map(blueskyPostId)
    const rows = await ctx.db.selectFrom('post').select('network_id').where('network_id', 'in', ids).execute()
    return rows.map((row) => row.network_id)
  }
  await listenUntil('a tombstone', async () => (await tombstones()).length > 0)
  t.same(await tombstones(), [blueskyPostId(known)])
})

t.test('a label that comes later covers the picture, though the post is the same', async (t) => {
  const { tag, sourceId, timeline, server, listenUntil } = await followed(t)
  const post = timeline.post({ text: `#${tag} #krakk` })
  await listenUntil('a post', async () => (await posts(sourceId)).length === 1)
  server.label(blueskyPostId(post), 'graphic-media')
  server.label(post.account, '!no-unauthenticated')
  clock.advance(13 * HOUR)
  await recheckPosts(ctx, sourceId, AbortSignal.timeout(10_000))
  const seen = () =>
    ctx.db
      .selectFrom('post')
      .select(['sensitive', 'hints'])
      .where('network_id', '=', blueskyPostId(post))
      .executeTakeFirst()
  t.match(await seen(), { sensitive: true, hints: ['no_strangers'] })
})

t.test(
  'what the stream could not go back to is a gap, which search fills where there is an account',
  async (t) => {
    for (const account of [{}, ACCOUNT]) {
      const { tag, sourceId, timeline, listenUntil } = await followed(t, account)
      const at = NOON - 40 * HOUR
      timeline.post({ text: `#${tag} #krakk`, at, arrivesAt: at })
      await listenUntil('the gap', async () => {
        clock.advance(MINUTE)
        return (await listOpenGaps(ctx.db, sourceId, 5)).length === 1
      })
      const collected = await collect(ctx, sourceId, new AbortController().signal)
      const isFilled = account === ACCOUNT
      t.match(collected, { posts: isFilled ? 1 : 0, failed: 0 })
      t.equal((await listOpenGaps(ctx.db, sourceId, 5)).length, isFilled ? 0 : 1)
    }
  },
)

t.test('a search that has to wait does not end with what the stream brings', async (t) => {
  const { tag, sourceId, timeline, server, listenUntil } = await followed(t, ACCOUNT)
  const throttled = { kind: 'status', status: 429, headers: { 'retry-after': '1800' } } as const
  await listenUntil('the gap', async () => {
    clock.advance(MINUTE)
    return (await listOpenGaps(ctx.db, sourceId, 5)).length === 1
  })
  server.faults.plant({ on: /searchPosts/, fault: throttled })
  const listening = new AbortController()
  const streaming = followStream(ctx, sourceId, listening.signal)
  await until('the stream to run', () => server.jetstream.listening() > 0)
  t.match(await collect(ctx, sourceId, new AbortController().signal), { failed: 1 })
  timeline.post({ text: `#${tag} #krakk` })
  await until('a post', async () => (await posts(sourceId)).length === 1)
  listening.abort()
  await streaming
  const before = server.requests().count
  clock.advance(29 * MINUTE)
  await collect(ctx, sourceId, new AbortController().signal)
  t.equal(server.requests().count, before, 'nothing was asked within the half hour')
  server.faults.clear()
  clock.advance(20 * MINUTE)
  t.match(await collect(ctx, sourceId, new AbortController().signal), { failed: 0 })
})

t.test('a tag in the text alone makes an entry that a person looks at', async (t) => {
  const { tag, contestId, sourceId, timeline, listenUntil } = await followed(t, {}, { unmarked: () => true })
  timeline.post({ text: `#${tag} #krakk`, files: [{ kind: 'image', spec: PICTURE, alt: null }] })
  await listenUntil('a post', async () => (await posts(sourceId)).length === 1)
  t.match(await shownEntries(ctx, contestId), [{ verdict: 'review' }])
})
