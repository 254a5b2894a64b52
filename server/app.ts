import compress from '@fastify/compress'
import formbody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Context } from './context.ts'
import { Refusal } from './refusal.ts'
import { contestRoutes } from './routes/api/contests.ts'
import { coverageRoutes } from './routes/api/coverage.ts'
import { drawRoutes } from './routes/api/draws.ts'
import { entryRoutes } from './routes/api/entries.ts'
import { importUrlRoutes } from './routes/api/import-url.ts'
import { importRoutes } from './routes/api/imports.ts'
import { itemRoutes } from './routes/api/items.ts'
import { moderationRoutes } from './routes/api/moderation.ts'
import { overviewRoutes } from './routes/api/overview.ts'
import { participantRoutes } from './routes/api/participants.ts'
import { oneSourceRoutes } from './routes/api/source.ts'
import { sourceRoutes } from './routes/api/sources.ts'
import { describeApi } from './routes/api-document.ts'
import { readStrictJson, refuseOtherTypes } from './routes/body-type.ts'
import { answerClientError, HEADERS_MAX } from './routes/client-error.ts'
import { consoleRoutes } from './routes/console/contests.ts'
import { moderatePageRoutes } from './routes/console/moderate.ts'
import { setupRoutes } from './routes/console/setup.ts'
import { signInRoutes } from './routes/console/sign-in.ts'
import { answerError, answerErrors } from './routes/errors.ts'
import { fileRoutes } from './routes/files.ts'
import { healthRoutes } from './routes/health.ts'
import { hookRoutes } from './routes/hooks.ts'
import { keepBytes } from './routes/kept-bytes.ts'
import { liveRoutes } from './routes/live.ts'
import { checkRoutes } from './routes/public/check.ts'
import { confirmRoutes } from './routes/public/confirm.ts'
import { coverRoutes } from './routes/public/cover.ts'
import { drawPageRoutes } from './routes/public/draws.ts'
import { entryPageRoutes } from './routes/public/entries.ts'
import { itemPageRoutes } from './routes/public/items.ts'
import { legalRoutes } from './routes/public/legal.ts'
import { logRoutes } from './routes/public/log.ts'
import { photoRoutes } from './routes/public/photos.ts'
import { roomRoutes } from './routes/public/room.ts'
import { rulesRoutes } from './routes/public/rules.ts'
import { takePartRoutes } from './routes/public/take-part.ts'
import { uploadRoutes } from './routes/public/upload.ts'
import { webmentionRoutes } from './routes/public/webmention.ts'
import { rateLimits } from './routes/rate-limit.ts'
import { refuseCrossSite } from './routes/same-site.ts'
import { BARE_HEADERS, securityHeaders } from './routes/security-headers.ts'
import { refuseUnstorableText } from './routes/storable-text.ts'
import { signInBeforeWriting } from './routes/who.ts'

/** Bodies that are no files: the largest catalogue is told apart by its own route. */
export const BODY_LIMIT = 256 * 1024
/** An event loop this late answers nobody in time: new requests are sent away until it has caught up. */
export const BUSY_MS = 2_000

/** Every group of routes. Adding one: its file, and its line here. */
const groups = [
  healthRoutes,
  hookRoutes,
  contestRoutes,
  itemRoutes,
  entryRoutes,
  coverageRoutes,
  liveRoutes,
  sourceRoutes,
  oneSourceRoutes,
  overviewRoutes,
  moderationRoutes,
  participantRoutes,
  importRoutes,
  importUrlRoutes,
  drawRoutes,
  fileRoutes,
  coverRoutes,
  itemPageRoutes,
  entryPageRoutes,
  takePartRoutes,
  uploadRoutes,
  photoRoutes,
  confirmRoutes,
  checkRoutes,
  drawPageRoutes,
  rulesRoutes,
  logRoutes,
  roomRoutes,
  webmentionRoutes,
  legalRoutes,
  setupRoutes,
  signInRoutes,
  consoleRoutes,
  moderatePageRoutes,
]

/** The whole server, ready to listen or to be asked by `inject`. It never listens by itself. */
export async function buildApp(ctx: Context): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: ctx.log,
    trustProxy: ctx.config.trustProxy.length > 0 ? ctx.config.trustProxy : false,
    bodyLimit: BODY_LIMIT,
    requestTimeout: 120_000,
    http: { maxHeaderSize: HEADERS_MAX },
    forceCloseConnections: 'idle',
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    logController: new LogController({ disableRequestLogging: true }),
    clientErrorHandler: answerClientError,
    // No hook runs for an address that cannot be read, so these answers bring their own protection.
    frameworkErrors: (error, request, reply) => answerError(ctx, error, request, reply.headers(BARE_HEADERS)),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  readStrictJson(app)
  keepBytes(app, ctx)
  await app.register(helmet, securityHeaders(ctx.config))
  await app.register(rateLimit, rateLimits(ctx))
  answerErrors(app, ctx)
  await app.register(underPressure, {
    maxEventLoopDelay: BUSY_MS,
    exposeStatusRoute: false,
    pressureHandler: () => {
      const words = 'The server is very busy. Try again in a few seconds.'
      throw new Refusal('busy', words, { retryAfter: 5 })
    },
  })
  await app.register(compress, { threshold: 860, encodings: ['br', 'gzip', 'identity'] })
  await app.register(formbody)
  // Sizes are counted where files are taken in: the plugin's own limit would cut a file off without a word.
  await app.register(multipart, { limits: { fileSize: Number.POSITIVE_INFINITY, files: 1 } })
  app.addHook('onRequest', async (request) => {
    refuseCrossSite(request, ctx.config)
    refuseOtherTypes(request)
    await signInBeforeWriting(ctx, request)
  })
  app.addHook('preValidation', async (request) => refuseUnstorableText(request))
  app.addHook('onSend', async (_request, reply, payload) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    return payload
  })
  await describeApi(app, ctx.config)
  for (const group of groups) await app.register(group, { ctx })
  return app
}
