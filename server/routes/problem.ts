import { STATUS_CODES } from 'node:http'
import type { FastifyRequest } from 'fastify'
import {
  hasZodFastifySchemaValidationErrors,
  type ZodFastifySchemaValidationError,
} from 'fastify-type-provider-zod'
import { z } from 'zod'
import { DomainError } from '../contest/errors.ts'
import { expectedWords } from '../expected-words.ts'
import { RenderFailed } from '../media/refused.ts'
import { type Fault, Refusal, type RefusalKind, show } from '../refusal.ts'
import { knownError } from './fastify-errors.ts'

/** Every error of every route has this one shape (RFC 9457, problem details). */
export const Problem = z
  .object({
    type: z.literal('about:blank').describe('The status says what kind of problem it is, and `code` which'),
    title: z.string().describe('The name of the status'),
    status: z.int(),
    code: z.string().describe('For programs: `invalid`, `not_found`, `conflict` …'),
    detail: z.string().describe('What was found, what was expected, what to do'),
    errors: z
      .array(z.object({ field: z.string(), found: z.string(), expected: z.string() }))
      .optional()
      .describe('One for each field at fault'),
  })
  .meta({ id: 'Problem' })

export type Problem = z.infer<typeof Problem>

export const PROBLEM_TYPE = 'application/problem+json'

/** What a route can answer besides its success, for its schema. Every route can answer 400, 429, 500 and 503 too. */
export function problems<Status extends number>(...statuses: Status[]) {
  const answer = {
    description: 'A problem',
    content: { [PROBLEM_TYPE]: { schema: Problem } },
  }
  return Object.fromEntries([400, 429, 500, 503, ...statuses].map((status) => [status, answer])) as Record<
    Status | 400 | 429 | 500 | 503,
    typeof answer
  >
}

/** An error as it is answered. `retryAfter` in seconds. */
export interface Answer {
  problem: Problem
  retryAfter: number | null
}

const STATUS: Record<RefusalKind, number> = {
  invalid: 400,
  signed_out: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  throttled: 429,
  busy: 503,
  storage_full: 507,
}

/** The one place that turns an error into a status. Whatever is not known is an opaque 500. */
export function toProblem(error: unknown, request: FastifyRequest): Answer {
  if (error instanceof Refusal) {
    return {
      problem: problemOf(STATUS[error.kind], error.kind, error.message, error.faults),
      retryAfter: error.retryAfter,
    }
  }
  if (error instanceof DomainError) return plain(400, error.code, error.message)
  if (hasZodFastifySchemaValidationErrors(error)) {
    return { problem: validationProblem(error, request), retryAfter: null }
  }
  if (isUnreachable(error)) {
    const words = 'The database does not answer. Try again in a few seconds.'
    return { problem: problemOf(503, 'busy', words), retryAfter: 5 }
  }
  if (error instanceof RenderFailed) {
    const words = 'The picture could not be read just now. Try again in a minute.'
    return { problem: problemOf(503, 'busy', words), retryAfter: 60 }
  }
  const known = knownError(error, request)
  if (known) {
    const { field, found, expected } = known.fault
    const detail = `${field}: found ${found}, expected ${expected}.`
    return { problem: problemOf(known.status, known.code, detail, [known.fault]), retryAfter: null }
  }
  return plain(500, 'fault', 'The fault is ours and has been written down. Try again later.')
}

/** A problem without fields. */
export function problemOf(
  status: number,
  code: string,
  detail: string,
  errors: readonly Fault[] = [],
): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    ...(errors.length > 0 ? { errors: [...errors] } : {}),
  }
}

function plain(status: number, code: string, detail: string): Answer {
  return { problem: problemOf(status, code, detail), retryAfter: null }
}

type ValidationError = {
  validation: ZodFastifySchemaValidationError[]
  validationContext?: string | undefined
}

function validationProblem(error: ValidationError, request: FastifyRequest): Problem {
  const part = error.validationContext ?? 'body'
  const errors = error.validation.map((issue) => toFault(issue, part, partOf(request, part)))
  const first = errors[0]
  const more = errors.length > 1 ? `; and ${errors.length - 1} more` : ''
  const detail = first
    ? `${first.field}: found ${first.found}, expected ${first.expected}${more}.`
    : 'The request does not fit.'
  return problemOf(400, 'invalid', detail, errors)
}

function toFault(issue: ZodFastifySchemaValidationError, part: string, given: unknown): Fault {
  const path = issue.instancePath.split('/').filter((step) => step !== '')
  const name = part === 'querystring' ? 'query' : part
  const field = path.reduce(
    (text, step) => (/^\d+$/.test(step) ? `${text}[${step}]` : `${text}.${step}`),
    name,
  )
  const found = path.reduce<unknown>((value, step) => (isRecord(value) ? value[step] : undefined), given)
  return {
    field,
    found: show(found),
    expected: expectedWords({ ...issue.params, code: issue.keyword, message: issue.message ?? '' }),
  }
}

function partOf(request: FastifyRequest, part: string): unknown {
  if (part === 'params') return request.params
  if (part === 'querystring') return request.query
  if (part === 'headers') return request.headers
  return request.body
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** What connections report while the server restarts or is full (SQLSTATE classes 08, 53 and 57P). */
function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (!('code' in error) || typeof error.code !== 'string')
    return /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
  return /^(08|53|57P|ECONNREFUSED|ECONNRESET|EPIPE)/.test(error.code)
}
