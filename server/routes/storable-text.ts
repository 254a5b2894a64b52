import type { FastifyRequest } from 'fastify'
import { type Fault, Refusal } from '../refusal.ts'

/** How deep a body may be nested; ours are three deep, and every walk through one stays clear of the stack's end. */
export const DEEPEST = 32

/**
 * Refuses what Postgres cannot keep: the character NUL, and halves of surrogate pairs, which JSON can spell (`"\ud800"`)
 * and UTF-8 cannot. Bytes are not text. Looks at every parameter and field, so that no route has to think of it.
 */
export function refuseUnstorableText(request: FastifyRequest): void {
  const faults = [
    ...faultsIn(request.params, 'params', 0),
    ...faultsIn(request.query, 'query', 0),
    ...faultsIn(request.body, 'body', 0),
  ]
  const [first] = faults
  if (!first) return
  throw new Refusal('invalid', `${first.field}: found ${first.found}, expected ${first.expected}.`, {
    faults,
  })
}

/** Null where the text can be kept. */
export function textFault(text: string, field: string): Fault | null {
  const found = text.includes('\0') ? 'the character NUL' : text.isWellFormed() ? null : 'half a character'
  return found === null ? null : { field, found, expected: 'text in whole characters, without NUL' }
}

function* faultsIn(value: unknown, field: string, depth: number): Generator<Fault> {
  if (typeof value === 'string') {
    const fault = textFault(value, field)
    if (fault) yield fault
  } else if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    if (depth === DEEPEST) yield tooDeep(field)
    else yield* faultsInside(value, field, depth + 1)
  }
}

function* faultsInside(value: object, field: string, depth: number): Generator<Fault> {
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) yield* faultsIn(one, `${field}[${i}]`, depth)
    return
  }
  for (const [name, one] of Object.entries(value)) {
    const fault = textFault(name, field)
    if (fault) yield { ...fault, found: `${fault.found} in a name` }
    else yield* faultsIn(one, `${field}.${name}`, depth)
  }
}

function tooDeep(field: string): Fault {
  return { field, found: 'values in values', expected: `at most ${DEEPEST} levels` }
}
