import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { createByteStore } from './byte-store.ts'
import { chooseEncoding, type Encoding, encode } from './content-encoding.ts'
import { entityTag, namesTag } from './entity-tag.ts'
import { wishedLanguage } from './public/language.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer is the same for everybody until something of its contest changes: its bytes are kept. */
    keepBytes?: boolean
  }
  interface FastifyRequest {
    /** Set by routes that keep bytes: the contest whose changes end them. */
    contestId: number
    /** How many changes there had been when the request came in: an answer made across one is not kept. */
    changesSeen: number
  }
}

interface Kept {
  contestId: number
  body: Buffer
  etag: string
  headers: Record<string, string>
  /** Ready to be sent, by what the reader takes. */
  forms: Map<Encoding | 'identity', Form>
  expires: number
}

interface Form {
  /** Names and values in turn, as `writeHead` takes them fastest. */
  headers: string[]
  /** A letter for each byte (latin1): Node sends text in one piece with its headers, and a buffer in a second one. */
  body: string
}

/** Bytes kept at most, with their encodings and keys. */
export const MOST_BYTES = 64 * 1024 * 1024
/** Pages say how much time is left: they are made anew after this, whether anything changed or not. */
export const KEEP_MS = 15_000
/** Below this compressing gains nothing. */
const SMALLEST_ENCODED = 860

/**
 * Keeps the bytes of public answers until their contest changes, and answers from them before anything else runs. The
 * news of a change arrives with its commit (`Events`), so an answer is never older than what was told; an answer that was
 * being made meanwhile is not kept.
 */
export function keepBytes(app: FastifyInstance, ctx: Context): void {
  const store = createByteStore<Kept>(MOST_BYTES)
  let changes = 0
  const stop = ctx.events.listen(({ contest }) => {
    changes++
    store.deleteWhere(({ contestId }) => contest === 0 || contestId === contest)
  })
  app.addHook('onClose', async () => stop())
  app.decorateRequest('contestId', 0)
  app.decorateRequest('changesSeen', -1)

  app.addHook('onRequest', (request, reply, done) => {
    if (!request.routeOptions.config.keepBytes) return done()
    const key = keyOf(request)
    const kept = store.get(key)
    if (!kept || kept.expires <= performance.now()) {
      request.changesSeen = changes
      return done()
    }
    if (namesTag(request.headers['if-none-match'], kept.etag)) return sendUnchanged(kept, reply)
    const encoding =
      kept.body.length < SMALLEST_ENCODED ? null : chooseEncoding(request.headers['accept-encoding'])
    const form = kept.forms.get(encoding ?? 'identity')
    if (form) return send(form, reply)
    makeForm(kept, encoding).then((made) => {
      if (encoding !== null) store.grow(key, kept, made.body.length)
      send(made, reply)
    }, done)
  })

  app.addHook('onSend', async (request, reply, payload: unknown) => {
    if (request.contestId === 0 || reply.statusCode !== 200 || typeof payload !== 'string') return payload
    if (!request.routeOptions.config.keepBytes) return payload
    const body = Buffer.from(payload)
    const etag = entityTag(body)
    reply
      .header('etag', etag)
      .header('cache-control', 'public, max-age=0, must-revalidate')
      .header('vary', 'accept-encoding, accept-language')
    if (request.changesSeen === changes) {
      const headers = plainHeaders(reply)
      const expires = performance.now() + KEEP_MS
      const kept = { contestId: request.contestId, body, etag, headers, forms: new Map(), expires }
      store.set(keyOf(request), kept, body.length)
    }
    if (!namesTag(request.headers['if-none-match'], etag)) return payload
    reply.code(304).removeHeader('content-length')
    return null
  })
}

/** What an answer depends on besides its contest: the address, and the language where the address does not name one. */
function keyOf(request: FastifyRequest): string {
  return `${wishedLanguage(request) ?? ''} ${request.url}`
}

async function makeForm(kept: Kept, encoding: Encoding | null): Promise<Form> {
  const bytes = encoding === null ? kept.body : await encode(kept.body, encoding)
  const headers = {
    ...kept.headers,
    'content-length': String(bytes.length),
    ...(encoding === null ? {} : { 'content-encoding': encoding }),
  }
  const form = { headers: Object.entries(headers).flat(), body: bytes.toString('latin1') }
  kept.forms.set(encoding ?? 'identity', form)
  return form
}

function send({ headers, body }: Form, reply: FastifyReply): void {
  reply.hijack()
  reply.raw.writeHead(200, headers).end(body, 'latin1')
}

function sendUnchanged({ headers }: Kept, reply: FastifyReply): void {
  reply.hijack()
  const { etag, vary, 'cache-control': cacheControl } = headers
  reply.raw.writeHead(304, { etag, vary, 'cache-control': cacheControl }).end()
}

function plainHeaders(reply: FastifyReply): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value === undefined || name === 'content-length' || name.startsWith('x-ratelimit')) continue
    headers[name] = String(value)
  }
  return headers
}
