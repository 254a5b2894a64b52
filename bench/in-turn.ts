/**
 * Measures several things in turn, round after round, so that whatever else the machine does falls on all alike. Answers
 * the median of each.
 */
export async function inTurn<Name extends string>(
  rounds: number,
  measures: Readonly<Record<Name, (round: number) => Promise<number>>>,
): Promise<Record<Name, number>> {
  const found = new Map<string, number[]>()
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of Object.entries<(round: number) => Promise<number>>(measures)) {
      found.set(name, [...(found.get(name) ?? []), await measure(round)])
    }
  }
  const medians = [...found].map(([name, values]) => [name, medianOf(values)])
  return Object.fromEntries(medians)
}

/** The middle value; of an even number, the mean of the two in the middle. */
export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low = Number.NaN, high = low] = sorted.slice(Math.ceil(middle - 1), Math.floor(middle) + 1)
  return (low + high) / 2
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
