/** Broken rules of the domain. Decisions that may come out either way answer with a union instead. */
export const ERROR_CODES = [
  'caps_out_of_range',
  'name_without_letters',
  'wall_clock_gap',
  'wall_clock_unreadable',
  'window_empty',
  'zone_unknown',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** Thrown where a rule of the domain is broken. The message says what was found and what was expected. */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly found: string
  readonly expected: string
  constructor(code: ErrorCode, found: string, expected: string) {
    super(`Found ${found}; expected ${expected}.`)
    this.name = 'DomainError'
    this.code = code
    this.found = found
    this.expected = expected
  }
}
