import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { shareOut } from '../../server/rehearsal/share-out.ts'

const NEVER = new AbortController().signal

t.test('every piece of work is done once, by so many hands at most', async (t) => {
  const done: number[] = []
  let busy = 0
  let most = 0
  await shareOut([1, 2, 3, 4, 5, 6, 7], 3, NEVER, async (one) => {
    most = Math.max(most, ++busy)
    await turn()
    busy--
    done.push(one)
  })
  t.strictSame(
    done.toSorted((a, b) => a - b),
    [1, 2, 3, 4, 5, 6, 7],
  )
  t.equal(most, 3)
})

t.test('a fault is told after what was under way has ended, and nothing new is taken up', async (t) => {
  const done: number[] = []
  const working = shareOut([1, 2, 3, 4, 5, 6], 2, NEVER, async (one) => {
    if (one === 1) throw new Error('out of ink')
    await turn()
    done.push(one)
  })
  await t.rejects(working, { message: 'out of ink' })
  t.strictSame(done, [2])
})

t.test('after an abort nothing new is taken up', async (t) => {
  const caller = new AbortController()
  const done: number[] = []
  await shareOut([1, 2, 3], 1, caller.signal, async (one) => {
    caller.abort()
    await turn()
    done.push(one)
  })
  t.strictSame(done, [1])
})

t.test('an empty list is no work', async (t) => {
  await t.resolves(shareOut([], 4, NEVER, () => Promise.reject(new Error('there is nothing to do'))))
})
