/** What the line under the demo shows. */
export interface Progress {
  /** From 0 to 1. */
  share: number
  words: string
}

export interface ProgressBar {
  show(progress: Progress): void
  /** Leaves the line where it is. */
  end(): void
}

const WIDTH = 24
/** Where lines cannot be rewritten, one is printed for each so much of the way. */
const STEP = 0.1

/** To the start of the line, empty it; a line longer than the terminal is wide is cut off, not wrapped. */
const REWRITE = '\r\u001b[2K\u001b[?7l'
const WRAP_AGAIN = '\u001b[?7h'

/** Shows how far things are: one line that is rewritten on a terminal, a line now and then elsewhere. */
export function createProgress(write: (text: string) => void, isTerminal: boolean): ProgressBar {
  let printed = -1
  return {
    show({ share, words }) {
      const percent = `${Math.floor(share * 100)} %`
      if (isTerminal) {
        const full = Math.round(Math.min(1, share) * WIDTH)
        const bar = `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)}`
        write(`${REWRITE}${bar} ${percent.padStart(5)}  ${words}${WRAP_AGAIN}`)
        printed = 0
        return
      }
      const step = Math.floor(share / STEP)
      if (step === printed) return
      printed = step
      write(`${percent}  ${words}\n`)
    },
    end() {
      if (isTerminal && printed >= 0) write('\n')
      printed = -1
    },
  }
}
