import { ticketsOf } from '../contest/eligibility.ts'
import { itemOdds, type Odds } from '../contest/odds.ts'
import { dayIn } from '../contest/window.ts'
import type { Context } from '../context.ts'
import type { Contest } from '../db/contests.ts'
import { listCounting } from '../db/counting.ts'
import { type Item, listItems } from '../db/items.ts'
import { countedEntries } from './list-entrants.ts'

/** The odds of an item as a list that is frozen now would make them; null where nothing can be won. */
export async function readOdds(ctx: Context, contest: Contest, item: Item): Promise<Odds | null> {
  if (item.winners === 0) return null
  const { caps, zone } = contest.rules
  // A limit over all items is used up by entries for the others too.
  const isOfItem = caps.perDay === null && caps.total === null
  const counting = await listCounting(ctx.db, contest.id, isOfItem ? item.id : null)
  const items = isOfItem ? [item] : await listItems(ctx.db, contest.id)
  const held = [...ticketsOf(countedEntries(counting, items), caps, dayIn(zone)).values()].map(
    (byItem) => byItem.get(item.slug) ?? [],
  )
  const uploads = new Set(
    counting.filter(({ network }) => network === 'upload').map(({ entryId }) => String(entryId)),
  )
  return itemOdds(
    held.map(({ length }) => length),
    held.flat().filter(({ id }) => uploads.has(id)).length,
    item.winners,
    caps.perItem,
  )
}
