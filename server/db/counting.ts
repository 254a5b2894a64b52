import type { Instant } from '../contest/instant.ts'
import type { Db } from './pool.ts'

/** An entry that carries a ticket unless a cap takes it away. */
export interface Counting {
  entryId: number
  itemId: number
  participantId: number
  postId: string
  postedAt: Instant
  /** The network it came by; `upload` is the free way in. */
  network: string
}

/** Approved entries that count and may win, of one item or of the whole contest. */
export async function listCounting(db: Db, contestId: number, itemId: number | null): Promise<Counting[]> {
  const rows = await db
    .selectFrom('entry')
    .innerJoin('post', 'post.id', 'entry.post_id')
    .select([
      'entry.id',
      'entry.item_id',
      'entry.participant_id',
      'post.network_id',
      'entry.posted_at',
      'post.network',
    ])
    .where('entry.contest_id', '=', contestId)
    .$if(itemId !== null, (qb) => qb.where('entry.item_id', '=', itemId))
    .where('entry.state', '=', 'approved')
    .where('entry.verdict', '=', 'counts')
    .where('entry.room', '=', false)
    .where('entry.item_id', 'is not', null)
    .where('entry.participant_id', 'is not', null)
    .execute()
  return rows.flatMap((row) =>
    row.item_id === null || row.participant_id === null
      ? []
      : [
          {
            entryId: row.id,
            itemId: row.item_id,
            participantId: row.participant_id,
            postId: row.network_id,
            postedAt: row.posted_at,
            network: row.network,
          },
        ],
  )
}

/** All counting entries of one participant, to tell which of them carry tickets. */
export async function listCountingOf(db: Db, contestId: number, participantId: number): Promise<Counting[]> {
  const rows = await db
    .selectFrom('entry')
    .innerJoin('post', 'post.id', 'entry.post_id')
    .select(['entry.id', 'entry.item_id', 'post.network_id', 'entry.posted_at', 'post.network'])
    .where('entry.contest_id', '=', contestId)
    .where('entry.participant_id', '=', participantId)
    .where('entry.state', '=', 'approved')
    .where('entry.verdict', '=', 'counts')
    .where('entry.room', '=', false)
    .execute()
  return rows.flatMap((row) =>
    row.item_id === null
      ? []
      : [
          {
            entryId: row.id,
            itemId: row.item_id,
            participantId,
            postId: row.network_id,
            postedAt: row.posted_at,
            network: row.network,
          },
        ],
  )
}
