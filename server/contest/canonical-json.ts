/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Nesting beyond this is refused before the stack is. A draw record is 5 deep. */
export const MAX_JSON_DEPTH = 64

/** A value without a canonical form: what it was, where it stands (`$.items[0].id`) and what would do. */
export class CanonicalJsonError extends Error {
  readonly path: string
  constructor(path: string, found: string, expected: string) {
    super(`${path} is ${found}; expected ${expected}`)
    this.name = 'CanonicalJsonError'
    this.path = path
  }
}

/** Whether a string may stand in canonical JSON: printable ASCII without `"` and `\`. */
export function isCanonicalText(value: unknown): value is string {
  return typeof value === 'string' && /^[ !#-[\]-~]*$/.test(value)
}

/**
 * The one spelling of a value that its hash is taken of (hcd1, "Canonical JSON"): keys sorted, no white space,
 * integers up to 2⁵³−1 in size, strings of printable ASCII without `"` and `\`. RFC 8785 narrowed until
 * Python's `json.dumps(value, sort_keys=True, separators=(',', ':'))` writes the same bytes.
 * Throws `CanonicalJsonError`.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '$', 0, canonicalString)
}

/**
 * As `canonicalJson`, but strings may hold any well-formed Unicode: the public spelling of a record whose
 * `reveals` name people. Python: the same call with `ensure_ascii=False`.
 */
export function sortedJson(value: unknown): string {
  return write(value, '$', 0, unicodeString)
}

type WriteString = (text: string, path: string) => string

function write(value: unknown, path: string, depth: number, string: WriteString): string {
  if (depth > MAX_JSON_DEPTH) {
    throw new CanonicalJsonError(path, 'nested too deep', `at most ${MAX_JSON_DEPTH} levels`)
  }
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return string(value, path)
  if (typeof value === 'number') return integer(value, path)
  if (Array.isArray(value)) {
    const parts = Array.from(value, (part, index) => write(part, `${path}[${index}]`, depth + 1, string))
    return `[${parts.join(',')}]`
  }
  if (isPlain(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${string(key, path)}:${write(value[key], `${path}.${key}`, depth + 1, string)}`)
    return `{${members.join(',')}}`
  }
  throw new CanonicalJsonError(
    path,
    typeof value === 'object' ? 'an object of a class' : typeof value,
    'JSON',
  )
}

function integer(value: number, path: string): string {
  if (!Number.isSafeInteger(value)) {
    throw new CanonicalJsonError(path, String(value), 'an integer between -(2^53-1) and 2^53-1')
  }
  return JSON.stringify(value)
}

function canonicalString(text: string, path: string): string {
  if (!isCanonicalText(text)) {
    throw new CanonicalJsonError(path, JSON.stringify(text), 'printable ASCII without " and \\')
  }
  return `"${text}"`
}

function unicodeString(text: string, path: string): string {
  if (!text.isWellFormed()) throw new CanonicalJsonError(path, JSON.stringify(text), 'well-formed Unicode')
  return JSON.stringify(text)
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
