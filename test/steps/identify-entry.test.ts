import t from 'tap'
import { inTransaction } from '../../server/db/transaction.ts'
import { identifyEntry } from '../../server/steps/identify-entry.ts'
import { createJudge } from '../../server/steps/judge.ts'
import { storeBrought } from '../../server/steps/store-posts.ts'
import { anOwner, aPost, type OpenedContest, openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'

const { ctx } = await testContext(t)
const owner = await anOwner(ctx)
const words = { handle: '@kari', evidence: 'She wrote to us.', by: owner.id }

/** A post without an author, as contests read it; answers the entry it makes in the first. */
async function entryOf(n: number, contests: OpenedContest[]): Promise<number> {
  const post = aPost(n, { network: 'instagram', id: `code${n}`, author: null, tags: null })
  await inTransaction(ctx.db, async (tx) => {
    const judges = await Promise.all(contests.map(({ contest }) => createJudge(tx, contest.id)))
    await storeBrought(ctx, tx, [{ post, ref: `ref${n}`, raw: {} }], null, judges)
  })
  const row = await ctx.db
    .selectFrom('entry')
    .innerJoin('post', 'post.id', 'entry.post_id')
    .select('entry.id')
    .where('post.network_id', '=', `code${n}`)
    .where('entry.contest_id', '=', contests[0]?.contest.id ?? 0)
    .executeTakeFirstOrThrow()
  return row.id
}

t.test('a moderator says whose post it is for every contest of the brand', async (t) => {
  const own = [await openedContest(ctx, { owner }), await openedContest(ctx, { owner })]
  const entry = await entryOf(1, own)
  const [first] = own
  if (!first) throw new Error('Found no contest; expected two')
  await identifyEntry(ctx, first.contest, entry, words)
  // And once.
  await t.rejects(identifyEntry(ctx, first.contest, entry, words), {
    name: 'Refusal',
    message: /^Nobody is to be identified/,
  })
})

t.test('nobody says for another brand whose post it is', async (t) => {
  const first = await openedContest(ctx, { owner })
  const entry = await entryOf(2, [first, await openedContest(ctx)])
  await t.rejects(identifyEntry(ctx, first.contest, entry, words), {
    name: 'Refusal',
    message: /^A contest of another brand shows this post too/,
  })
})
