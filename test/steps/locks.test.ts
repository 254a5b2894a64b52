import { sql } from 'kysely'
import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import type { Context } from '../../server/context.ts'
import { listItems } from '../../server/db/items.ts'
import { lockPosts } from '../../server/db/posts.ts'
import { recordAsked } from '../../server/db/presence.ts'
import { inTransaction } from '../../server/db/transaction.ts'
import { Refusal } from '../../server/refusal.ts'
import { collect } from '../../server/steps/collect.ts'
import { fetchPicture } from '../../server/steps/fetch-picture.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { recheckPosts } from '../../server/steps/recheck-posts.ts'
import { aFile, openedContest } from '../support/builders.ts'
import { collections, shownEntries } from '../support/collection.ts'
import { seededRandom } from '../support/scene.ts'

const POSTS = 20
/** Readings and re-checks; meanwhile everybody else works on the same posts, again and again. */
const ROUNDS = 6

t.setTimeout(60_000)

const random = seededRandom(2026)

function anyOf<T>(list: readonly T[]): T | undefined {
  return list[Math.floor(random() * list.length)]
}

t.test(
  'collecting, re-checking, moderating and fetching the same posts at once never block one another for good',
  async (t) => {
    const aCollection = await collections(t)
    const { ctx, clock, owner, contest, items, network, sourceId, readWhole } = await aCollection(t)
    const second = await openedContest(ctx, { owner, sourceId })
    const posts = Array.from({ length: POSTS }, (_, n) =>
      network.timeline.post({
        text: `#folkekatalog #krakk ${n % 2 === 0 ? '#kopp' : ''}`,
        account: { user: `p${n % 5}`, name: 'Per' },
        // Some show the same picture.
        files: [aFile(n % 7)],
        at: clock.now() - n * MINUTE,
      }),
    )
    await readWhole()
    const deadlocks = await countDeadlocks(ctx)
    const done: Record<string, number> = {}
    const errors: unknown[] = []
    const { signal } = new AbortController()
    let isOver = false
    const worker = async (name: string, work: () => Promise<unknown>, rounds = Number.POSITIVE_INFINITY) => {
      for (let round = 0; round < rounds && !isOver; round++) {
        await work().catch((error: unknown) => {
          if (!(error instanceof Refusal)) errors.push(error)
        })
        done[name] = (done[name] ?? 0) + 1
      }
    }
    const contests = [contest, second.contest]
    const moderate = async () => {
      const of = anyOf(contests) ?? contest
      const rows = await ctx.db.selectFrom('entry').select('id').where('contest_id', '=', of.id).execute()
      const decision = anyOf([
        { action: 'approve' },
        { action: 'reopen' },
        { action: 'reject', code: 'not_the_item' },
        { action: 'assign', item: 'vindskjerm' },
      ] as const)
      if (decision) await moderateEntry(ctx, of, anyOf(rows)?.id ?? 0, decision, owner.id)
    }
    const edit = async () => {
      const n = Math.floor(random() * POSTS)
      const text = `#folkekatalog #krakk ${random() < 0.5 ? '#kopp' : ''} ${random()}`
      network.timeline.edit(posts[n]?.id ?? '', { text, files: [aFile(Math.floor(random() * 7))] })
      // Whoever is renamed is written by every reading of their posts.
      for (const post of posts.slice(0, 5)) post.account.name = `Per ${random()}`
      clock.advance(1_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const pictures = async () => {
      const rows = await ctx.db.selectFrom('picture').select('id').execute()
      await fetchPicture(ctx, anyOf(rows)?.id ?? 0, signal)
    }
    const recheck = async () => {
      await inTransaction(ctx.db, async (tx) => {
        const rows = await tx.selectFrom('post').select('id').execute()
        await lockPosts(
          tx,
          rows.map(({ id }) => id),
        )
        await recordAsked(
          tx,
          rows.map(({ id }) => id),
          0,
        )
      })
      await recheckPosts(ctx, sourceId, signal)
    }
    const others = [
      worker('edits', edit),
      ...[1, 2, 3].map(() => worker('decisions', moderate)),
      ...[1, 2].map(() => worker('pictures', pictures)),
    ]
    await Promise.all([
      worker('readings', () => collect(ctx, sourceId, signal), ROUNDS),
      worker('re-checks', recheck, ROUNDS),
    ])
    isOver = true
    await Promise.all(others)
    t.comment(
      Object.entries(done)
        .map(([name, count]) => `${count} ${name}`)
        .join(', '),
    )
    t.same(errors, [])
    t.equal((await countDeadlocks(ctx)) - deadlocks, 0, 'nobody was broken off in favour of another')

    clock.advance(HOUR)
    await readWhole()
    for (const { id } of contests) t.equal(await miscounted(ctx, id), 0, 'pages show the numbers there are')
    const entries = await shownEntries(ctx, contest.id)
    t.ok(entries.length >= POSTS)
    t.equal((await listItems(ctx.db, contest.id)).length, items.length)
  },
)

async function countDeadlocks(ctx: Context): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(ctx.db)
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(ctx.db)
  return rows[0]?.deadlocks ?? Number.NaN
}

/** Items whose kept number of photos is not that of their public entries. */
async function miscounted(ctx: Context, contestId: number): Promise<number> {
  const { rows } = await sql<{ wrong: number }>`
    select count(*) as wrong from item where contest_id = ${contestId} and photos <> (
      select count(*) from entry where item_id = item.id and state = 'approved' and verdict <> 'fails')`.execute(
    ctx.db,
  )
  return rows[0]?.wrong ?? Number.NaN
}
