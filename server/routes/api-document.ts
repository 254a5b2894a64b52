import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod'
import type { Config } from '../config.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The one field of a multipart form, which holds a file: forms are read as they come in and have no schema. */
    fileField?: string
  }
}

type Route = Parameters<typeof jsonSchemaTransform>[0]
type Document = Parameters<typeof jsonSchemaTransformObject>[0]

/** The OpenAPI document of every route that is registered afterwards: `/api/docs/json`, and to be read at `/api/docs`. */
export async function describeApi(app: FastifyInstance, config: Config): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Folkalog',
        version: '1',
        description:
          'Contests that rebuild a catalogue out of the crowd’s pictures. Errors are problem details (RFC 9457).',
      },
      servers: [{ url: config.publicUrl }],
      components: {
        securitySchemes: {
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: config.publicUrl.startsWith('https:') ? '__Host-folkalog' : 'folkalog',
            description:
              'What signing in at /console/sign-in sets. What writes also needs the header Origin.',
          },
        },
      },
    },
    transform: describeRoute,
    transformObject: describeAll,
  })
  await app.register(swaggerUi, { routePrefix: '/api/docs' })
}

function describeRoute(route: Route) {
  const { schema, url } = jsonSchemaTransform(route)
  const file = route.route.config?.fileField
  const form = file === undefined ? {} : { body: formWith(file) }
  const isForManagers = isRecord(schema?.response) && '401' in schema.response
  return { url, schema: { ...schema, ...form, ...(isForManagers ? { security: [{ session: [] }] } : {}) } }
}

function formWith(file: string) {
  return {
    type: 'object',
    required: [file],
    properties: { [file]: { type: 'string', contentMediaType: 'application/octet-stream' } },
  }
}

/** Leaves out the schemas that nothing refers to: each named one comes as it is sent and as it is received. */
function describeAll(document: Document): ReturnType<typeof jsonSchemaTransformObject> {
  const whole = jsonSchemaTransformObject(document)
  if (!('components' in whole) || whole.components?.schemas === undefined) return whole
  const text = JSON.stringify(whole)
  const used = Object.entries(whole.components.schemas).filter(([name]) =>
    text.includes(`"#/components/schemas/${name}"`),
  )
  whole.components.schemas = Object.fromEntries(used)
  return whole
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
