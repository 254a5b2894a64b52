/** What comes by events, to be taken in turn by one reader. */
export interface Line {
  /** Answers how many wait, and how many characters they have together. */
  add(message: string): { messages: number; characters: number }
  /** The first end counts. What was added before is still taken. */
  end(error: Error | null): void
  /** All that waits, as soon as there is any; null at the end. Throws what it ended with. */
  take(): Promise<string[] | null>
}

export function createLine(): Line {
  let waiting: string[] = []
  let characters = 0
  let ended: { error: Error | null } | null = null
  let wake = () => {}
  return {
    add(message) {
      if (ended === null) {
        waiting.push(message)
        characters += message.length
      }
      wake()
      return { messages: waiting.length, characters }
    },
    end(error) {
      ended ??= { error }
      wake()
    },
    async take() {
      while (waiting.length === 0 && ended === null) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      if (waiting.length > 0) {
        const taken = waiting
        waiting = []
        characters = 0
        return taken
      }
      if (ended?.error) throw ended.error
      return null
    },
  }
}
