import type { CoverProps } from '../../../web/pages/cover.tsx'
import type { Item } from '../../db/items.ts'

/**
 * What the winner of a page gets, as its own pages say it: null where it is the thing itself, which they name already
 * (the prize is worded as the name or the summary, or begins with the name).
 */
export function prizeOf(item: Pick<Item, 'name' | 'summary' | 'prize'>, lang: 'en' | 'nb'): string | null {
  const fold = (text: string) => text.normalize('NFC').trim().replace(/\.$/, '').toLowerCase()
  const prize = fold(item.prize[lang])
  const isTheThing =
    prize === fold(item.summary[lang]) || prize === fold(item.name) || prize.startsWith(`${fold(item.name)}:`)
  return prize === '' || isTheThing ? null : item.prize[lang]
}

/** Prizes named on the cover; the rules name them all. */
const MOST_PRIZES = 6

/** What can be won, as the cover says it: one thing for each page, or the prizes by name. */
export function prizesOf(
  items: readonly Item[],
  lang: 'en' | 'nb',
): Pick<CoverProps, 'winnersPerItem' | 'prizes'> {
  const counts = new Set(items.map(({ winners }) => winners))
  const [winners = 0] = counts
  if (winners > 0 && counts.size === 1 && items.every((item) => prizeOf(item, lang) === null))
    return { winnersPerItem: winners, prizes: [] }
  const won = items.filter((item) => item.winners > 0)
  const byTitle = [...Map.groupBy(won, (item) => prizeOf(item, lang) ?? item.name)]
  const prizes = byTitle.slice(0, MOST_PRIZES).map(([title, of]) => ({
    title,
    text: null,
    winners: of.reduce((sum, item) => sum + item.winners, 0),
  }))
  return { winnersPerItem: null, prizes }
}
