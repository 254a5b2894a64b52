import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { findMentionByToken, type Webmention } from '../../db/webmentions.ts'
import { Refusal } from '../../refusal.ts'
import { receiveWebmention } from '../../steps/receive-webmention.ts'
import { WEBMENTION_PATH } from './page.ts'

const TEXT = 'text/plain; charset=utf-8'

/** Mentions from one network in ten minutes: software that writes a post sends one for each of its links. */
export const MENTIONS_PER_NETWORK = 60

const Body = z.object({ source: z.string().default(''), target: z.string().default('') })

/** Where other sites tell that they link to a page here (w3.org/TR/webmention), and ask what became of it. In words, in English. */
export const webmentionRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(WEBMENTION_PATH, { schema: { hide: true } }, async (_request, reply) =>
    reply
      .type(TEXT)
      .serializer(String)
      .send(
        'This address takes webmentions (https://www.w3.org/TR/webmention/): send source and target by POST.\n',
      ),
  )

  app.post(
    WEBMENTION_PATH,
    {
      config: { rateLimit: { max: MENTIONS_PER_NETWORK, timeWindow: 600_000 } },
      schema: { hide: true, body: Body },
    },
    async (request, reply) => {
      reply.type(TEXT).serializer(String)
      try {
        const { token } = await receiveWebmention(ctx, request.body)
        const status = `${ctx.config.publicUrl}${WEBMENTION_PATH}/${token}`
        return reply.code(201).header('location', status).send(`The page will be looked at: ${status}\n`)
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error
        return reply.code(400).send(`${error.message}\n`)
      }
    },
  )

  app.get(
    `${WEBMENTION_PATH}/:token`,
    { schema: { hide: true, params: z.object({ token: z.string().max(100) }) } },
    async (request, reply) => {
      const mention = await findMentionByToken(ctx.db, request.params.token)
      if (!mention) throw new Refusal('not_found', 'There is no such webmention here.')
      return reply
        .type(TEXT)
        .header('x-robots-tag', 'noindex')
        .serializer(String)
        .send(`${wordsOf(mention)}\n`)
    },
  )
}

function wordsOf({ state, why, source, target, missingSince }: Webmention): string {
  const pages = `${source}\nlinks to ${target}`
  const more = why === null ? '' : ` ${why}`
  if (state === 'refused') return `Refused.${more}\n${pages}?`
  if (state === 'waiting') return `Waiting: the page has not been read yet.${more}\n${pages}?`
  const doubt = missingSince === null ? '' : ' The link was not found when the page was looked at last.'
  return `Accepted. Somebody looks at it before it is shown.${more}${doubt}\n${pages}.`
}
