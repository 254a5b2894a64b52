import type { Instant } from '../contest/instant.ts'
import type { Post } from '../contest/post.ts'
import type { Tx } from '../db/pool.ts'
import { listShown } from '../db/post-shown.ts'

/**
 * Dates edits on networks that tell no time of them: what a source shows otherwise than it did before was edited by now.
 * Two sources, and two ways of one (`via`), may word one post differently for good (one leaves the `@` out), so each is held
 * against itself alone. `wasShown`: the way showed exactly this before, so it tells nothing new.
 */
export async function dateEdits<Row extends { post: Post; hash: string; via?: string }>(
  tx: Tx,
  network: string,
  sourceId: number | null,
  rows: Row[],
  now: Instant,
): Promise<(Row & { wasShown: boolean })[]> {
  if (sourceId === null) return rows.map((row) => ({ ...row, wasShown: false }))
  const ids = rows.map(({ post }) => post.id)
  const shown = await listShown(tx, network, sourceId, ids)
  return rows.map((row) => {
    const before = shown.get(row.via ?? '')?.get(row.post.id)
    const wasShown = before === row.hash
    const isEdited = before !== undefined && !wasShown
    return { ...row, wasShown, post: isEdited ? { ...row.post, editedAt: now } : row.post }
  })
}
