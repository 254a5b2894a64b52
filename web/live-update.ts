/**
 * One message of `/c/:slug/live`, as JSON in the `data` of an unnamed server-sent event: once on connecting, then once
 * for everything public that changes. It holds the numbers only; what a changed page looks like is in the page itself.
 */
export interface LiveUpdate {
  /** Pages of the catalogue with at least one public entry. */
  filled: number
  /** Pages of the catalogue. */
  total: number
  /** Photographers of public entries. */
  people: number
  /** Public entries. */
  photos: number
}
