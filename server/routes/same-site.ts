import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { Refusal } from '../refusal.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site makes a signed-in browser send (ASVS 3.5.1). Browsers say where a request comes from in
 * Sec-Fetch-Site, older ones in Origin; a request with neither and with a cookie comes from no browser we serve.
 */
export function refuseCrossSite(request: FastifyRequest, config: Config): void {
  if (SAFE.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  if (site === 'same-origin' || site === 'none') return
  if (site === undefined && origin !== undefined && isOurs(origin, request, config)) return
  if (site === undefined && origin === undefined && request.headers.cookie === undefined) return
  throw new Refusal(
    'forbidden',
    'This request came from another site. Open the page here and try again; programs send the header Origin.',
  )
}

function isOurs(origin: string, request: FastifyRequest, config: Config): boolean {
  return origin === config.publicUrl || origin === `${request.protocol}://${request.host}`
}
