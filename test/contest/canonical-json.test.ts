import fc from 'fast-check'
import t from 'tap'
import {
  CanonicalJsonError,
  canonicalJson,
  MAX_JSON_DEPTH,
  sortedJson,
} from '../../server/contest/canonical-json.ts'
import { vectors } from './hcd1/vectors.ts'

const printable = fc.stringMatching(/^[ !#-[\]-~]*$/)
const canonical = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    printable,
    fc.array(tie('value')),
    fc.dictionary(printable, tie('value')),
  ),
})).value

t.test('the vector is spelled as given', async (t) => {
  t.equal(canonicalJson(vectors.canonical_json.value), vectors.canonical_json.text)
})

t.test('reading what was written and writing it again changes nothing', async () => {
  fc.assert(
    fc.property(canonical, (value) => {
      const text = canonicalJson(value)
      return canonicalJson(JSON.parse(text)) === text && sortedJson(value) === text
    }),
  )
})

t.test('the order in which keys were set does not matter', async () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(printable, canonical)), (members) => {
      const unique = [...new Map(members)]
      return (
        canonicalJson(Object.fromEntries(unique)) === canonicalJson(Object.fromEntries(unique.toReversed()))
      )
    }),
  )
})

t.test('upper case sorts before lower case, as bytes do', async (t) => {
  t.equal(canonicalJson({ a: 1, B: 2, _: 3 }), '{"B":2,"_":3,"a":1}')
})

t.test('integers reach 2^53-1 in size and no further', async (t) => {
  t.equal(canonicalJson([2 ** 53 - 1, 1 - 2 ** 53, -0]), '[9007199254740991,-9007199254740991,0]')
  for (const number of [2 ** 53, -(2 ** 53), 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
    t.throws(() => canonicalJson({ n: [number] }), { message: /^\$\.n\[0\] is .*; expected an integer/ })
  }
})

t.test('text is printable ASCII without quotation mark and backslash', async (t) => {
  for (let code = 0; code < 0x180; code += 1) {
    const text = String.fromCharCode(code)
    const fine = code >= 0x20 && code <= 0x7e && text !== '"' && text !== '\\'
    if (fine) t.equal(canonicalJson(text), `"${text}"`)
    else t.throws(() => canonicalJson(text), CanonicalJsonError, `U+${code.toString(16)}`)
  }
  t.throws(() => canonicalJson({ blåbær: 1 }), { message: /^\$ is "blåbær"/ }, 'keys are text too')
})

t.test('sorted JSON takes any text but half a character', async (t) => {
  t.equal(sortedJson({ b: 'Zoë "写真" 👩‍👧', a: 1 }), '{"a":1,"b":"Zoë \\"写真\\" 👩‍👧"}')
  t.throws(() => sortedJson(['\ud83d']), { message: /^\$\[0\] is/ })
})

t.test('what is not JSON is refused where it stands', async (t) => {
  const sparse = new Array(1)
  for (const [value, path] of [
    [undefined, '$'],
    [{ a: undefined }, '$.a'],
    [{ a: [1, () => 1] }, '$.a[1]'],
    [[10n], '$[0]'],
    [sparse, '$[0]'],
    [{ at: new Date(0) }, '$.at'],
    [new Map(), '$'],
  ] as const) {
    const message = new RegExp(`^${path.replace(/[$.[\]]/g, '\\$&')} is .*; expected JSON`)
    t.throws(() => canonicalJson(value), { message })
  }
})

t.test('nesting ends at its limit, not with the stack', async (t) => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
  t.equal(canonicalJson(nested(MAX_JSON_DEPTH)).length, 2 * MAX_JSON_DEPTH + 1)
  t.throws(() => canonicalJson(nested(MAX_JSON_DEPTH + 1)), { message: /nested too deep/ })
})
