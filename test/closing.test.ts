import t from 'tap'
import { createClosing } from '../server/closing.ts'

t.test('what was opened last is closed first, and once', async (t) => {
  const closing = createClosing()
  const closed: string[] = []
  for (const name of ['database', 'queue', 'door']) closing.add(async () => closed.push(name))
  await closing.closeAll()
  await closing.closeAll()
  t.same(closed, ['door', 'queue', 'database'])
})

t.test('a failure keeps nothing else open and is thrown at the end', async (t) => {
  const closing = createClosing()
  const closed: string[] = []
  closing.add(() => closed.push('database'))
  closing.add(() => {
    throw new Error('the second')
  })
  closing.add(() => Promise.reject(new Error('the first')))
  closing.add(() => closed.push('door'))
  await t.rejects(closing.closeAll(), { message: 'the first' })
  t.same(closed, ['door', 'database'])
})
