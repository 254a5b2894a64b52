import type { Instant } from '../../server/contest/instant.ts'
import type { Batch, Source, SourceIo, Target } from '../../server/sources/source.ts'
import type { Poll } from './mastodon.ts'

/** One poll as a collector would do it: a batch counts once it is here, and an error leaves the cursor where it was. */
export async function pollSource<S>(
  source: Source<S>,
  settings: S,
  target: Target,
  from: Instant,
  io: SourceIo,
  cursor?: string,
): Promise<Poll> {
  const batches: Batch[] = []
  let error: unknown = null
  try {
    for await (const batch of source.poll?.(settings, target, cursor, from, io) ?? []) batches.push(batch)
  } catch (thrown) {
    error = thrown
  }
  const posts = batches.flatMap(({ changes }) =>
    changes.flatMap((one) => (one.kind === 'upsert' ? [one.post] : [])),
  )
  return {
    batches,
    posts,
    texts: posts.map((post) => post.text),
    skipped: batches.flatMap((batch) => batch.skipped),
    cursor: batches.at(-1)?.cursor ?? cursor,
    completeUntil: batches.at(-1)?.completeUntil ?? null,
    error,
  }
}

/** Draws nothing worth looking at. */
export async function drawNothing() {
  return { bytes: new Uint8Array([0xff, 0xd8, 0xff]), type: 'image/jpeg' }
}
