/**
 * Works through a list with so many hands, each taking the next when it is free. After an abort or a fault nothing new
 * is taken up; what is under way ends first, then a fault is thrown.
 */
export async function shareOut<T>(
  list: Iterable<T>,
  hands: number,
  signal: AbortSignal,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const rest = list[Symbol.iterator]()
  const faults: unknown[] = []
  const hand = async () => {
    while (!signal.aborted && faults.length === 0) {
      const next = rest.next()
      if (next.done) return
      await work(next.value).catch((error: unknown) => faults.push(error))
    }
  }
  await Promise.all(Array.from({ length: hands }, hand))
  if (faults.length > 0) throw faults[0]
}
