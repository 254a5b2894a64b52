import t from 'tap'
import { HOUR } from '../../server/contest/instant.ts'
import { listPublicEntries } from '../../server/db/public-entries.ts'
import { aFile } from '../support/builders.ts'
import { collections, countBrought, shownEntries } from '../support/collection.ts'
import { approveAll } from '../support/crowd.ts'

const aCollection = await collections(t)

const FULL = 'Hjemme! #folkekatalog #krakk'

t.test('an item tag added later names the item of the entry there is', async (t) => {
  const { ctx, contest, sourceId, clock, network, read } = await aCollection(t)
  const post = network.timeline.post({ text: 'Hjemme! #folkekatalog', files: [aFile(1)] })
  await read()
  t.match(await shownEntries(ctx, contest.id), [{ item: null, verdict: 'review' }])
  clock.advance(HOUR)
  network.timeline.edit(post.id, { text: FULL })
  t.match(await read(), { posts: 0, entries: 0 })
  t.match(await shownEntries(ctx, contest.id), [{ item: 'krakk', open: ['picture_pending wait'] }])
  t.same(await countBrought(ctx, sourceId), { posts: 1, versions: 2, pictures: 1 })
})

t.test('a tag added at closing or later does not count, though it was seen within the grace', async (t) => {
  const { ctx, contest, clock, network, read } = await aCollection(t)
  const { closesAt } = contest.rules
  clock.set(closesAt - HOUR)
  const posts = [1, 2].map((n) =>
    network.timeline.post({ text: '#folkekatalog', account: { user: `person${n}` }, files: [aFile(n)] }),
  )
  await read()
  for (const [i, post] of posts.entries()) {
    clock.set(closesAt - 1 + i)
    network.timeline.edit(post.id, { text: FULL })
  }
  clock.set(closesAt + HOUR)
  await read()
  t.match(await shownEntries(ctx, contest.id), [
    { item: 'krakk', verdict: 'review', open: ['picture_pending wait'] },
    { item: 'krakk', verdict: 'fails', open: ['picture_pending wait', 'tag_added_late fail'] },
  ])
})

t.test('a post whose campaign tag is taken away is out, and back in when the tag is', async (t) => {
  const { ctx, contest, owner, clock, network, read, readWhole, recheck, sourceId } = await aCollection(t)
  const post = network.timeline.post({ text: FULL, files: [aFile(1)] })
  await readWhole()
  await approveAll(ctx, contest, owner.id)
  clock.advance(13 * HOUR)
  network.timeline.edit(post.id, { text: 'Hjemme! #krakk' })
  await read()
  t.match(
    await shownEntries(ctx, contest.id),
    [{ state: 'approved', verdict: 'counts' }],
    'no timeline tells',
  )
  await recheck()
  t.match(await shownEntries(ctx, contest.id), [
    { item: 'krakk', state: 'waiting', verdict: 'fails', open: ['tag_missing fail'] },
  ])
  t.same(await listPublicEntries(ctx.db, { contestId: contest.id }, 10, null), [])
  clock.advance(HOUR)
  network.timeline.edit(post.id, { text: FULL })
  await read()
  t.match(await shownEntries(ctx, contest.id), [
    { item: 'krakk', state: 'waiting', verdict: 'counts', open: [] },
  ])
  t.match(await countBrought(ctx, sourceId), { versions: 3 }, 'each wording with its time')
})

t.test('a second item named by an edit makes a second entry', async (t) => {
  const { ctx, contest, clock, network, read } = await aCollection(t)
  const post = network.timeline.post({ text: FULL, files: [aFile(1)] })
  await read()
  clock.advance(HOUR)
  network.timeline.edit(post.id, { text: `${FULL} #kopp` })
  t.match(await read(), { entries: 1 })
  t.match(await shownEntries(ctx, contest.id), [{ item: 'krakk' }, { item: 'kopp' }])
})

t.test('a picture replaced by an edit is fetched, and looked at again before it is shown', async (t) => {
  const { ctx, contest, owner, clock, network, sourceId, readWhole } = await aCollection(t)
  const post = network.timeline.post({ text: FULL, files: [aFile(1)] })
  const shown = () => listPublicEntries(ctx.db, { contestId: contest.id }, 10, null)
  await readWhole()
  await approveAll(ctx, contest, owner.id)
  const [before] = await shown()
  clock.advance(HOUR)
  network.timeline.edit(post.id, { files: [aFile(2)] })
  await readWhole()
  t.match(await shownEntries(ctx, contest.id), [{ state: 'waiting', verdict: 'counts' }])
  t.same(await shown(), [])
  await approveAll(ctx, contest, owner.id)
  const [after] = await shown()
  t.ok(before?.picture && after?.picture)
  t.not(after?.picture?.mediaId, before?.picture?.mediaId)
  t.match(await countBrought(ctx, sourceId), { pictures: 1 })
})
