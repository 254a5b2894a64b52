import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { DrawItem } from '../../../web/pages/draw/draw-winners.tsx'
import type { DrawProps } from '../../../web/pages/draw.tsx'
import type { WinnersProps } from '../../../web/pages/winners.tsx'
import { canonicalJson } from '../../contest/canonical-json.ts'
import type { CommitRandomness } from '../../contest/hcd1/commit.ts'
import { timeOfRound } from '../../contest/hcd1/drand.ts'
import { levelOf } from '../../contest/hcd1/randomness.ts'
import { NOTHING_BEFORE } from '../../contest/hcd1/shape.ts'
import type { Context } from '../../context.ts'
import type { Contest } from '../../db/contests.ts'
import { listRecords } from '../../db/draw-records.ts'
import { findDraw, readEntrants } from '../../db/draws.ts'
import { type Item, listItems } from '../../db/items.ts'
import { Refusal } from '../../refusal.ts'
import { type DrawFacts, readDraw, readDraws, ticketKey } from '../../steps/read-draw.ts'
import { digits, Slug } from '../schemas.ts'
import { contestToShow, openContestBySlug } from '../who.ts'
import { creditOf, openImageOf } from './image.ts'
import { LangQuery, languageFor } from './language.ts'
import { sendPage } from './page.ts'
import { prizeOf } from './prize.ts'

const params = z.object({ contest: Slug })
const drawParams = params.extend({ draw: digits(1, 1_000_000, 'expected the number of a draw') })

/** Draws and their winners, and the public files at exactly their canonical bytes. */
export const drawPageRoutes: FastifyPluginAsyncZod<{ ctx: Context }> = async (app, { ctx }) => {
  app.get(
    '/c/:contest/winners',
    { schema: { hide: true, params, querystring: LangQuery }, config: { keepBytes: true } },
    async (request, reply) => {
      const contest = await contestToShow(ctx, request, request.params.contest)
      const lang = languageFor(request, contest.language)
      return sendPage(ctx, request, reply, 'winners', await winnersProps(ctx, contest, lang), { contest })
    },
  )

  app.get(
    '/c/:contest/draws',
    { schema: { hide: true, params, querystring: LangQuery }, config: { keepBytes: true } },
    async (request, reply) => {
      const contest = await contestToShow(ctx, request, request.params.contest)
      const draws = await readDraws(ctx, contest)
      return sendPage(ctx, request, reply, 'draws', { draws: draws.map(lineOf) }, { contest })
    },
  )

  app.get(
    '/c/:contest/draws/:draw',
    { schema: { hide: true, params: drawParams, querystring: LangQuery }, config: { keepBytes: true } },
    async (request, reply) => {
      const contest = await openContestBySlug(ctx, request.params.contest)
      const facts = await readDraw(ctx, contest, request.params.draw)
      return sendPage(
        ctx,
        request,
        reply,
        'draw',
        drawProps(ctx, contest, facts, await listItems(ctx.db, contest.id)),
        { contest },
      )
    },
  )

  app.get(
    '/c/:contest/draws/:draw/:file',
    { schema: { hide: true, params: drawParams.extend({ file: z.string().max(40) }) } },
    async (request, reply) => {
      const contest = await openContestBySlug(ctx, request.params.contest)
      const file = await publicFile(ctx, contest, request.params.draw, request.params.file)
      // Served as a download of its very bytes: nothing may add a line feed or a byte order mark.
      return reply
        .type(file.type)
        .header('cache-control', 'public, max-age=60')
        .serializer(String)
        .send(file.text)
    },
  )
}

const JSON_TYPE = 'application/json; charset=utf-8'

async function publicFile(
  ctx: Context,
  contest: Contest,
  number: number,
  name: string,
): Promise<{ text: string; type: string }> {
  const draw = await findDraw(ctx.db, contest.id, number)
  if (!draw) throw new Refusal('not_found', `${contest.slug} has no draw ${number}.`)
  if (name === 'commit.json') return { text: draw.commit, type: JSON_TYPE }
  if (name === 'entrants.txt')
    return { text: await readEntrants(ctx.db, draw.id), type: 'text/plain; charset=us-ascii' }
  const revisions = await listRecords(ctx.db, draw.id)
  if (name === 'revisions.json') {
    return { text: canonicalJson(revisions.map(({ rev, hash }) => ({ hash, rev }))), type: JSON_TYPE }
  }
  const rev = /^record(?:-([1-9]\d{0,5}))?\.json$/.exec(name)
  const found =
    rev === null
      ? undefined
      : rev[1] === undefined
        ? revisions.at(-1)
        : revisions.find((r) => r.rev === Number(rev[1]))
  if (!found) {
    const files = 'commit.json, entrants.txt, revisions.json and, once drawn, record.json and record-1.json'
    throw new Refusal('not_found', `Draw ${number} has no file "${name}"; it has ${files}.`)
  }
  return { text: found.text, type: JSON_TYPE }
}

function lineOf({ draw, commit, record, tickets }: DrawFacts) {
  return {
    draw: draw.number,
    state: draw.state,
    level: levelOf(commit.randomness),
    committedAt: draw.frozenAt,
    drawnAt: draw.drawnAt,
    people: commit.n,
    tickets,
    winners: record?.result.reduce((sum, { winners }) => sum + winners.length, 0) ?? 0,
  }
}

function drawProps(ctx: Context, contest: Contest, facts: DrawFacts, items: Item[]): DrawProps {
  const { draw, commit, record, revisions } = facts
  const bySlug = new Map(items.map((item) => [item.slug, item]))
  return {
    ...lineOf(facts),
    promisedAt: draw.drawAt === contest.drawAt ? null : contest.drawAt,
    randomAt: randomTime(ctx, commit.randomness) ?? draw.drawAt,
    maxPrizes: commit.max_prizes,
    commitHash: draw.commitHash,
    root: commit.root,
    rulesHash: commit.rules,
    previousHash: commit.prev === NOTHING_BEFORE ? null : commit.prev,
    randomness: commit.randomness,
    value: randomValue(facts),
    seed: record?.seed ?? null,
    items: commit.items.map((promised) => itemOf(facts, promised, bySlug.get(promised.id))),
    revisions: revisions.map(({ rev, at, hash }) => ({ revision: rev, at, hash, voids: [] })),
  }
}

function itemOf(
  { record, entries }: DrawFacts,
  promised: { id: string; winners: number },
  item: Item | undefined,
): DrawItem {
  const drawn = record?.result.find((result) => result.item === promised.id)
  return {
    item: { id: promised.id, name: item?.name ?? promised.id, page: item?.page ?? 0 },
    tickets: drawn?.tickets ?? 0,
    winners: drawn
      ? Array.from({ length: promised.winners }, (_, slot) => {
          const winner = drawn.winners.find((one) => one.slot === slot + 1)
          if (!winner) return null
          const entry = entries.get(ticketKey(promised.id, winner.pid, winner.ticket))
          return {
            pid: winner.pid,
            ticket: winner.ticket,
            credit: entry ? creditOf(entry) : null,
            entry: entry ? String(entry.id) : null,
            redraws: 0,
          }
        })
      : [],
    alternates: drawn?.alternates.length ?? 0,
  }
}

function randomTime(ctx: Context, randomness: CommitRandomness): number | null {
  if (randomness.type !== 'drand') return null
  const chain = ctx.chains.find((known) => known.hash === randomness.chain)
  return chain ? timeOfRound(chain, randomness.round) : null
}

function randomValue({ record }: DrawFacts): string | null {
  if (!record) return null
  const { randomness } = record
  return randomness.type === 'drand'
    ? randomness.value
    : randomness.type === 'local'
      ? randomness.secret
      : randomness.text
}

async function winnersProps(ctx: Context, contest: Contest, lang: 'en' | 'nb'): Promise<WinnersProps> {
  const items = new Map((await listItems(ctx.db, contest.id)).map((item) => [item.slug, item]))
  const draws = await readDraws(ctx, contest)
  return {
    draws: draws.flatMap((facts) => {
      if (!facts.record || facts.draw.drawnAt === null) return []
      return [
        {
          draw: facts.draw.number,
          drawnAt: facts.draw.drawnAt,
          winners: facts.commit.items.flatMap((promised) =>
            registerLines(facts, promised, items.get(promised.id), lang),
          ),
        },
      ]
    }),
    nextDrawAt: draws.some(({ draw }) => draw.state === 'drawn') ? null : nextDrawAt(ctx, contest, draws),
  }
}

/** As the list says that is public; before there is one, as the rules say, while that can still be. */
function nextDrawAt(ctx: Context, contest: Contest, draws: DrawFacts[]): number | null {
  const [committed] = draws
  if (committed) return committed.draw.drawAt
  return ctx.clock.now() < contest.drawAt ? contest.drawAt : null
}

function registerLines(
  facts: DrawFacts,
  promised: { id: string; winners: number },
  item: Item | undefined,
  lang: 'en' | 'nb',
): WinnersProps['draws'][number]['winners'] {
  const ref = { id: promised.id, name: item?.name ?? promised.id, page: item?.page ?? 0 }
  const prize = item ? prizeOf(item, lang) : null
  return itemOf(facts, promised, item).winners.map((winner) => {
    if (!winner) return { item: ref, prize, outcome: item?.photos === 0 ? 'unphotographed' : 'unfilled' }
    const entry = facts.entries.get(ticketKey(promised.id, winner.pid, winner.ticket))
    return {
      item: ref,
      prize,
      outcome: {
        credit: winner.credit,
        entry: winner.entry,
        image: openImageOf(entry),
        redraws: winner.redraws,
      },
    }
  })
}
