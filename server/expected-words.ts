/** As much of a zod issue as words are made of. */
export interface Issue {
  code: string
  message: string
  expected?: unknown
  origin?: unknown
  minimum?: unknown
  maximum?: unknown
  values?: unknown
  format?: unknown
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
}

/** What a field should have held, in words. Schemas with words of their own begin them with `expected`. */
export function expectedWords(issue: Issue): string {
  const { code, message, expected, origin, minimum, maximum, values, format } = issue
  if (message.startsWith('expected ')) return message.slice('expected '.length)
  if (code === 'invalid_type') return TYPES[String(expected)] ?? String(expected)
  if (code === 'too_small') return `at least ${minimum}${unitOf(origin)}`
  if (code === 'too_big') return `at most ${maximum}${unitOf(origin)}`
  if (code === 'invalid_value' && Array.isArray(values)) return `one of ${values.join(', ')}`
  if (format === 'email') return 'an e-mail address'
  return message
}

function unitOf(origin: unknown): string {
  return origin === 'string' ? ' characters' : origin === 'array' ? ' items' : ''
}
