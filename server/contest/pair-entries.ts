import type { Judgement } from './entry.ts'

/** One judgement and the entry it belongs to; `entry` is null where it makes a new one. */
export interface Pairing {
  entry: string | null
  judgement: Judgement
}

/**
 * Which of a post's entries each new judgement belongs to: the one of that item. An entry without item becomes
 * the first new item named (a caption that mends its tag keeps its entry). `left` are entries that nothing
 * speaks of any more: only ever one without item, beside others that have one.
 */
export function pairEntries(
  entries: readonly { id: string; item: string | null }[],
  judgements: readonly Judgement[],
): { pairs: Pairing[]; left: string[] } {
  const byItem = new Map(entries.map(({ id, item }) => [item, id]))
  const take = (item: string | null) => {
    const id = byItem.get(item) ?? null
    byItem.delete(item)
    return id
  }
  const known = judgements.map((judgement) => ({ judgement, entry: take(judgement.item) }))
  const pairs = known.map(({ judgement, entry }) => ({ judgement, entry: entry ?? take(null) }))
  return { pairs, left: [...byItem.values()] }
}
