/**
 * Slips of the finger between two words: letters put in, left out, exchanged, or two neighbours swapped, each
 * counting one (Damerau's measure, restricted so that no part is edited twice). A swap counts one because it
 * is the commonest slip of all: `krkak` for `krakk`. Answers `limit + 1` as soon as the limit is passed.
 */
export function editDistance(one: readonly string[], other: readonly string[], limit: number): number {
  const beyond = limit + 1
  if (Math.abs(one.length - other.length) > limit) return beyond
  let twoAgo: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    let least = row
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1]
      let steps = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + (same ? 0 : 1),
      )
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (row > 1 && column > 1 && swapped) steps = Math.min(steps, at(twoAgo, column - 2) + 1)
      current.push(steps)
      least = Math.min(least, steps)
    }
    if (least > limit) return beyond
    twoAgo = last
    last = current
  }
  return Math.min(at(last, other.length), beyond)
}

/** Which letters a word has, as bits; different letters may share a bit. */
export function letterBits(word: readonly string[]): number {
  return word.reduce((bits, letter) => bits | (1 << ((letter.codePointAt(0) ?? 0) & 31)), 0)
}

/**
 * Whether two words may be within the limit: a slip brings at most one letter that the other word lacks, so
 * words with more such letters need no closer look. Spares nearly all of the work in a large catalogue.
 */
export function mayBeWithin(limit: number, one: number, other: number): boolean {
  return countBits(one & ~other) <= limit && countBits(other & ~one) <= limit
}

function countBits(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY
}
