import t from 'tap'
import { inTransaction } from '../../server/db/transaction.ts'
import { judgeStored } from '../../server/steps/judge-stored.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { again, aNewPost, enterOne } from '../support/entries.ts'

const { ctx } = await testContext(t)

t.test('a free licence is why a picture may be shown; else it is the contest’s rules', async (t) => {
  const { contest } = await openedContest(ctx)
  const bases: unknown[] = []
  for (const licence of ['CC-BY-2.0', 'CC0-1.0', 'CC-BY-NC-2.0', 'CC-BY-ND-2.0', null]) {
    const entry = await enterOne(ctx, contest, aNewPost({ network: 'flickr', licence }))
    await inTransaction(ctx.db, (tx) => judgeStored(tx, [entry.postId], ctx.clock.now()))
    bases.push([licence, entry.basis, (await again(ctx, entry)).basis])
  }
  t.same(bases, [
    ['CC-BY-2.0', 'licence', 'licence'],
    ['CC0-1.0', 'licence', 'licence'],
    ['CC-BY-NC-2.0', 'rules', 'rules'],
    ['CC-BY-ND-2.0', 'rules', 'rules'],
    [null, 'rules', 'rules'],
  ])
})
