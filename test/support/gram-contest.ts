import { MINUTE, SECOND } from '../../server/contest/instant.ts'
import type { Context } from '../../server/context.ts'
import { insertDeliveries } from '../../server/db/deliveries.ts'
import { type InstagramRehearsal, startInstagramRehearsal } from '../../server/rehearsal/instagram.ts'
import type { InstagramHabits } from '../../server/rehearsal/instagram-habits.ts'
import { type NewPost, type OpenTimeline, openTimeline } from '../../server/rehearsal/open-timeline.ts'
import type { RehearsalPost } from '../../server/rehearsal/post.ts'
import { type Collected, collect } from '../../server/steps/collect.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import type { ContestDraft } from '../../server/steps/create-contest.ts'
import { type Taken, takeDeliveries } from '../../server/steps/take-deliveries.ts'
import { aFile, anOwner, CAMPAIGN_TAG, type OpenedContest, openedContest } from './builders.ts'
import { type TestContext, testContext } from './context.ts'
import { settingsFor } from './instagram.ts'
import { NOON } from './mastodon.ts'
import { scenePhoto } from './scene.ts'
import type { Cleaner } from './scratch.ts'

/** A contest that follows a rehearsal Instagram. */
export interface GramContest extends TestContext, OpenedContest {
  timeline: OpenTimeline
  server: InstagramRehearsal
  /** By somebody of their own, a picture of `krakk`, a second after the one before. */
  publish(text?: string, more?: Omit<NewPost, 'text'>): RehearsalPost
  /** Reads the source, a quarter of an hour after the time before. */
  read(): Promise<Collected>
  /** Tells of the mention in a post, as the webhook would, and takes it in. */
  mention(post: RehearsalPost): Promise<Taken>
  take(): Promise<Taken>
  posts(): Promise<StoredGram[]>
  entries(): Promise<GramEntry[]>
}

export interface StoredGram {
  id: number
  name: string
  url: string | null
  by: string | null
  identified: string | null
}

export interface GramEntry {
  id: number
  item: string | null
  state: string
  verdict: string
  /** The participant's id at the network. */
  participant: string | null
  open: string[]
}

/** Opens a database for a file of tests, and answers what makes contests in it. */
export async function gramContests(file: Cleaner) {
  const opened = await testContext(file)
  const { ctx, clock } = opened
  const owner = await anOwner(ctx)
  let made = 0
  return async (
    t: Cleaner,
    options: {
      habits?: Partial<InstagramHabits>
      settings?: object
      draft?: Partial<ContestDraft>
      beside?: Pick<GramContest, 'contest'>
    } = {},
  ): Promise<GramContest> => {
    clock.set(NOON + ++made * MINUTE)
    const host = `gram${made}.example`
    const timeline = openTimeline(clock)
    const server = await startInstagramRehearsal({
      timeline,
      clock,
      pictures: async ({ seed, twist }) => ({
        bytes: twist === 'broken' ? Buffer.from('no picture') : await scenePhoto(seed, 96, 72),
        type: 'image/jpeg',
      }),
      ...(options.habits ? { habits: options.habits } : {}),
    })
    t.teardown(() => server.close())
    const settings = { ...settingsFor(server), ...options.settings }
    const sourceId = await addSource(ctx, owner.brandId, {
      kind: 'instagram',
      name: `Gram ${made}`,
      settings,
    })
    const contest = await openedContest(ctx, {
      owner,
      sourceId,
      ...(options.draft ? { draft: options.draft } : {}),
    })
    const { signal } = new AbortController()
    const take = () => takeDeliveries(ctx, sourceId, signal)
    return {
      ...opened,
      ...contest,
      timeline,
      server,
      take,
      publish(text = 'Ny krakk!', more = {}) {
        clock.advance(SECOND)
        const files = more.files ?? [aFile(made * 1_000 + timeline.posts().length)]
        const account = { host, ...more.account }
        return timeline.post({ ...more, files, account, text: `${text} #${CAMPAIGN_TAG} #krakk` })
      },
      async read() {
        clock.advance(16 * MINUTE)
        return collect(ctx, sourceId, signal)
      },
      async mention(post) {
        const { mediaId } = server.newsOf(post)
        const payload = { mediaId, commentId: null }
        await insertDeliveries(ctx.db, sourceId, [{ key: `mention:${mediaId}`, payload }], clock.now())
        return take()
      },
      posts: () => listPosts(ctx, sourceId),
      entries: () => listEntries(ctx, contest.contest.id),
    }
  }
}

async function listPosts(ctx: Context, sourceId: number): Promise<StoredGram[]> {
  const rows = await ctx.db
    .selectFrom('post')
    .innerJoin('post_sighting', 'post_sighting.post_id', 'post.id')
    .leftJoin('participant', 'participant.id', 'post.participant_id')
    .select(['post.id', 'post.network_id', 'post.url', 'participant.provider_id', 'post.identified_by'])
    .where('post_sighting.source_id', '=', sourceId)
    .orderBy('post.posted_at')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.network_id,
    url: row.url,
    by: row.provider_id,
    identified: row.identified_by,
  }))
}

async function listEntries(ctx: Context, contestId: number): Promise<GramEntry[]> {
  const rows = await ctx.db
    .selectFrom('entry')
    .leftJoin('item', 'item.id', 'entry.item_id')
    .leftJoin('participant', 'participant.id', 'entry.participant_id')
    .select([
      'entry.id',
      'item.slug',
      'entry.state',
      'entry.verdict',
      'participant.provider_id',
      'entry.checks',
    ])
    .where('entry.contest_id', '=', contestId)
    .orderBy('entry.posted_at')
    .orderBy('entry.id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    item: row.slug,
    state: row.state,
    verdict: row.verdict,
    participant: row.provider_id,
    open: row.checks.flatMap(({ code, outcome }) => (outcome === 'pass' ? [] : [`${code} ${outcome}`])),
  }))
}
