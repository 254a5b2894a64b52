import { SECOND } from '../contest/instant.ts'
import type { StreamCursor } from './bluesky-cursor.ts'
import { POSTS } from './bluesky-post.ts'

/** A connection takes up the one before so far back: hosts differ by a little, and the same event twice does no harm. */
export const REWIND = 5 * SECOND

/** Where to listen to a host, from the cursor on; without one from `micros`, which version 1 alone can, or from now on. */
export function streamAddress(
  host: string,
  version: 1 | 2,
  cursor: StreamCursor | null,
  micros: number | null,
): string {
  if (version === 2) {
    const params = new URLSearchParams({ collections: POSTS })
    for (const kind of ['commit', 'identity', 'account']) params.append('kinds', kind)
    if (cursor?.version === 2) params.set('cursor', String(cursor.seq))
    return `${host}/xrpc/network.bsky.jetstream.subscribeEvents?${params}`
  }
  const params = new URLSearchParams({ wantedCollections: POSTS })
  const begin = cursor?.version === 1 ? cursor.micros - REWIND * 1000 : micros
  if (begin !== null) params.set('cursor', String(Math.max(0, Math.floor(begin))))
  return `${host}/subscribe?${params}`
}

/** Version 2 names the form of its frames. */
export function streamProtocols(version: 1 | 2): string[] {
  return version === 2 ? ['xrpc.v1.json'] : []
}
