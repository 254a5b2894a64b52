import { createHmac } from 'node:crypto'
import { HOUR, type Instant, MINUTE } from '../../../server/contest/instant.ts'
import type { Context } from '../../../server/context.ts'
import { countPages } from '../../../server/db/crowd.ts'
import { listQueue } from '../../../server/db/moderation-queue.ts'
import { readOverview } from '../../../server/db/overview.ts'
import { listPendingPictures } from '../../../server/db/pictures.ts'
import { listPositions } from '../../../server/db/positions.ts'
import { findSource, followSource, setSourceState } from '../../../server/db/sources.ts'
import { type ExpectedCounts, expectedCounts } from '../../../server/rehearsal/expected.ts'
import { type Chance, chanceFrom } from '../../../server/rehearsal/photograph/seed.ts'
import type { Plan, PlannedPost } from '../../../server/rehearsal/planned.ts'
import { MOVED_EVERY } from '../../../server/sources/bluesky-reading.ts'
import { collect } from '../../../server/steps/collect.ts'
import { addSource } from '../../../server/steps/connect-source.ts'
import { fetchPicture } from '../../../server/steps/fetch-picture.ts'
import { followStream, STREAM } from '../../../server/steps/follow-stream.ts'
import { moderateEntry } from '../../../server/steps/moderate-entry.ts'
import { recheckPosts } from '../../../server/steps/recheck-posts.ts'
import { takeDeliveries } from '../../../server/steps/take-deliveries.ts'
import type { OpenedContest } from '../builders.ts'
import { until } from '../until.ts'
import { type MixedNetworks, type MixedSource, POST_IDS } from './networks.ts'

/** Between two looks: less than a tag on Instagram remembers, even where the look before failed. */
const STEP = 10 * HOUR
/** Tries of one look, each after the rest that the source was given. */
const TRIES = 40
/** Pictures fetched at the same time. */
const HANDS = 3
/** How often a stream breaks at a look. */
const CUT = 0.1
const signal = new AbortController().signal

export interface MixedStage {
  ctx: Context
  clock: { now(): Instant; set(at: Instant): void; advance(by: number): void }
  plan: Plan
  opened: OpenedContest
  networks: MixedNetworks
  /** Where this site is reached by deliveries. */
  address: string
}

/** A source that is connected. */
type Connected = MixedSource & { id: number }

/** Plays a campaign through every network, with whatever troubles them, and answers what came of it. */
export async function playMixed(
  stage: MixedStage,
): Promise<{ counts: ExpectedCounts; expected: ExpectedCounts }> {
  const { ctx, clock, plan, opened, networks, address } = stage
  const sources: Connected[] = []
  for (const source of networks.sources) {
    const { kind, name, settings } = source
    const id = await addSource(ctx, opened.contest.brandId, { kind, name, settings })
    await followSource(ctx.db, opened.contest.id, id)
    sources.push({ ...source, id })
  }
  const gram = sources.find(({ kind }) => kind === 'instagram')
  if (!gram) throw new Error('Found no Instagram; expected one')
  networks.instagram.subscribe(`${address}/hooks/${gram.id}`)
  const over = new AbortController()
  const streams = sources.map(({ id }) => listen(ctx, id, over.signal))
  const planned = new Map(plan.posts.map((one) => [POST_IDS[one.network](one.post), one]))
  clock.set(plan.beginsAt - MINUTE)
  const chance = chanceFrom(plan.seed)
  let looks = 0
  // Two days more, so that whatever lags or seemed gone once has been seen by everybody.
  for (; clock.now() < plan.endsAt + 2 * 24 * HOUR; looks++) {
    if (looks === DEATH) networks.instagram.habits.dead = 460
    if (looks === DEATH + 1) await revive(ctx, networks, gram.id)
    // Single posts are asked about once a day, and at every look towards the end: two answers make one gone.
    const isAsked = looks % 3 === 0 || clock.now() > plan.closesAt
    await look(stage, sources, chance, isAsked)
    await forge(`${address}/hooks/${gram.id}`, looks)
    await networks.instagram.deliver()
    await again(ctx, clock, gram.id, () => takeDeliveries(ctx, gram.id, signal))
    await fetchAll(ctx)
    await moderate(ctx, opened, planned)
    clock.advance(STEP)
  }
  over.abort()
  await Promise.all(streams)
  const { posts, entries, rejected, pictures } = await readOverview(ctx.db, opened.contest.id)
  const { filled, total } = await countPages(ctx.db, opened.contest.id)
  return {
    counts: { items: total, filled, posts, entries, rejected, media: pictures },
    expected: expectedCounts(plan),
  }
}

/** The look at which a token dies; at the next one somebody has put it right. */
const DEATH = 20

async function revive(ctx: Context, networks: MixedNetworks, id: number): Promise<void> {
  networks.instagram.habits.dead = null
  const source = await findSource(ctx.db, id)
  if (source?.state !== 'needs_attention') throw new Error(`Found ${source?.state}; expected needs_attention`)
  await setSourceState(ctx.db, id, 'active', ctx.clock.now())
}

/** Reads what is asked for, waits until the streams have told all, and asks what still stands. */
async function look(
  { ctx, clock, networks }: MixedStage,
  sources: readonly Connected[],
  chance: Chance,
  isAsked: boolean,
): Promise<void> {
  for (const { id } of sources) await again(ctx, clock, id, () => collect(ctx, id, signal))
  const stream = sources.find(({ kind }) => kind === 'bluesky')
  if (stream) {
    if (chance.happens(CUT)) networks.bluesky.jetstream.end('cut')
    await until(
      'the stream to be heard to its end',
      async () => {
        await passRest(ctx, clock, stream.id)
        // A position is kept every few seconds of the clock.
        clock.advance(MOVED_EVERY)
        return ((await listPositions(ctx.db, stream.id)).get(STREAM) ?? 0) >= clock.now() - 5 * MINUTE
      },
      60,
    )
  }
  if (!isAsked) return
  for (const { id, kind } of sources) {
    if (kind !== 'instagram') await again(ctx, clock, id, () => recheckPosts(ctx, id, signal))
  }
}

/** Does something with a source, again after each rest, until nothing of it fails or somebody has to look at it. */
async function again(
  ctx: Context,
  clock: MixedStage['clock'],
  id: number,
  work: () => Promise<object>,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const source = await findSource(ctx.db, id)
    if (source?.state !== 'active') return
    await passRest(ctx, clock, id)
    const done = await work()
    if (!('failed' in done) || done.failed === 0) return
  }
  throw new Error(`Source ${id} failed ${TRIES} times in a row; expected trouble that passes`)
}

/** A source that rests is asked nothing: its time has to come first. */
async function passRest(ctx: Context, clock: MixedStage['clock'], id: number): Promise<void> {
  const source = await findSource(ctx.db, id)
  if (source?.waitUntil && source.failures > 0 && source.waitUntil > clock.now()) clock.set(source.waitUntil)
}

/** Listens turn after turn, as the job does. */
async function listen(ctx: Context, id: number, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await followStream(ctx, id, over)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Somebody sends news in the network's name, and cannot sign them. */
async function forge(hook: string, n: number): Promise<void> {
  const news = { object: 'instagram', entry: [{ id: '1', time: n, changes: [] }] }
  const body = JSON.stringify(news)
  const signature = createHmac('sha256', 'not the secret').update(body).digest('hex')
  const answer = await fetch(hook, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` },
    body,
  })
  if (answer.status !== 401) throw new Error(`Found ${answer.status} for a wrong signature; expected 401`)
  await answer.arrayBuffer()
}

async function fetchAll(ctx: Context): Promise<void> {
  // What could not be fetched is tried again at the next look, as the job does after a while.
  const waiting = await listPendingPictures(ctx.db, 1_000_000)
  const hand = async () => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop())
      await fetchPicture(ctx, id, signal).catch(() => undefined)
  }
  await Promise.all(Array.from({ length: HANDS }, hand))
}

async function moderate(
  ctx: Context,
  { contest, owner }: OpenedContest,
  planned: ReadonlyMap<string, PlannedPost>,
): Promise<void> {
  for (const card of await listQueue(ctx.db, contest.id, 'waiting', 10_000, null)) {
    const post = planned.get(card.networkId)
    if (!post) throw new Error(`Found ${card.networkId}, which nobody planned`)
    const { look, entries } = post
    const item = entries[0]?.item
    if (look === 'approve') await moderateEntry(ctx, contest, card.entryId, { action: 'approve' }, owner.id)
    else if (look === 'assign')
      await moderateEntry(ctx, contest, card.entryId, { action: 'approve', item }, owner.id)
    else await moderateEntry(ctx, contest, card.entryId, { action: 'reject', code: look }, owner.id)
  }
}
