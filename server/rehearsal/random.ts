import type { Chance } from './photograph/seed.ts'

/** A shuffled copy (Fisher and Yates). */
export function shuffled<T>(chance: Chance, list: readonly T[]): T[] {
  const copy = [...list]
  for (let i = copy.length - 1; i > 0; i--) {
    const j = chance.whole(0, i)
    const [a, b] = [copy[i], copy[j]]
    if (a === undefined || b === undefined) continue
    copy[i] = b
    copy[j] = a
  }
  return copy
}

/** One of a list, by weight. Undefined only for an empty list. */
export function pickWeighted<T>(
  chance: Chance,
  list: readonly T[],
  weightOf: (one: T, place: number) => number,
): T | undefined {
  const weights = list.map(weightOf)
  let left = chance.next() * weights.reduce((sum, weight) => sum + weight, 0)
  for (const [i, weight] of weights.entries()) {
    left -= weight
    if (left < 0) return list[i]
  }
  return list.at(-1)
}

/** Hands out the cards of a shuffled pack one by one; when it is empty it is shuffled anew. */
export function deckOf<T>(chance: Chance, cards: readonly T[]): { draw(): T | undefined; left(): number } {
  let pack: T[] = shuffled(chance, cards)
  return {
    draw: () => {
      if (pack.length === 0) pack = shuffled(chance, cards)
      return pack.pop()
    },
    left: () => pack.length,
  }
}
