/** Work that is recorded, and waits until it is let go on. */
export function desk() {
  const seen: object[] = []
  const arrivals: (() => void)[] = []
  let gate = Promise.resolve()
  return {
    seen,
    handler: async (data: object) => {
      seen.push(data)
      for (const arrive of arrivals.splice(0)) arrive()
      await gate
    },
    /** Resolves when so many have come. */
    async come(count: number): Promise<void> {
      while (seen.length < count) await new Promise<void>((resolve) => arrivals.push(resolve))
    },
    /** Holds every job until the answer is called. */
    hold(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return resolve
    },
  }
}
