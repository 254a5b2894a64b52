import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { CheckProps } from '../../../web/pages/check.tsx'
import type { Context } from '../../context.ts'
import { type Item, listItems } from '../../db/items.ts'
import { isPublic } from '../../steps/entry-life.ts'
import { type Followed, followEntries } from '../../steps/follow-entries.ts'
import { Slug } from '../schemas.ts'
import { openContestBySlug } from '../who.ts'
import { imageOf } from './image.ts'
import { LangQuery, languageFor } from './language.ts'
import { sendPage } from './page.ts'
import { prizeOf } from './prize.ts'

/** The longest link or receipt that is looked up. */
export const QUERY_MAX = 500
/** Look-ups of one network in five minutes: enough for an office, too few to guess receipts. */
export const LOOKUPS_PER_NETWORK = 120

const params = z.object({ contest: Slug })
const limited = { rateLimit: { max: LOOKUPS_PER_NETWORK, timeWindow: 300_000 } }

/** *My entries*: every step and reason of a post or upload. Receipts are secrets, so the form sends them in a body. */
export const checkRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/c/:contest/check',
    {
      config: limited,
      schema: { hide: true, params, querystring: LangQuery.extend({ q: z.string().default('') }) },
    },
    async (request, reply) => answer(ctx, request, reply, request.params.contest, request.query.q),
  )

  app.post(
    '/c/:contest/check',
    {
      config: limited,
      schema: { hide: true, params, querystring: LangQuery, body: z.object({ q: z.string().default('') }) },
    },
    async (request, reply) => answer(ctx, request, reply, request.params.contest, request.body.q),
  )
}

async function answer(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  slug: string,
  given: string,
) {
  const contest = await openContestBySlug(ctx, slug)
  const query = given.trim()
  const props: CheckProps = { query, faults: [], entries: null }
  if (query.length > QUERY_MAX) {
    props.faults.push({ field: 'q', code: 'tooLong', detail: { n: QUERY_MAX, found: query.length } })
  } else if (query !== '') {
    const found = await followEntries(ctx, contest, query)
    const items = new Map((await listItems(ctx.db, contest.id)).map((item) => [item.id, item]))
    const lang = languageFor(request, contest.language)
    props.entries = found.entries.map((entry) => statusView(entry, items, found.byReceipt, lang))
  }
  // The address may hold a receipt, though the form does not put it there.
  reply.code(props.faults.length > 0 ? 400 : 200).header('referrer-policy', 'no-referrer')
  return sendPage(ctx, request, reply, 'check', props, { contest })
}

type StatusView = NonNullable<CheckProps['entries']>[number]

/** By a link anybody sees the state; what a moderator wrote is for the owner of the receipt. */
function statusView(
  entry: Followed,
  items: ReadonlyMap<number, Item>,
  byReceipt: boolean,
  lang: 'en' | 'nb',
): StatusView {
  const item = entry.itemId === null ? undefined : items.get(entry.itemId)
  return {
    entry: String(entry.entryId),
    item: item ? { id: item.slug, name: item.name, page: item.page } : null,
    image: entry.picture && (byReceipt || isPublic(entry)) ? imageOf(entry.picture) : null,
    receivedAt: entry.receivedAt,
    postedAt: entry.postedAt,
    state: entry.state,
    isPublic: isPublic(entry),
    checks: entry.checks,
    refusal:
      entry.state === 'rejected' && entry.reason
        ? { code: entry.reason.code, text: byReceipt ? entry.reason.text : null }
        : null,
    fixableUntil: entry.fixableUntil,
    ticket: entry.ticket,
    result:
      entry.result.kind === 'won'
        ? { ...entry.result, prize: (item && prizeOf(item, lang)) ?? item?.name ?? '' }
        : entry.result,
  }
}
