import t from 'tap'
import { HOUR } from '../../server/contest/instant.ts'
import { listPositions, readPosition, savePosition } from '../../server/db/positions.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { anOwner } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { NOON } from '../support/mastodon.ts'

const { ctx } = await testContext(t)
const owner = await anOwner(ctx)
const settings = { url: 'https://social.example' }
const sourceId = await addSource(ctx, owner.brandId, { kind: 'mastodon', name: 'one', settings })

t.test('what was complete stays so until more is, or older posts are asked for', async (t) => {
  const save = async (target: string, readsFrom: number, completeUntil: number | null) => {
    await savePosition(ctx.db, { sourceId, target, cursor: 'x', readsFrom, completeUntil, now: NOON })
    return (await listPositions(ctx.db, sourceId)).get(target)
  }
  t.equal(await save('tag:a', NOON, null), null)
  t.equal(await save('tag:a', NOON, NOON + HOUR), NOON + HOUR)
  t.equal(await save('tag:a', NOON, null), NOON + HOUR, 'while the next reading is on its way')
  t.equal(await save('tag:a', NOON, NOON + 2 * HOUR), NOON + 2 * HOUR)
  t.equal(await save('tag:a', NOON - HOUR, null), null, 'posts before may be missing')
  t.equal(await save('tag:b', NOON, NOON), NOON, 'each target by itself')
  t.same(await readPosition(ctx.db, sourceId, 'tag:a'), { cursor: 'x', readsFrom: NOON - HOUR })
})
