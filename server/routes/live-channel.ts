import type { LiveUpdate } from '../../web/live-update.ts'
import type { Context } from '../context.ts'
import { countCrowd, countPages } from '../db/crowd.ts'

/** Readers hear once in this time at most, however much happens. */
export const PACE_MS = 250

/** Writes to one reader. */
export type Send = (text: string) => void

/** What the readers of one contest hear. */
export interface LiveChannel {
  /** The numbers as they are: what a reader hears on connecting. Whoever joins before asking misses nothing. */
  first(): Promise<string>
  join(send: Send): void
  /** Answers whether nobody is left. */
  leave(send: Send): boolean
  sendAll(text: string): void
  /** Something public changed; the readers hear of it soon. */
  changed(): void
  close(): void
}

export function openChannel(ctx: Context, contestId: number): LiveChannel {
  const readers = new Set<Send>()
  let timer: NodeJS.Timeout | undefined

  const sendAll = (text: string) => {
    for (const send of readers) send(text)
  }
  const tell = async () => {
    timer = undefined
    if (readers.size === 0) return
    try {
      sendAll(await message(ctx, contestId))
    } catch (error) {
      ctx.log.warn({ err: error, contest: contestId }, 'live coverage could not be read')
    }
  }
  return {
    first: () => message(ctx, contestId),
    join: (send) => void readers.add(send),
    leave(send) {
      readers.delete(send)
      return readers.size === 0
    },
    sendAll,
    changed() {
      timer ??= setTimeout(tell, PACE_MS)
    },
    close: () => clearTimeout(timer),
  }
}

async function message(ctx: Context, contestId: number): Promise<string> {
  const [pages, crowd] = await Promise.all([countPages(ctx.db, contestId), countCrowd(ctx.db, contestId)])
  const update: LiveUpdate = { ...pages, people: crowd.people, photos: crowd.entries }
  return `data: ${JSON.stringify(update)}\n\n`
}
