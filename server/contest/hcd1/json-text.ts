import { type Json, MAX_JSON_DEPTH } from '../canonical-json.ts'

/** Text that is no JSON. Lines and columns count from 1, columns in characters. */
export class JsonFault extends Error {
  readonly line: number
  readonly column: number
  constructor(text: string, at: number, message: string) {
    const before = text.slice(0, at).split('\n')
    const line = before.length
    const column = [...(before.at(-1) ?? '')].length + 1
    super(`line ${line}, column ${column}: ${message}`)
    this.name = 'JsonFault'
    this.line = line
    this.column = column
  }
}

/**
 * Reads JSON (RFC 8259) as a verifier must, in two ways stricter than `JSON.parse`: a number spelled with a point or
 * an exponent becomes NaN, because `1.0` is an integer to JavaScript alone and hcd1 knows no floats; nesting ends at
 * `MAX_JSON_DEPTH`. Of two equal keys the last wins. Throws `JsonFault`, which says where, as `JSON.parse` does not.
 */
export function parseJson(text: string): Json {
  const reader: Reader = { text, at: 0 }
  const value = readValue(reader, 0)
  skipSpace(reader)
  if (reader.at < text.length) fail(reader, 'the end')
  return value
}

interface Reader {
  readonly text: string
  at: number
}

function fail({ text, at }: Reader, expected: string): never {
  const found = text.codePointAt(at)
  throw new JsonFault(
    text,
    at,
    `found ${found === undefined ? 'the end' : show(found)}, expected ${expected}`,
  )
}

/** A character in quotes, or its number where a terminal would not show it. */
function show(codePoint: number): string {
  const character = String.fromCodePoint(codePoint)
  if (/^[^\p{C}\p{Z}]$/u.test(character)) return JSON.stringify(character)
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`
}

/** Takes what `pattern` (sticky) matches here; null and nothing taken where it does not. */
function take(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)?.[0] ?? null
  reader.at += found?.length ?? 0
  return found
}

function skipSpace(reader: Reader): void {
  take(reader, /[ \t\n\r]*/y)
}

/** The next character that is no space, taken if it is one of `wanted`. */
function takeOne(reader: Reader, wanted: string): string | null {
  skipSpace(reader)
  const next = reader.text.charAt(reader.at)
  if (next === '' || !wanted.includes(next)) return null
  reader.at += 1
  return next
}

function readValue(reader: Reader, depth: number): Json {
  if (depth > MAX_JSON_DEPTH) fail(reader, `nesting of at most ${MAX_JSON_DEPTH} levels`)
  switch (takeOne(reader, '{["')) {
    case '{':
      return readObject(reader, depth)
    case '[':
      return readArray(reader, depth)
    case '"':
      return readString(reader)
    default:
      return readScalar(reader)
  }
}

function readObject(reader: Reader, depth: number): Json {
  const members: [string, Json][] = []
  if (takeOne(reader, '}')) return {}
  do {
    if (!takeOne(reader, '"'))
      fail(reader, members.length === 0 ? 'a name in quotes or }' : 'a name in quotes')
    const name = readString(reader)
    if (!takeOne(reader, ':')) fail(reader, ':')
    members.push([name, readValue(reader, depth + 1)])
  } while (takeOne(reader, ','))
  if (!takeOne(reader, '}')) fail(reader, ', or }')
  return Object.fromEntries(members)
}

function readArray(reader: Reader, depth: number): Json {
  const parts: Json[] = []
  if (takeOne(reader, ']')) return parts
  do {
    parts.push(readValue(reader, depth + 1))
  } while (takeOne(reader, ','))
  if (!takeOne(reader, ']')) fail(reader, ', or ]')
  return parts
}

const ESCAPES: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

function readString(reader: Reader): string {
  let text = ''
  for (;;) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a string may hold anything but these
    text += take(reader, /[^"\\\u0000-\u001f]*/y) ?? ''
    const next = reader.text.charAt(reader.at)
    if (next === '"') {
      reader.at += 1
      return text
    }
    if (next !== '\\') fail(reader, 'the rest of a string')
    reader.at += 1
    const escaped =
      take(reader, /["\\/bfnrt]|u[0-9a-fA-F]{4}/y) ?? fail(reader, 'an escape such as \\n or \\u00e9')
    text +=
      escaped.length > 1
        ? String.fromCharCode(Number.parseInt(escaped.slice(1), 16))
        : (ESCAPES[escaped] ?? escaped)
  }
}

function readScalar(reader: Reader): Json {
  const word = take(reader, /true|false|null/y)
  if (word !== null) return word === 'null' ? null : word === 'true'
  const number = take(reader, /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y)
  if (number === null) fail(reader, 'a value')
  return /[.eE]/.test(number) ? Number.NaN : Number(number)
}
