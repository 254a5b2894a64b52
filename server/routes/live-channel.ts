import type { LiveUpdate } from '../../web/live-update.ts'
import type { Context } from '../context.ts'
import { readContest } from '../db/contests.ts'
import { readPublicEntries } from '../db/public-entries.ts'
import { type CrowdCoverage, readCoverage } from '../steps/read-coverage.ts'
import { creditOf, photoOf } from './public/image.ts'

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

/** The contest as the readers last heard of it. */
type Snapshot = Pick<CrowdCoverage, 'items' | 'coverage' | 'people' | 'entries'>

export function openChannel(ctx: Context, contestId: number): LiveChannel {
  const readers = new Set<Send>()
  let heard: Snapshot | null = null
  let timer: NodeJS.Timeout | undefined

  const sendAll = (text: string) => {
    for (const send of readers) send(text)
  }
  const tell = async () => {
    timer = undefined
    if (readers.size === 0) return
    try {
      const now = await read(ctx, contestId)
      const before = heard
      heard = now
      for (const update of await updates(ctx, before, now)) sendAll(message(update))
    } catch (error) {
      ctx.log.warn({ err: error, contest: contestId }, 'live coverage could not be read')
    }
  }
  return {
    async first() {
      const now = await read(ctx, contestId)
      // Later readers must not take away what the earlier ones are still to hear.
      heard ??= now
      return message({ ...numbersOf(now), page: null })
    },
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

async function read(ctx: Context, contestId: number): Promise<Snapshot> {
  return readCoverage(ctx, await readContest(ctx.db, contestId))
}

/** One update for each page that shows another photo now; at least one, for the numbers. */
async function updates(ctx: Context, before: Snapshot | null, now: Snapshot): Promise<LiveUpdate[]> {
  const shown = new Map(before?.items.map((item) => [item.id, item.coverEntryId]))
  const fresh = now.items.flatMap((item, index) =>
    before !== null && item.coverEntryId !== null && item.coverEntryId !== shown.get(item.id)
      ? [{ item, index }]
      : [],
  )
  const entries = await readPublicEntries(
    ctx.db,
    fresh.flatMap(({ item }) => item.coverEntryId ?? []),
  )
  const pages = fresh.flatMap(({ item, index }) => {
    const entry = entries.get(item.coverEntryId ?? 0)
    if (!entry) return []
    const { handle, name } = creditOf(entry)
    return [
      {
        item: item.slug,
        name: item.name,
        index,
        photos: item.photos,
        entry: String(entry.id),
        credit: handle === null ? (name ?? '') : `@${handle}`,
        image: photoOf(entry).image,
      },
    ]
  })
  const numbers = numbersOf(now)
  return pages.length === 0 ? [{ ...numbers, page: null }] : pages.map((page) => ({ ...numbers, page }))
}

function numbersOf({ coverage, people, entries }: Snapshot): Omit<LiveUpdate, 'page'> {
  return { filled: coverage.filled, total: coverage.items, people, photos: entries }
}

function message(update: LiveUpdate): string {
  return `data: ${JSON.stringify(update)}\n\n`
}
