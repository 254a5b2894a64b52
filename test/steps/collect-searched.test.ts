import t from 'tap'
import { MINUTE } from '../../server/contest/instant.ts'
import { findSource, followSource } from '../../server/db/sources.ts'
import { startFlickrRehearsal } from '../../server/rehearsal/flickr.ts'
import { USUAL_FLICKR_HABITS } from '../../server/rehearsal/flickr-habits.ts'
import { openTimeline } from '../../server/rehearsal/open-timeline.ts'
import { startThreadsRehearsal } from '../../server/rehearsal/threads.ts'
import { USUAL_THREADS_HABITS } from '../../server/rehearsal/threads-habits.ts'
import { startTumblrRehearsal } from '../../server/rehearsal/tumblr.ts'
import { USUAL_TUMBLR_HABITS } from '../../server/rehearsal/tumblr-habits.ts'
import { collect } from '../../server/steps/collect.ts'
import { addSource, testSource } from '../../server/steps/connect-source.ts'
import { GONE_APART, RECHECK_AFTER, recheckPosts } from '../../server/steps/recheck-posts.ts'
import { aFile, CAMPAIGN_TAG, openedContest } from '../support/builders.ts'
import { countBrought, shownEntries } from '../support/collection.ts'
import { testContext } from '../support/context.ts'
import { drawNothing } from '../support/poll-source.ts'
import { findInDatabase } from '../support/stored.ts'

const { ctx, clock } = await testContext(t)
const { signal } = new AbortController()

const NETWORKS = [
  { kind: 'threads', start: startThreadsRehearsal, settings: { token: USUAL_THREADS_HABITS.token } },
  { kind: 'flickr', start: startFlickrRehearsal, settings: { key: USUAL_FLICKR_HABITS.key } },
  { kind: 'tumblr', start: startTumblrRehearsal, settings: { key: USUAL_TUMBLR_HABITS.key } },
] as const

for (const { kind, start, settings } of NETWORKS) {
  t.test(`${kind}: from the network to an entry, an edit and a deletion`, async (t) => {
    const timeline = openTimeline(clock)
    const server = await start({ timeline, clock, pictures: drawNothing })
    t.teardown(() => server.close())
    const opened = await openedContest(ctx)
    const { contest, owner } = opened
    const given = { kind, name: kind, settings: { url: server.url, ...settings } }
    const sourceId = await addSource(ctx, owner.brandId, given)
    await followSource(ctx.db, contest.id, sourceId)
    const read = async () => {
      clock.advance(10 * MINUTE)
      return collect(ctx, sourceId, signal)
    }
    const files = [aFile(1)]
    const one = timeline.post({ text: `#${CAMPAIGN_TAG} #krakk`, files })
    const other = timeline.post({ text: `#${CAMPAIGN_TAG}`, files, account: { user: 'ola' } })
    t.match(await read(), { posts: 2, failed: 0 })
    const shown = async () => (await shownEntries(ctx, contest.id)).map(({ item, state }) => [item, state])
    t.same(
      (await shown()).toSorted(),
      [
        ['krakk', 'waiting'],
        [null, 'waiting'],
      ].toSorted(),
    )

    clock.advance(RECHECK_AFTER + MINUTE)
    t.same(
      await recheckPosts(ctx, sourceId, signal),
      { asked: 2, gone: 0, changed: 0 },
      'a check edits nothing',
    )
    t.match(await read(), { posts: 0, failed: 0 })
    t.match(await countBrought(ctx, sourceId), { posts: 2, versions: 2, pictures: 2 })

    timeline.edit(other.id, { text: `#${CAMPAIGN_TAG} #kopp` })
    timeline.delete(one.id)
    clock.advance(RECHECK_AFTER + MINUTE)
    t.match(await recheckPosts(ctx, sourceId, signal), { asked: 2, gone: 0, changed: 1 })
    clock.advance(GONE_APART + MINUTE)
    t.match(await recheckPosts(ctx, sourceId, signal), { gone: 1 }, 'the second definite answer counts')
    t.match(await countBrought(ctx, sourceId), { posts: 2, versions: 3 })

    const source = await findSource(ctx.db, sourceId)
    if (source === null) throw new Error('There is no source')
    const { budget } = await testSource(ctx, source, signal)
    t.ok(budget !== null && budget.left < budget.of, 'what was used is remembered between the reads')
    const secret = Object.values(settings).join()
    t.same(await findInDatabase(ctx.db, secret), [])
  })
}
