import t from 'tap'
import { Refusal } from '../../server/refusal.ts'
import { DEEPEST, refuseUnstorableText } from '../../server/routes/storable-text.ts'

type Request = Parameters<typeof refuseUnstorableText>[0]

function faultsOf(parts: { params?: unknown; query?: unknown; body?: unknown }) {
  try {
    refuseUnstorableText(parts as Request)
    return []
  } catch (error) {
    if (error instanceof Refusal) return error.faults
    throw error
  }
}

t.test('text in any script is taken', async (t) => {
  t.same(faultsOf({ body: { name: 'Blåbær 無印 🫐 \u0001\n' }, query: { q: 'æ' }, params: { a: 'b' } }), [])
  t.same(faultsOf({ body: undefined, query: null, params: {} }), [])
  t.same(faultsOf({ body: [1, true, null, 'x'] }), [])
})

t.test('NUL and halves of characters are refused wherever they are, and the place is named', async (t) => {
  t.match(faultsOf({ body: { items: [{ name: 'a\0b' }] } }), [
    { field: 'body.items[0].name', found: 'the character NUL' },
  ])
  t.match(faultsOf({ query: { q: '\ud800' } }), [{ field: 'query.q', found: 'half a character' }])
  t.match(faultsOf({ params: { contest: '\0' } }), [{ field: 'params.contest' }])
  t.match(faultsOf({ body: { settings: { 'a\0': 1 } } }), [
    { field: 'body.settings', found: 'the character NUL in a name' },
  ])
  t.equal(faultsOf({ body: ['\0', '\0'], query: { a: '\0' } }).length, 3, 'all of them are named')
})

t.test('a body may be nested so deep and no deeper, however deep it is', async (t) => {
  const nested = (levels: number) => {
    let value: unknown = 'x'
    for (let level = 0; level < levels; level++) value = [value]
    return value
  }
  t.same(faultsOf({ body: nested(DEEPEST) }), [])
  t.match(faultsOf({ body: nested(DEEPEST + 1) }), [{ expected: `at most ${DEEPEST} levels` }])
  t.match(faultsOf({ body: nested(200_000) }), [{ expected: `at most ${DEEPEST} levels` }])
})
