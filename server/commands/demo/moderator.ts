import type { PlannedPost } from '../../rehearsal/planned.ts'
import { type Manager, ManagerError } from './manager.ts'
import { SLUG } from './set-up-contest.ts'

interface Card {
  entry: number
  postId: string
}

/** Cards looked at in one go. */
const HANDFUL = 40

/** What became of the cards at the head of the queue. */
export interface Moderated {
  decided: number
  /** Of posts that nobody planned: somebody who watches takes part, and their pictures wait for them. */
  left: number
}

/**
 * Looks at what waits, as a moderator would, with eyes that know what each invented picture shows. `planned`: by the
 * identity of the post.
 */
export async function moderateWaiting(
  manager: Manager,
  planned: ReadonlyMap<string, PlannedPost>,
  signal: AbortSignal,
): Promise<Moderated> {
  const { cards } = await manager.get<{ cards: Card[] }>(`/api/v1/contests/${SLUG}/queue?limit=${HANDFUL}`)
  let decided = 0
  let left = 0
  for (const card of cards) {
    if (signal.aborted) break
    const post = planned.get(card.postId)
    if (!post) left++
    else if (await decide(manager, card, post)) decided++
  }
  return { decided, left }
}

async function decide(manager: Manager, card: Card, { look, entries }: PlannedPost): Promise<boolean> {
  const path = `/api/v1/contests/${SLUG}/entries/${card.entry}`
  try {
    if (look === 'approve') await manager.send('POST', `${path}/approve`, {})
    else if (look === 'assign') await manager.send('POST', `${path}/approve`, { item: entries[0]?.item })
    else await manager.send('POST', `${path}/reject`, { code: look })
    return true
  } catch (error) {
    // Somebody at the console was quicker, or the post went away meanwhile.
    if (error instanceof ManagerError && error.status === 409) return false
    throw error
  }
}
