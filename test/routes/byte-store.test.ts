import fc from 'fast-check'
import t from 'tap'
import { createByteStore } from '../../server/routes/byte-store.ts'

t.test('what was set is found, until it is deleted', async (t) => {
  const store = createByteStore<string>(10_000)
  store.set('a', 'first', 10)
  t.equal(store.get('a'), 'first')
  store.set('a', 'second', 10)
  t.equal(store.get('a'), 'second')
  store.delete('a')
  t.equal(store.get('a'), undefined)
  t.equal(store.size(), 0)
})

t.test('the one asked for longest ago goes when there are too many bytes', async (t) => {
  const store = createByteStore<string>(4_000)
  store.set('a', 'A', 1_000)
  store.set('b', 'B', 1_000)
  store.get('a')
  store.set('c', 'C', 1_000)
  t.same([store.get('a'), store.get('b'), store.get('c')], ['A', undefined, 'C'])
})

t.test('keys count: thousands of addresses with nothing behind them do not fill the memory', async (t) => {
  const store = createByteStore<null>(1_000_000)
  for (let n = 0; n < 10_000; n++) store.set(`${'x'.repeat(1_000)}${n}`, null, 0)
  t.ok(store.size() <= 1_000_000)
})

t.test('a value that grows counts for more, unless another has taken its place', async (t) => {
  const store = createByteStore<object>(100_000)
  const [old, young] = [{}, {}]
  store.set('a', old, 100)
  const before = store.size()
  store.grow('a', old, 50)
  t.equal(store.size(), before + 50)
  store.set('a', young, 100)
  store.grow('a', old, 50)
  t.equal(store.size(), before)
})

t.test('values are deleted by what they are', async (t) => {
  const store = createByteStore<number>(100_000)
  for (let n = 0; n < 10; n++) store.set(String(n), n, 1)
  store.deleteWhere((n) => n % 2 === 0)
  t.same([store.get('4'), store.get('5')], [undefined, 5])
})

t.test('whatever is done, the bytes are those of what is held, and never too many', async () => {
  const key = fc.constantFrom('a', 'b', 'c', 'dd')
  const step = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), key, size: fc.nat(3_000) }),
    fc.record({ kind: fc.constant('grow' as const), key, size: fc.nat(3_000) }),
    fc.record({ kind: fc.constant('delete' as const), key, size: fc.constant(0) }),
    fc.record({ kind: fc.constant('get' as const), key, size: fc.constant(0) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const most = 6_000
      const store = createByteStore<{ size: number }>(most)
      for (const { kind, key, size } of steps) {
        if (kind === 'set') store.set(key, { size }, size)
        else if (kind === 'delete') store.delete(key)
        else if (kind === 'get') store.get(key)
        else {
          const value = store.get(key)
          if (value) store.grow(key, value, size)
        }
        if (store.size() > most) return false
      }
      for (const one of ['a', 'b', 'c', 'dd']) store.delete(one)
      return store.size() === 0
    }),
  )
})
