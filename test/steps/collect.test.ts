import t from 'tap'
import { countQueues, listQueue } from '../../server/db/moderation-queue.ts'
import { listPublicEntries } from '../../server/db/public-entries.ts'
import { aFile, aNetwork, openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { approveAll, readSource } from '../support/crowd.ts'

t.test('a tagged post goes from the network to the catalogue', async (t) => {
  const { ctx, clock } = await testContext(t)
  const network = await aNetwork(t, clock)
  const { contest, sourceId, owner } = await openedContest(ctx, { network })
  network.timeline.post({ text: 'Hjemme! #folkekatalog #krakk', files: [aFile(1)] })
  clock.advance(60_000)
  await readSource(ctx, sourceId)
  t.match(await countQueues(ctx.db, contest.id), { waiting: 1 })
  t.equal(await approveAll(ctx, contest, owner.id), 1)
  t.match(await listPublicEntries(ctx.db, { contestId: contest.id }, 10, null), [{ item: { slug: 'krakk' } }])
  t.same(await listQueue(ctx.db, contest.id, 'waiting', 10, null), [])
})
