import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import type { Db } from './pool.ts'

/** How many people and entries a contest has in public. */
export async function countCrowd(db: Db, contestId: number): Promise<{ people: number; entries: number }> {
  const row = await db
    .selectFrom('entry')
    .select((eb) => [
      eb.fn.count<number>('participant_id').distinct().as('people'),
      eb.fn.countAll<number>().as('entries'),
    ])
    .where('contest_id', '=', contestId)
    .where('state', '=', 'approved')
    .where('verdict', '<>', 'fails')
    .executeTakeFirstOrThrow()
  return { people: row.people, entries: row.entries }
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

/** How many people and entries one item has in public. */
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
    .executeTakeFirstOrThrow()
  return { people: row.people, entries: row.entries }
}

/** When each item got its first public entry, for the forecast; gaps are left out. */
export async function listFirstFilled(db: Db, contestId: number): Promise<{ itemId: number; at: Instant }[]> {
  const { rows } = await sql<{ item_id: number; first: Instant }>`
    select item.id as item_id, first.posted_at as first from item
    cross join lateral (
      select posted_at from entry where entry.item_id = item.id and state = 'approved' and verdict <> 'fails'
      order by posted_at, id limit 1) as first
    where item.contest_id = ${contestId}`.execute(db)
  return rows.map((row) => ({ itemId: row.item_id, at: row.first }))
}
