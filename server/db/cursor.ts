import type { Instant } from '../contest/instant.ts'

/** A place in a list ordered by time and id: the last row of the page before. */
export interface Cursor {
  at: Instant
  id: number
}

/** For links: short and opaque, `1k2m3n.7c`. */
export function writeCursor(cursor: Cursor): string {
  return `${cursor.at.toString(36)}.${cursor.id.toString(36)}`
}

const FORM = /^(-?[0-9a-z]{1,11})\.([0-9a-z]{1,11})$/

/** Null when the text is no cursor. */
export function readCursor(text: string): Cursor | null {
  const match = FORM.exec(text)
  if (!match) return null
  const cursor = { at: Number.parseInt(match[1] ?? '', 36), id: Number.parseInt(match[2] ?? '', 36) }
  return Number.isSafeInteger(cursor.id) && Math.abs(cursor.at) <= 8.64e15 ? cursor : null
}
