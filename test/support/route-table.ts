import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance, FastifySchema } from 'fastify'

/** A route as the server registers it; `HEAD` and pre-flight routes that come by themselves are left out. */
export interface RouteEntry {
  method: string
  url: string
  schema: FastifySchema
}

const CHANNEL = 'fastify.initialization'

/** Runs what builds a server, and answers the routes that were registered meanwhile, hidden ones too. */
export async function routesOf<Built>(
  build: () => Promise<Built>,
): Promise<{ routes: RouteEntry[]; built: Built }> {
  const routes: RouteEntry[] = []
  const hear = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance }
    fastify.addHook('onRoute', ({ method, url, schema }) => {
      for (const one of [method].flat())
        if (one !== 'HEAD') routes.push({ method: one, url, schema: schema ?? {} })
    })
  }
  subscribe(CHANNEL, hear)
  try {
    return { routes, built: await build() }
  } finally {
    unsubscribe(CHANNEL, hear)
  }
}
