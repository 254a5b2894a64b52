import type { Plan, PlannedPost } from './planned.ts'

/** What must be counted when a campaign is over, everything was collected and every waiting entry was decided. */
export interface ExpectedCounts {
  /** Items of the catalogue. */
  items: number
  /** Items with at least one public entry: approved, and refused by no rule. */
  filled: number
  /** Posts stored: public ones that ever carried the campaign tag while they stood, also those deleted since. */
  posts: number
  /** Entries made of them: one for each item that a post means, or one without item until a person gives it one. */
  entries: number
  /** Entries that a person rejected. */
  rejected: number
  /** Different pictures, by their bytes, that were fetched and could be read; of all stored posts, whatever became of them. */
  media: number
}

/**
 * Counts what a plan intends. It knows nothing of how posts are read or judged, so that it can say when that goes
 * wrong.
 */
export function expectedCounts(plan: Plan): ExpectedCounts {
  const stored = plan.posts.filter(({ isSeen }) => isSeen)
  const entries = stored.flatMap((planned) => planned.entries)
  const filled = new Set(
    stored
      .filter(({ fillsPages }) => fillsPages)
      .flatMap((planned) => planned.entries.flatMap(({ item, ending }) => (ending === 'public' ? item : []))),
  )
  return {
    items: plan.items.length,
    filled: filled.size,
    posts: stored.length,
    entries: entries.length,
    rejected: entries.filter(({ ending }) => ending === 'rejected').length,
    media: new Set(stored.flatMap(readablePictures)).size,
  }
}

/** A picture is known by its spec: the same one is the same bytes, another one is not. */
function readablePictures({ post }: PlannedPost): string[] {
  return post.wordings.flatMap(({ files }) =>
    files.flatMap((file) =>
      file.kind === 'image' && file.spec.twist !== 'broken' ? [JSON.stringify(file.spec)] : [],
    ),
  )
}
