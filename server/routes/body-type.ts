import { errorCodes, type FastifyInstance, type FastifyRequest } from 'fastify'

/** The type of body a route reads: what it says it consumes first, else JSON in the API, and forms on pages. */
export function bodyType({ routeOptions, url }: FastifyRequest): string {
  const [type] = routeOptions.schema?.consumes ?? []
  return type ?? (url.startsWith('/api/') ? 'application/json' : 'application/x-www-form-urlencoded')
}

/** Refuses other types before anything is read. Throws what Fastify throws for a type nobody reads. */
export function refuseOtherTypes(request: FastifyRequest): void {
  const given = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (!given || request.is404 || request.method === 'GET') return
  const consumes = request.routeOptions.schema?.consumes ?? [bodyType(request)]
  if (!consumes.includes(given)) throw new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE()
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Reads JSON as Fastify does, but refuses bytes that are no UTF-8, which would arrive as other text than was sent. */
export function readStrictJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    try {
      parse(request, decoder.decode(body), done)
    } catch {
      done(new errorCodes.FST_ERR_CTP_INVALID_JSON_BODY())
    }
  })
}
