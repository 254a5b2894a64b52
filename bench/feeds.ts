import { parseFeed } from 'feedsmith'
import pg from 'pg'
import type { Instant } from '../server/contest/instant.ts'
import { inTransaction } from '../server/db/transaction.ts'
import { sampleCatalogue } from '../server/rehearsal/catalogue.ts'
import { toBlogPost } from '../server/sources/blog-post.ts'
import { decodeText } from '../server/sources/decode-text.ts'
import { readFeed } from '../server/sources/feed-read.ts'
import type { Upsert } from '../server/sources/source.ts'
import { createJudge } from '../server/steps/judge.ts'
import { storeBrought } from '../server/steps/store-posts.ts'
import { openCampaign } from './campaign.ts'
import { type BareRows, insertBare, readRows } from './collect-bare.ts'
import { inTurn, timed } from './in-turn.ts'
import { openStage } from './stage.ts'
import type { Bench, Row } from './table.ts'

/** Posts a second, as a share of parsing alone with bare inserts of the same rows. */
const GOAL = 0.25
/** Posts of one feed, as most blogs show them, and as the longest do. */
const SIZES = [20, 500]
/** Posts of one measurement. */
const POSTS = 500
const ROUNDS = 7
const ADDRESS = 'https://blog.example/feed'

export const feeds: Bench = {
  about: `Posts a second from the bytes of an RSS feed to stored entries of the room, a transaction for each feed: the guard
against hostile XML, parsing, plain text, tags, picture, identity, authors, posts, versions, pictures, judging and entries.
The limit parses the same text with the same parser and nothing else, and writes the same rows of posts and entries by one
multi-row insert each.`,
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
      let texts: Uint8Array[] = []
      const time = await inTurn(ROUNDS, {
        ours: () => {
          texts = Array.from({ length: POSTS / size }, (_, page) =>
            writeFeed(next + page * size, size, ctx.clock.now()),
          )
          next += POSTS
          return timed(async () => {
            for (const bytes of texts) {
              const posts = readPosts(bytes, ctx.clock.now())
              await inTransaction(ctx.db, (tx) => storeBrought(ctx, tx, posts, sourceId, judges))
            }
          })
        },
        limit: async () => {
          const written: BareRows[] = []
          for (const [page] of texts.entries())
            written.push(await readRows(bare, contest.id, size, page * size, 'blog'))
          return timed(async () => {
            for (const [page, bytes] of texts.entries()) {
              parseFeed(new TextDecoder().decode(bytes))
              await insertBare(bare, written[page] ?? { posts: [], entries: [] })
            }
          })
        },
      })
      rows.push({
        what: `feeds of ${size}`,
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

function readPosts(bytes: Uint8Array, now: Instant): Upsert[] {
  const read = readFeed(decodeText(bytes, 'application/rss+xml'), ADDRESS)
  if ('fault' in read) throw new Error(`The feed ${read.fault}`)
  return read.feed.items.flatMap((item) => {
    const post = toBlogPost(item, read.feed.blog, ADDRESS, now)
    return 'why' in post ? [] : [post]
  })
}

/** A feed of whole articles, each of some 2,000 characters with markup, tags and a picture. */
function writeFeed(from: number, size: number, now: Instant): Uint8Array {
  const items = Array.from({ length: size }, (_, i) => {
    const n = from + i
    const { tag = '' } = sampleCatalogue.items[n % sampleCatalogue.items.length] ?? {}
    const body = `<p>${'Den har stått <b>her</b> lenge, og blir stående. '.repeat(40)}</p><img src="https://blog.example/${n}.jpg" alt="x">`
    return `<item><title>Om tingen, del ${n}</title><link>https://blog.example/${n}</link><guid>https://blog.example/${n}</guid>
<pubDate>${new Date(now - n).toUTCString()}</pubDate><dc:creator>Kari ${n % 50}</dc:creator>
<category>${sampleCatalogue.campaignTag}</category><category>${tag}</category><content:encoded><![CDATA[${body}]]></content:encoded></item>`
  })
  return Buffer.from(
    `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Bloggen</title><link>https://blog.example/</link>${items.join('\n')}</channel></rss>`,
  )
}
