import fc from 'fast-check'
import t from 'tap'
import { MAX_JSON_DEPTH } from '../../../server/contest/canonical-json.ts'
import { JsonFault, parseJson } from '../../../server/contest/hcd1/json-text.ts'

/** What `JSON.parse` makes of a text, or that it refuses it. */
function outcome(read: (text: string) => unknown, text: string): { value: unknown } | 'refused' {
  try {
    return { value: read(text) }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof JsonFault) return 'refused'
    throw error
  }
}

/** `JSON.parse`, but a number with a point or an exponent is NaN. What stands in strings is left alone. */
function expected(text: string): unknown {
  const value: unknown = JSON.parse(text)
  const odd = /"(?:[^"\\]|\\.)*"|-?[0-9]+(?:[.eE][0-9.eE+-]*)/gs
  const marked = text.replace(odd, (token) => (token.startsWith('"') ? token : '"\ue000"'))
  return marked === text ? value : unmark(JSON.parse(marked))
}

function unmark(value: unknown): unknown {
  if (value === '\ue000') return Number.NaN
  if (Array.isArray(value)) return value.map(unmark)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, unmark(part)]))
}

t.test('whatever JSON says is read as JSON.parse reads it', async (t) => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
      const spaced = JSON.stringify(JSON.parse(text), null, indent)
      t.same(outcome(parseJson, spaced), outcome(expected, spaced))
    }),
  )
})

t.test('a text with a character changed is refused or read as JSON.parse does', async (t) => {
  const odd = fc.constantFrom(
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '-',
    '.',
    'e',
    'u',
    ' ',
    '\n',
    '\u0000',
    'é',
    '\ufeff',
  )
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.nat({ max: 1 }), odd, (text, place, cut, character) => {
      const at = place % (text.length + 1)
      const changed = text.slice(0, at) + character + text.slice(at + cut)
      t.same(outcome(parseJson, changed), outcome(expected, changed), changed)
    }),
    { numRuns: 1000 },
  )
})

t.test('numbers spelled as no integer are read as no number', async (t) => {
  t.same(parseJson('[1,-1,0,-0,9007199254740993]'), [1, -1, 0, -0, 9007199254740992])
  for (const text of ['1.0', '1e3', '1E+2', '-0.0', '1e400']) t.ok(Number.isNaN(parseJson(text)), text)
})

t.test('of two equal keys the last wins, and no key is special', async (t) => {
  t.same(parseJson('{"a":1,"a":2}'), { a: 2 })
  const odd = parseJson('{"__proto__":{"polluted":1},"constructor":2}')
  t.same(Object.keys(Object(odd)), ['__proto__', 'constructor'])
  t.equal(Object(odd).polluted, undefined)
})

t.test('a fault is told with its line and column', async (t) => {
  const faults: [string, number, number, RegExp][] = [
    ['', 1, 1, /found the end, expected a value/],
    ['{"a":x}', 1, 6, /found "x", expected a value/],
    ['{\n  "a": 1,\n  b: 2\n}', 3, 3, /found "b", expected a name in quotes/],
    ['{a:1}', 1, 2, /a name in quotes or }/],
    ['[1,]', 1, 4, /expected a value/],
    ['[1 2]', 1, 4, /expected , or \]/],
    ['{"a" 1}', 1, 6, /expected :/],
    ['{"a":1]', 1, 7, /expected , or }/],
    ['01', 1, 2, /found "1", expected the end/],
    ['"a\nb"', 1, 3, /found U\+000A, expected the rest of a string/],
    ['"a', 1, 3, /found the end/],
    ['"👩\\x"', 1, 4, /found "x", expected an escape/],
    ['"\\u12g4"', 1, 3, /expected an escape/],
    ['\ufeff{}', 1, 1, /found U\+FEFF/],
    ['true false', 1, 6, /expected the end/],
    ['nul', 1, 1, /found "n"/],
    ["{'a':1}", 1, 2, /expected a name/],
  ]
  for (const [text, line, column, message] of faults) {
    t.throws(() => parseJson(text), {
      message: new RegExp(`^line ${line}, column ${column}: .*${message.source}`),
    })
  }
})

t.test('nesting ends at its limit, not with the stack', async (t) => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)
  t.ok(parseJson(nested(MAX_JSON_DEPTH + 1)), 'the innermost list is a value at the limit')
  t.throws(() => parseJson(nested(MAX_JSON_DEPTH + 2)), { message: /at most 64 levels/ })
  t.throws(() => parseJson('['.repeat(1_000_000)), JsonFault)
  t.throws(() => parseJson('{"a":'.repeat(1_000_000)), JsonFault)
})

t.test('long strings and long lists are read', async (t) => {
  t.equal(String(parseJson(`"${'é\\n'.repeat(500_000)}"`)).length, 1_000_000)
  t.equal(Object(parseJson(`[${'1,'.repeat(300_000)}1]`)).length, 300_001)
})
