import { z } from 'zod'

const tags = z.array(z.string().max(1_000)).max(10_000)
const cursor = z.discriminatedUnion('version', [
  z.object({ version: z.literal(1), at: z.number(), micros: z.int().min(0), tags }),
  z.object({ version: z.literal(2), at: z.number(), seq: z.int().min(0), host: z.string().max(300), tags }),
])

/**
 * How far the stream was read, and for which tags (canonical): one that is followed only since is not known to have been
 * seen. Version 1 counts microseconds, the same on every host; version 2 counts events, each host its own.
 * `at`: the time of the last event.
 */
export type StreamCursor = z.infer<typeof cursor>

/** One that cannot be read is the same as none. */
export function readCursor(text: string | undefined): StreamCursor | null {
  if (text === undefined) return null
  try {
    const read = cursor.safeParse(JSON.parse(text))
    return read.success ? read.data : null
  } catch {
    return null
  }
}

export function writeCursor(cursor: StreamCursor): string {
  return JSON.stringify(cursor)
}
