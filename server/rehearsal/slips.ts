import type { Chance } from './photograph/seed.ts'

/** Shorter words have too few letters to lose one. */
const SHORTEST = 5

/** Whether `withSlip` can do anything with a word. */
export function canSlip(word: string): boolean {
  return word.length >= SHORTEST
}

/**
 * A word with one slip of the finger: a letter left out, doubled, or swapped with its neighbour. The first letter
 * stays. None of `others` comes out, nor the word itself. Null for a word that is too short.
 */
export function withSlip(chance: Chance, word: string, others: ReadonlySet<string>): string | null {
  if (!canSlip(word)) return null
  const slips = [...word].flatMap((letter, i) => {
    if (i === 0) return []
    const [before, after] = [word.slice(0, i), word.slice(i + 1)]
    const swapped = before + after.slice(0, 1) + letter + after.slice(1)
    return [before + after, before + letter + letter + after, swapped]
  })
  const fits = slips.filter((slip) => slip !== word && !others.has(slip))
  return fits[chance.whole(0, fits.length - 1)] ?? null
}

/** A word as people write it without the Norwegian letters. Null for a word that has none. */
export function withoutNorwegianLetters(word: string): string | null {
  const plain = word.replaceAll('æ', 'ae').replaceAll('ø', 'o').replaceAll('å', 'a')
  return plain === word ? null : plain
}
