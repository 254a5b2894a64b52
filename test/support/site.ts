import type { FastifyInstance } from 'fastify'
import { buildApp } from '../../server/app.ts'
import type { Context } from '../../server/context.ts'
import { aFile, aNetwork, CAMPAIGN_TAG, type Network, type OpenedContest, openedContest } from './builders.ts'
import { type TestContext, type TestContextOptions, testContext } from './context.ts'
import { readSource } from './crowd.ts'
import { type Answer, type Ask, ask } from './http.ts'
import type { Cleaner } from './scratch.ts'

/** A whole server that listens on loopback and calls itself by that address. */
export interface Site extends TestContext {
  app: FastifyInstance
  address: string
  /** As a program: without cookies, unless `as` names somebody. Paths go out exactly as they are. */
  ask(path: string, options?: Ask & { as?: { cookie: string } | undefined }): Promise<Answer>
}

export async function startSite(t: Cleaner, options: TestContextOptions = {}): Promise<Site> {
  const opened = await testContext(t, options)
  const config = { ...opened.ctx.config }
  const ctx: Context = { ...opened.ctx, config }
  const app = await buildApp(ctx)
  t.teardown(() => app.close())
  config.publicUrl = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    ...opened,
    ctx,
    app,
    address: config.publicUrl,
    ask: (path, { as, ...given } = {}) =>
      ask(config.publicUrl, path, {
        ...given,
        headers: { ...(as ? { cookie: as.cookie, origin: config.publicUrl } : {}), ...given.headers },
      }),
  }
}

/** A contest with a network whose posts are read, and none of them decided. */
export interface BusyContest extends OpenedContest {
  network: Network
}

/** What a browser says it takes. */
export const AS_BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

/**
 * Four people have posted: two a picture of `krakk`, one of `vindskjerm`, one something without an item. `kopp` stays a
 * gap. Everything waits for a moderator.
 */
export async function busyContest(t: Cleaner, { ctx, clock }: Site): Promise<BusyContest> {
  const network = await aNetwork(t, clock)
  const opened = await openedContest(ctx, { network })
  const posts = [
    { user: 'kari', text: `Ny krakk på kjøkkenet! #${CAMPAIGN_TAG} #krakk` },
    { user: 'per', text: `Den gamle krakken min står stødig ennå. #${CAMPAIGN_TAG} #krakk` },
    { user: 'siv', text: `Lunt bak skjermen. #${CAMPAIGN_TAG} #vindskjerm` },
    { user: 'odd', text: `Hva er dette? #${CAMPAIGN_TAG}` },
  ]
  for (const [i, { user, text }] of posts.entries()) {
    const account = { user, name: `${user.charAt(0).toUpperCase()}${user.slice(1)} Nordmann` }
    network.timeline.post({ text, account, files: [aFile(i + 1)] })
    clock.advance(60_000)
  }
  await readSource(ctx, opened.sourceId)
  return { ...opened, network }
}

export interface Card {
  entry: number
  item: string | null
  credit: string | null
  postedAt: string
}

/** What waits in the queue, as the API tells it. */
export async function waitingCards(site: Site, { contest, owner }: OpenedContest): Promise<Card[]> {
  const answer = await site.ask(`/api/v1/contests/${contest.slug}/queue?limit=100`, { as: owner })
  return answer.json<{ cards: Card[] }>().cards
}

/** Approves through the API; `item` where a moderator chooses one. */
export async function approve(
  site: Site,
  { contest, owner }: OpenedContest,
  entry: number,
  item?: string,
): Promise<Answer> {
  const json = item === undefined ? {} : { item }
  return site.ask(`/api/v1/contests/${contest.slug}/entries/${entry}/approve`, { as: owner, json })
}
