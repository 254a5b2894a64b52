import { extractHashtags, toHashtag } from '../contest/hashtag.ts'
import type { Post } from '../contest/post.ts'
import type { Batch } from '../sources/source.ts'
import type { Judge } from './judge.ts'

/**
 * What is read by account, or sent, is of everybody who has to do with the brand. Of posts without the tag of a contest
 * nothing is made: only what they say of posts that are known already is taken in. Spellings that are near are kept, for a
 * person to look at.
 */
export function concerning(batch: Batch, judges: readonly Judge[]): Batch {
  const wanted = new Set(
    judges.flatMap(({ contest }) => contest.rules.campaignTags.map(({ loose }) => loose)),
  )
  return {
    ...batch,
    changes: batch.changes.map((change) =>
      change.kind === 'upsert' && !looseTags(change.post).some((tag) => wanted.has(tag))
        ? { ...change, ifKnown: true as const }
        : change,
    ),
  }
}

function looseTags({ tags, text }: Post): string[] {
  const found = tags === null ? extractHashtags(text) : tags.flatMap((tag) => toHashtag(tag) ?? [])
  return found.map(({ loose }) => loose)
}
