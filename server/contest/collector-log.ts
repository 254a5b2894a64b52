import type { Instant } from './instant.ts'

/** How posts came: asked for, streamed, asked for anew where some were missed, or sent by the network. */
export type LogWay = 'poll' | 'stream' | 'fill' | 'delivery'

/** Why a read failed, in a word that everybody may read. */
export type LogFault =
  | 'unreachable'
  | 'unreadable'
  | 'refused'
  | 'throttled'
  | 'needs_attention'
  | 'broke_off'
  | 'other'

export type LogAlert = 'needs_attention' | 'expires' | 'silent' | 'budget'

/** A line of the public log. `source`: the name its manager gave it. */
export type LogLine =
  | ({ kind: 'read'; source: string } & LogRead)
  | ({ kind: 'gap'; source: string; at: Instant; from: Instant; until: Instant; why: string } & LogFilled)
  | { kind: 'pause'; source: string; at: Instant; until: Instant | null }
  | { kind: 'alert'; source: string; at: Instant; until: Instant | null; code: LogAlert }

/** One read, or several in a row of one source that went well and brought nothing new. */
export interface LogRead {
  /** When the first one began. */
  at: Instant
  /** When the last one ended; null while it is going on. */
  until: Instant | null
  way: LogWay
  reads: number
  pages: number
  /** Posts that were new. */
  brought: number
  changed: number
  withdrawn: number
  /** Items that could not be read. */
  skipped: number
  fault: LogFault | null
}

interface LogFilled {
  /** Null while it is open. */
  filledAt: Instant | null
  /** Posts that filling it brought. */
  found: number | null
  /** Why that may still not be all. */
  partial: string | null
}

/** A line with its place among all: newer ones are greater, by `at` and then `id`. */
export interface PlacedLine {
  id: number
  line: LogLine
}

/** Whether a read says no more than that it happened. */
function isQuiet(read: LogRead): boolean {
  const { brought, changed, withdrawn, skipped, fault, until } = read
  return brought + changed + withdrawn + skipped === 0 && fault === null && until !== null
}

/**
 * The newest lines, at most `most`, of rows given newest first: reads of one source and way that brought nothing in a row
 * become one line, at the place of the newest. Answers the last row that went into them; null where all did.
 */
export function foldLog(
  rows: readonly PlacedLine[],
  most: number,
): { lines: LogLine[]; last: PlacedLine | null } {
  const lines: LogLine[] = []
  const quiet = new Map<string, LogRead>()
  let taken: PlacedLine | null = null
  for (const row of rows) {
    const { line } = row
    if (line.kind === 'read') {
      const key = `${line.way} ${line.source}`
      const newer = quiet.get(key)
      if (newer && isQuiet(line)) {
        newer.at = line.at
        newer.reads += line.reads
        newer.pages += line.pages
        taken = row
        continue
      }
    }
    if (lines.length === most) return { lines, last: taken }
    const shown = { ...line }
    lines.push(shown)
    if (shown.kind === 'read') {
      const key = `${shown.way} ${shown.source}`
      if (isQuiet(shown)) quiet.set(key, shown)
      else quiet.delete(key)
    }
    taken = row
  }
  return { lines, last: null }
}

/**
 * Until when everything posted has been seen through one source, as far as its network tells; null where that is not
 * known. `ways`: for each way of reading (all targets asked one by one, a stream) how far each of its targets is, null
 * where one is still catching up; the way that is further counts. What was missed and not filled ends it.
 */
export function completeUntil(
  ways: readonly (readonly (Instant | null)[])[],
  openGaps: readonly { from: Instant }[],
): Instant | null {
  const reached = ways.flatMap((targets) => leastOf(targets) ?? [])
  if (reached.length === 0) return null
  return Math.min(Math.max(...reached), ...openGaps.map(({ from }) => from))
}

/** The least of them all; null where one is not known, or there are none. */
export function leastOf(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((at) => at !== null)
  return known.length === 0 || known.length < instants.length ? null : Math.min(...known)
}
