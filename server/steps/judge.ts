import { type ItemIndex, indexItems } from '../contest/item-index.ts'
import { type Contest, readContest } from '../db/contests.ts'
import { readItemTags } from '../db/items.ts'
import type { Db } from '../db/pool.ts'

/** A contest with its catalogue laid out for matching: made once for many posts. */
export interface Judge {
  contest: Contest
  items: ItemIndex
  rowIds: ReadonlyMap<string, number>
  slugs: ReadonlyMap<number, string>
}

export async function createJudge(db: Db, contestId: number): Promise<Judge> {
  const contest = await readContest(db, contestId)
  const items = await readItemTags(db, contestId)
  return {
    contest,
    items: indexItems(items),
    rowIds: new Map(items.map((item) => [item.id, item.rowId])),
    slugs: new Map(items.map((item) => [item.rowId, item.id])),
  }
}
