import type { RateLimitPluginOptions } from '@fastify/rate-limit'
import type { FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { networkOf } from '../net/client-network.ts'
import { Refusal } from '../refusal.ts'
import { whoMayAsk } from './who.ts'

/**
 * Requests from one network (IPv4 address or IPv6 /64) in a minute: twice what Mastodon allows, since a
 * page brings its live stream along. Answers from kept bytes, pictures and the files of the pages do not count.
 */
export const REQUESTS_PER_MINUTE = 600
/** Of one signed-in manager: bulk moderation is a request a card. */
export const REQUESTS_SIGNED_IN = 6_000
/** Networks counted at once; beyond it the one that was quiet longest starts anew. */
const NETWORKS_COUNTED = 20_000

/** How often one may ask. Whoever is signed in counts as a person, everybody else as a network. */
export function rateLimits(ctx: Context): RateLimitPluginOptions {
  return {
    timeWindow: 60_000,
    cache: NETWORKS_COUNTED,
    allowList: (request) => isBuiltFile(request),
    max: async (request) => ((await whoMayAsk(ctx, request)) ? REQUESTS_SIGNED_IN : REQUESTS_PER_MINUTE),
    keyGenerator: async (request) => {
      const who = isBuiltFile(request) ? null : await whoMayAsk(ctx, request)
      return who ? `person ${who.person.id}` : `network ${networkOf(request.ip)}`
    },
    errorResponseBuilder: (_request, { ttl }) => {
      const retryAfter = Math.ceil(ttl / 1000)
      const words = `Too many requests from here. Try again in ${retryAfter} seconds.`
      return new Refusal('throttled', words, { retryAfter })
    },
  }
}

/** The same for everybody, and kept by browsers for ever. */
function isBuiltFile(request: FastifyRequest): boolean {
  return request.url.startsWith('/assets/')
}
