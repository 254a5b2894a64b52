import pg from 'pg'
import { inTransaction } from '../server/db/transaction.ts'
import { createJudge } from '../server/steps/judge.ts'
import { storeBrought } from '../server/steps/store-posts.ts'
import { openCampaign } from './campaign.ts'
import { type BareRows, insertBare, readRows } from './collect-bare.ts'
import { inTurn, timed } from './in-turn.ts'
import { openStage } from './stage.ts'
import { parsedPage } from './statuses.ts'
import type { Bench, Row } from './table.ts'

/** Posts a second, as a share of bare inserts of the same rows. */
const GOAL = 0.4
const SIZES = [40, 1_000]
/** Posts of one measurement, in pages. */
const POSTS = 1_000
const ROUNDS = 7

export const collect: Bench = {
  about: `Posts a second from a page that the source has read to stored entries, a transaction for each page: people, posts,
their versions, pictures and sightings, judging, entries, and a job for each picture. The limit writes the same rows of
posts and entries and nothing else, each page in one transaction too: one multi-row insert from unnest for the posts and
one for their entries, as prepared statements of bare pg, with the same constraints and indexes.`,
  run,
}

async function run(): Promise<Row[]> {
  const { ctx, databaseUrl, end } = await openStage()
  const bare = new pg.Client({ connectionString: databaseUrl })
  try {
    await bare.connect()
    await ctx.queue.define('fetch-picture', { concurrency: 1, retries: 1, retryAfter: 1, expiresAfter: 60 })
    const { contest, sourceId } = await openCampaign(ctx, 'bench', 'before')
    const judges = [await createJudge(ctx.db, contest.id)]
    const rows: Row[] = []
    let next = 0
    for (const size of SIZES) {
      const pages = Array.from({ length: POSTS / size }, (_, page) => page * size)
      const time = await inTurn(ROUNDS, {
        ours: () => {
          const brought = pages.map((from) => parsedPage(next + from, size, ctx.clock.now()))
          next += POSTS
          return timed(async () => {
            for (const page of brought)
              await inTransaction(ctx.db, (tx) => storeBrought(ctx, tx, page, sourceId, judges))
          })
        },
        limit: async () => {
          const written: BareRows[] = []
          for (const from of pages) written.push(await readRows(bare, contest.id, size, from))
          return timed(async () => {
            for (const page of written) await insertBare(bare, page)
          })
        },
      })
      rows.push({
        what: `pages of ${size.toLocaleString('en')}`,
        figure: (POSTS / time.ours) * 1_000,
        limit: (POSTS / time.limit) * 1_000,
        unit: 'posts/s',
        goal: { least: GOAL },
      })
    }
    return rows
  } finally {
    await bare.end()
    await end()
  }
}
