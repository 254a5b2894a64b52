import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import type { Post } from '../../server/contest/post.ts'
import { storeTombstones } from '../../server/db/presence.ts'
import { inTransaction } from '../../server/db/transaction.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { judgeStored } from '../../server/steps/judge-stored.ts'
import { anOwner, aPost, openedContest } from '../support/builders.ts'
import { shownEntries } from '../support/collection.ts'
import { testContext } from '../support/context.ts'
import { bring, takePicturesForReady } from '../support/crowd.ts'
import { NOON } from '../support/mastodon.ts'

const { ctx, clock } = await testContext(t)
const owner = await anOwner(ctx)
let made = 0

/** A contest, two sources of a network that tells no edits, and a post of it. */
async function untimed() {
  clock.set(NOON)
  const n = ++made
  const { contest } = await openedContest(ctx, { owner, draft: { campaignTags: [`stille${n}`] } })
  const sourceIds: number[] = []
  for (const which of ['one', 'two']) {
    const settings = { url: `https://${which}.example` }
    sourceIds.push(await addSource(ctx, owner.brandId, { kind: 'mastodon', name: `${which} ${n}`, settings }))
  }
  const [one = 0, two = 0] = sourceIds
  const tag = `#stille${n}`
  const post: Post = { ...aPost(900 + n, { tags: null, text: `${tag} #krakk` }), network: 'flickr' }
  /** What a source shows of it a minute later; answers how many edits that was taken for. */
  const show = async (sourceId: number, text: string) => {
    clock.advance(MINUTE)
    return (await bring(ctx, [{ ...post, text }], [contest.id], sourceId)).changed
  }
  const stored = async () => {
    const row = await ctx.db
      .selectFrom('post')
      .select(['id', 'text', 'edited_at'])
      .where('network_id', '=', post.id)
      .where('network', '=', 'flickr')
      .executeTakeFirstOrThrow()
    const versions = await ctx.db
      .selectFrom('post_version')
      .select(['text', 'written_at'])
      .where('post_id', '=', row.id)
      .orderBy('written_at')
      .execute()
    return { text: row.text, editedAt: row.edited_at, versions: versions.map((version) => version.text) }
  }
  return { contest, one, two, tag, post, show, stored }
}

t.test(
  'what a source shows otherwise than before was edited by now, and again when it is taken back',
  async (t) => {
    const { one, tag, show, stored } = await untimed()
    const [first, second] = [`${tag} #krakk`, `${tag} #kopp`]
    t.equal(await show(one, first), 0)
    t.equal(await show(one, first), 0, 'the same again is no edit')
    t.match(await stored(), { text: first, editedAt: null })
    t.equal(await show(one, second), 1)
    t.match(await stored(), { text: second, editedAt: clock.now(), versions: [first, second] })
    t.equal(await show(one, second), 0)
    t.equal(await show(one, first), 1)
    t.match(await stored(), { text: first, editedAt: clock.now(), versions: [first, second, first] })
  },
)

t.test('two sources that word a post differently for good make no edits of that', async (t) => {
  const { one, two, tag, show, stored } = await untimed()
  const [first, second] = [`${tag} #krakk @lillevik`, `${tag} #krakk lillevik`]
  await show(one, first)
  for (let n = 0; n < 3; n++) {
    t.equal(await show(two, second), 0)
    t.equal(await show(one, first), 0)
  }
  t.match(await stored(), { text: first, editedAt: null, versions: [first] })
  const [firstEdited, secondEdited] = [`${first} ny`, `${second} ny`]
  t.equal(await show(one, firstEdited), 1)
  await show(two, secondEdited)
  const { editedAt } = await stored()
  for (let n = 0; n < 3; n++) {
    t.equal(await show(one, firstEdited), 0)
    t.equal(await show(two, secondEdited), 0)
  }
  t.equal((await stored()).editedAt, editedAt, 'nothing goes to and fro')
})

t.test('a tag that was added after closing is known as late, though no time is told', async (t) => {
  const { contest, one, post, tag, show } = await untimed()
  await show(one, `${tag} #krakk`)
  clock.set(contest.rules.closesAt + HOUR)
  await show(one, `${tag} #krakk #kopp`)
  await takePicturesForReady(ctx)
  t.match(await shownEntries(ctx, contest.id), [
    { item: 'krakk', verdict: 'counts' },
    { item: 'kopp', verdict: 'fails', open: ['tag_added_late fail'] },
  ])
  t.equal(post.editedAt, null)
})

t.test(
  'a post, its edit and its deletion end alike in each of the six orders, where no edit is timed',
  async (t) => {
    const orders = ['ped', 'pde', 'epd', 'edp', 'dpe', 'dep']
    const wrong: string[] = []
    for (const order of orders) {
      const { contest, one, post, tag, show } = await untimed()
      for (const what of order) {
        if (what === 'd') {
          await inTransaction(ctx.db, async (tx) => {
            const gone = [{ id: post.id, why: 'deleted' }]
            await judgeStored(tx, await storeTombstones(tx, 'flickr', gone, clock.now()), clock.now())
          })
        } else await show(one, what === 'p' ? `${tag} #krakk` : `${tag} #kopp`)
      }
      const { gone_for_good } = await ctx.db
        .selectFrom('post')
        .select('gone_for_good')
        .where('network', '=', 'flickr')
        .where('network_id', '=', post.id)
        .executeTakeFirstOrThrow()
      const states = (await shownEntries(ctx, contest.id)).map(({ state }) => state)
      if (!gone_for_good || states.some((state) => state !== 'withdrawn')) wrong.push(`${order}: ${states}`)
    }
    t.same(wrong, [])
    t.equal(orders.length, 6)
  },
)
