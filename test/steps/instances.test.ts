import t from 'tap'
import { MINUTE } from '../../server/contest/instant.ts'
import { followSource } from '../../server/db/sources.ts'
import { startMastodonRehearsal } from '../../server/rehearsal/mastodon.ts'
import { PIXELFED } from '../../server/rehearsal/mastodon-habits.ts'
import { startMisskeyRehearsal } from '../../server/rehearsal/misskey.ts'
import { collect } from '../../server/steps/collect.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { followStream } from '../../server/steps/follow-stream.ts'
import { aFile } from '../support/builders.ts'
import { collections, shownEntries } from '../support/collection.ts'
import { until } from '../support/until.ts'

const aCollection = await collections(t)
const pictures = async () => ({ bytes: new Uint8Array([0xff, 0xd8, 0xff]), type: 'image/jpeg' })
const token = 'user-token-1'

t.test('three servers of three kinds bring one post once, and the stream of one takes it away', async (t) => {
  const { ctx, clock, contest, network, read } = await aCollection(t)
  const { timeline } = network
  const shared = { timeline, clock, pictures }
  const pixelfed = await startMastodonRehearsal({ ...shared, habits: { ...PIXELFED, token } })
  const misskey = await startMisskeyRehearsal(shared)
  t.teardown(() => Promise.all([pixelfed.close(), misskey.close()]))
  const connect = async (kind: string, settings: object) => {
    const id = await addSource(ctx, contest.brandId, { kind, name: `${kind} beside`, settings })
    await followSource(ctx.db, contest.id, id)
    return id
  }
  const beside = [
    await connect('mastodon', { url: pixelfed.url, token }),
    await connect('misskey', { url: misskey.url }),
  ]
  const post = timeline.post({ text: 'Min #folkekatalog #krakk', files: [aFile(1)] })
  timeline.post({ text: 'Din #folkekatalog #krakk', files: [aFile(2)], account: { user: 'per' } })
  const { signal } = new AbortController()
  const brought = [await read()]
  for (const id of beside) brought.push(await collect(ctx, id, signal))
  t.strictSame(
    brought.map(({ posts, failed }) => [posts, failed]),
    [
      [2, 0],
      [0, 0],
      [0, 0],
    ],
  )
  const rows = await ctx.db
    .selectFrom('post_sighting')
    .innerJoin('post', 'post.id', 'post_sighting.post_id')
    .select(['post.id', 'post.participant_id'])
    .execute()
  t.equal(rows.length, 6)
  t.equal(new Set(rows.map(({ id }) => id)).size, 2)
  t.equal(new Set(rows.map(({ participant_id }) => participant_id)).size, 2)
  t.equal((await shownEntries(ctx, contest.id)).length, 2)

  const over = new AbortController()
  const streaming = followStream(ctx, beside[0] ?? 0, over.signal)
  await until('a listener', () => pixelfed.streams.listeners() === 1)
  clock.advance(MINUTE)
  timeline.delete(post.id)
  await until('the deletion', async () => {
    const entries = await shownEntries(ctx, contest.id)
    return entries.some(({ state }) => state === 'withdrawn')
  })
  over.abort()
  t.match(await streaming, { failed: 0 })
})
