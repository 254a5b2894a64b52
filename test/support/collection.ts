import { sql } from 'kysely'
import type { Context } from '../../server/context.ts'
import { listRuns, type Run } from '../../server/db/runs.ts'
import { findSource, type SourceRow } from '../../server/db/sources.ts'
import { type Collected, collect } from '../../server/steps/collect.ts'
import { fetchPicture } from '../../server/steps/fetch-picture.ts'
import { type Rechecked, recheckPosts } from '../../server/steps/recheck-posts.ts'
import {
  aNetwork,
  anOwner,
  type ContestOptions,
  type Network,
  type OpenedContest,
  openedContest,
} from './builders.ts'
import { type TestContext, testContext } from './context.ts'
import { NOON } from './mastodon.ts'
import type { Cleaner } from './scratch.ts'

/** An open contest that follows a network, and ways to read it. */
export interface Collection extends TestContext, OpenedContest {
  network: Network
  /** Reads the source once, without its pictures. */
  read(): Promise<Collected>
  /** Reads the source once, then fetches what waits of its pictures. */
  readWhole(): Promise<void>
  /** Asks whether its posts still stand. */
  recheck(): Promise<Rechecked>
}

/**
 * Opens a database for a file of tests, and answers what makes a collection in it: each with a network, a contest and
 * people of its own, at `NOON`.
 */
export async function collections(
  file: Cleaner,
): Promise<(t: Cleaner, options?: ContestOptions) => Promise<Collection>> {
  const opened = await testContext(file)
  const { ctx, clock } = opened
  const owner = await anOwner(ctx)
  let made = 0
  return async (t, options = {}) => {
    clock.set(NOON)
    const network = peopledNetwork(await aNetwork(t, clock), ++made)
    const contest = await openedContest(ctx, { owner, network, ...options })
    const { signal } = new AbortController()
    const read = () => collect(ctx, contest.sourceId, signal)
    return {
      ...opened,
      ...contest,
      network,
      read,
      async readWhole() {
        await read()
        for (const id of await pendingOf(ctx, contest.sourceId)) await fetchPicture(ctx, id, signal)
      },
      recheck: () => recheckPosts(ctx, contest.sourceId, signal),
    }
  }
}

/** Its people are of a server of their own, so that no two networks of a test file bring the same post. */
export function peopledNetwork(network: Network, n: number): Network {
  const { timeline } = network
  const host = `fjord${n}.example`
  const post: typeof timeline.post = (given) =>
    timeline.post({ ...given, account: { host, ...given.account } })
  return { ...network, timeline: { ...timeline, post } }
}

async function pendingOf(ctx: Context, sourceId: number): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('picture')
    .innerJoin('post_sighting', 'post_sighting.post_id', 'picture.post_id')
    .select('picture.id')
    .where('post_sighting.source_id', '=', sourceId)
    .where('picture.state', '=', 'pending')
    .orderBy('picture.id')
    .execute()
  return rows.map((row) => row.id)
}

export async function readOnce(ctx: Context, sourceId: number): Promise<Collected> {
  return collect(ctx, sourceId, new AbortController().signal)
}

export async function sourceOf(ctx: Context, sourceId: number): Promise<SourceRow> {
  const source = await findSource(ctx.db, sourceId)
  if (!source) throw new Error(`There is no source ${sourceId}`)
  return source
}

export async function lastRun(ctx: Context, sourceId: number): Promise<Run> {
  const [run] = await listRuns(ctx.db, sourceId, 1)
  if (!run) throw new Error(`Source ${sourceId} was never read`)
  return run
}

/** An entry in short. */
export interface Shown {
  /** Slug. */
  item: string | null
  state: string
  verdict: string
  /** Codes of checks that did not pass, with what came of them. */
  open: string[]
}

/** All entries of a contest in short, those of earlier posts first. */
export async function shownEntries(ctx: Context, contestId: number): Promise<Shown[]> {
  const rows = await ctx.db
    .selectFrom('entry')
    .leftJoin('item', 'item.id', 'entry.item_id')
    .innerJoin('post', 'post.id', 'entry.post_id')
    .select(['item.slug', 'entry.state', 'entry.verdict', 'entry.checks'])
    .where('entry.contest_id', '=', contestId)
    .orderBy('post.posted_at')
    .orderBy('post.network_id')
    .orderBy('item.position')
    .execute()
  return rows.map(({ slug, state, verdict, checks }) => ({
    item: slug,
    state,
    verdict,
    open: checks.flatMap(({ code, outcome }) => (outcome === 'pass' ? [] : `${code} ${outcome}`)),
  }))
}

/** How much a source has brought that is stored. */
export async function countBrought(
  ctx: Context,
  sourceId: number,
): Promise<{ posts: number; versions: number; pictures: number }> {
  const { rows } = await sql<{ posts: number; versions: number; pictures: number }>`
    select count(*) as posts,
      coalesce(sum((select count(*) from post_version v where v.post_id = s.post_id)), 0)::bigint as versions,
      coalesce(sum((select count(*) from picture p where p.post_id = s.post_id)), 0)::bigint as pictures
    from post_sighting s where s.source_id = ${sourceId}`.execute(ctx.db)
  return rows[0] ?? { posts: 0, versions: 0, pictures: 0 }
}
