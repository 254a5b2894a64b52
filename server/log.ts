import type { FastifyBaseLogger } from 'fastify'
import { type DestinationStream, pino } from 'pino'

export type Logger = FastifyBaseLogger

/**
 * Lines of JSON on standard error. Nothing personal is logged by rule: no addresses, handles, captions or query strings;
 * what errors carry of requests and settings is taken out here as well. `destination`: somewhere else than standard error.
 */
export function createLogger(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: false }),
): Logger {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: [
          'req.headers',
          'req.remoteAddress',
          'busboyOptions.headers',
          'err.config',
          'err.parameters',
          'err.detail',
          'err.where',
        ],
        remove: true,
      },
      serializers: {
        req: (req: { method: string; url: string }) => ({ method: req.method, url: req.url.split('?')[0] }),
      },
    },
    destination,
  )
}
