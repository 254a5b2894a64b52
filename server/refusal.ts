/** What one field held, and what it should have held. */
export interface Fault {
  /** Where: `body.items[3].name`, `query.after`. */
  field: string
  found: string
  expected: string
}

export type RefusalKind =
  | 'invalid'
  | 'signed_out'
  | 'forbidden'
  | 'not_found'
  | 'gone'
  | 'conflict'
  | 'too_large'
  | 'throttled'
  | 'busy'
  | 'storage_full'

/**
 * Something was asked for that cannot be done as asked. The message is for the person who asked: what was found, what
 * was expected, what to do. `problem.ts` gives each kind its status.
 */
export class Refusal extends Error {
  readonly kind: RefusalKind
  readonly faults: readonly Fault[]
  /** When to come again, in seconds from now; for `throttled` and `busy`. */
  readonly retryAfter: number | null
  constructor(
    kind: RefusalKind,
    message: string,
    more: { faults?: Fault[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause })
    this.name = 'Refusal'
    this.kind = kind
    this.faults = more.faults ?? []
    this.retryAfter = more.retryAfter ?? null
  }
}

/** Characters of a value that an error repeats. */
const SHOWN = 80

/** Shows a value in an error without flooding it. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? `"${value}"` : (JSON.stringify(value) ?? String(value))
  return text.length > SHOWN ? `${text.slice(0, SHOWN - 3).toWellFormed()}…` : text
}
