import t from 'tap'
import { MINUTE } from '../../server/contest/instant.ts'
import { followSource } from '../../server/db/sources.ts'
import type { BlueskyRehearsal } from '../../server/rehearsal/bluesky.ts'
import { startBlueskyRehearsal } from '../../server/rehearsal/bluesky.ts'
import { type OpenTimeline, openTimeline } from '../../server/rehearsal/open-timeline.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { followStream } from '../../server/steps/follow-stream.ts'
import { settingsFor } from '../support/bluesky.ts'
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
async function followed(t: Cleaner, account: object = {}): Promise<Followed> {
  clock.set(NOON)
  const host = `fjord${++made}.example`
  const open = openTimeline(clock)
  const post: OpenTimeline['post'] = (given) => open.post({ ...given, account: { host, ...given.account } })
  const timeline = { ...open, post }
  const pictures = async () => ({ bytes: new Uint8Array([1]), type: 'image/jpeg' })
  const server = await startBlueskyRehearsal({ timeline, clock, pictures, habits: { tick: 5 } })
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
