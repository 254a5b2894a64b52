/**
 * A moment, as whole milliseconds since 1970-01-01T00:00:00Z. The one form of time in the core, the tables
 * and the API of our own functions: it compares with `<`, survives JSON and needs no library in a browser.
 * Wall clocks and zones exist in `window.ts` only.
 */
export type Instant = number

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR
