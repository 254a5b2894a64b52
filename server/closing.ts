/** What has to be closed again, the last opened first. */
export interface Closing {
  add(close: () => unknown): void
  /** One that fails keeps none of the others open; the first failure is thrown at the end. Twice is harmless. */
  closeAll(): Promise<void>
}

export function createClosing(): Closing {
  const open: (() => unknown)[] = []
  return {
    add: (close) => void open.push(close),
    async closeAll() {
      const failures: unknown[] = []
      for (let close = open.pop(); close; close = open.pop()) {
        try {
          await close()
        } catch (error) {
          failures.push(error)
        }
      }
      if (failures.length > 0) throw failures[0]
    },
  }
}
