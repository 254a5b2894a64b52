import type { FastifyRequest } from 'fastify'
import { type Fault, show } from '../refusal.ts'
import { bodyType } from './body-type.ts'

/** An error of Fastify's own or of its plugins', told as our own are. */
export interface Known {
  status: number
  code: string
  fault: Fault
}

interface Told {
  status: number
  code: string
  field?: string
  found?: (request: FastifyRequest) => string
  expected: (request: FastifyRequest) => string
}

const aBody = (request: FastifyRequest) => `a body of type ${bodyType(request)}`
const aWholeForm = () => 'a whole form with at most one file'

const TOLD: Readonly<Record<string, Told>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: invalid('text that is no JSON'),
  FST_ERR_CTP_EMPTY_JSON_BODY: invalid('nothing'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: invalid('another length than Content-Length says'),
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    code: 'too_large',
    found: (request) => `${request.headers['content-length'] ?? 'more'} bytes`,
    expected: (request) => `at most ${request.routeOptions.bodyLimit} bytes`,
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: unsupported(),
  // The plugin answers 406, which is about what a client accepts.
  FST_INVALID_MULTIPART_CONTENT_TYPE: unsupported(),
  FST_MP_PREMATURE_CLOSE: invalid('a form that breaks off', aWholeForm),
  FST_PROTO_VIOLATION: invalid('a field named like a part of every object'),
  FST_PARTS_LIMIT: tooMany('parts'),
  FST_FILES_LIMIT: tooMany('files'),
  FST_FIELDS_LIMIT: tooMany('fields'),
  FST_ERR_BAD_URL: {
    status: 400,
    code: 'invalid',
    field: 'path',
    found: (request) => show(request.url),
    expected: () => 'an address whose % signs are followed by two hex digits of UTF-8',
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 414,
    code: 'too_large',
    field: 'path',
    found: (request) => show(request.url),
    expected: () => 'shorter names in the address',
  },
}

/** Null where the error is none that a request can cause. */
export function knownError(error: unknown, request: FastifyRequest): Known | null {
  const told = toldOf(error)
  if (!told) return null
  const { status, code, field = 'body', found, expected } = told
  return {
    status,
    code,
    fault: { field, found: found?.(request) ?? 'something else', expected: expected(request) },
  }
}

function toldOf(error: unknown): Told | undefined {
  if (!(error instanceof Error)) return undefined
  const known = 'code' in error && typeof error.code === 'string' ? TOLD[error.code] : undefined
  if (known) return known
  // secure-json-parse and busboy throw plain errors.
  if (error instanceof SyntaxError && error.message.includes('prototype'))
    return invalid('a field named __proto__')
  return /multipart data|terminated early|Boundary not found/i.test(error.message)
    ? invalid('a form that breaks off', aWholeForm)
    : undefined
}

function invalid(found: string, expected = aBody): Told {
  return { status: 400, code: 'invalid', found: () => found, expected }
}

function unsupported(): Told {
  return {
    status: 415,
    code: 'unsupported_type',
    found: (request) => `the type ${show(request.headers['content-type'])}`,
    expected: aBody,
  }
}

function tooMany(what: string): Told {
  return { status: 413, code: 'too_large', found: () => `too many ${what}`, expected: aWholeForm }
}
