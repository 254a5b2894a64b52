import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import type { Db } from './pool.ts'
import { prepared } from './prepared.ts'

/** How many people and entries a contest has in public, without the room. */
export async function countCrowd(db: Db, contestId: number): Promise<{ people: number; entries: number }> {
  return db
    .selectFrom('contest')
    .select(['people', 'entries'])
    .where('id', '=', contestId)
    .executeTakeFirstOrThrow()
}

/** How many pages a contest's catalogue has, and how many of them somebody has filled. */
export async function countPages(db: Db, contestId: number): Promise<{ filled: number; total: number }> {
  return db
    .selectFrom('item')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('photos', '>', 0).as('filled'),
      eb.fn.countAll<number>().as('total'),
    ])
    .where('contest_id', '=', contestId)
    .executeTakeFirstOrThrow()
}

/** How many people and entries one item has in public, without the room. */
export async function countItemCrowd(db: Db, itemId: number): Promise<{ people: number; entries: number }> {
  const row = await db
    .selectFrom('entry')
    .select((eb) => [
      eb.fn.count<number>('participant_id').distinct().as('people'),
      eb.fn.countAll<number>().as('entries'),
    ])
    .where('item_id', '=', itemId)
    .where('state', '=', 'approved')
    .where('verdict', '<>', 'fails')
    .where('room', '=', false)
    .executeTakeFirstOrThrow()
  return { people: row.people, entries: row.entries }
}

/** When each item got its first public entry, for the forecast; gaps are left out. */
export async function listFirstFilled(db: Db, contestId: number): Promise<{ itemId: number; at: Instant }[]> {
  const rows = await firstOfItems(db, { contestId })
  return rows.map((row) => ({ itemId: row.item_id, at: row.posted_at }))
}

const firstOfItems = prepared('first_of_items', (db, { contestId }: { contestId: number }) =>
  db
    .selectFrom('item')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('entry')
          .select('entry.posted_at')
          .whereRef('entry.item_id', '=', 'item.id')
          .where('entry.state', '=', sql.lit('approved'))
          .where('entry.verdict', '<>', sql.lit('fails'))
          .where('entry.room', '=', sql.lit(false))
          .orderBy('entry.posted_at')
          .orderBy('entry.id')
          .limit(sql.lit(1))
          .as('first'),
      (join) => join.onTrue(),
    )
    .select(['item.id as item_id', 'first.posted_at'])
    .where('item.contest_id', '=', contestId),
)
