import { type Selectable, sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'
import type { ParticipantMergeTable } from './schema/collection-tables.ts'

/** An account that counts as another participant in the contests of a brand. */
export interface Merge {
  id: number
  brandId: number
  participantId: number
  intoId: number
  reason: string
  mergedBy: string
  mergedAt: Instant
}

/** Whom accounts count as in the contests of a brand, by participant; only those that count as another. */
export async function readPersons(
  db: Db,
  brandId: number,
  participantIds: number[],
): Promise<Map<number, number>> {
  if (participantIds.length === 0) return new Map()
  const { rows } = await sql<{ participant_id: number; into_id: number }>`
    select participant_id, into_id from participant_merge
    where participant_id = any(${participantIds}::bigint[]) and brand_id = ${brandId} and undone_at is null`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.participant_id, row.into_id]))
}

export async function findMerge(db: Db, brandId: number, participantId: number): Promise<Merge | null> {
  const row = await selectStanding(db, brandId).where('participant_id', '=', participantId).executeTakeFirst()
  return row ? toMerge(row) : null
}

/** The accounts that count as this participant, itself left out. */
export async function listMergedInto(db: Db, brandId: number, intoId: number): Promise<number[]> {
  const rows = await selectStanding(db, brandId).where('into_id', '=', intoId).orderBy('id').execute()
  return rows.map((row) => row.participant_id)
}

/** Answers the id. Throws Postgres's 23505 on `participant_merge_standing` where the account counts as another already. */
export async function insertMerge(db: Db, merge: Omit<Merge, 'id'>): Promise<number> {
  const row = await db
    .insertInto('participant_merge')
    .values({
      brand_id: merge.brandId,
      participant_id: merge.participantId,
      into_id: merge.intoId,
      reason: merge.reason,
      merged_by: merge.mergedBy,
      merged_at: at(merge.mergedAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function endMerge(
  db: Db,
  id: number,
  undone: { reason: string; by: string; at: Instant },
): Promise<void> {
  await db
    .updateTable('participant_merge')
    .set({ undone_reason: undone.reason, undone_by: undone.by, undone_at: at(undone.at) })
    .where('id', '=', id)
    .execute()
}

/**
 * Locks participants until the transaction ends. Whoever stores a post of somebody holds theirs, so no post of them comes
 * in meanwhile.
 */
export async function lockParticipants(db: Db, ids: number[]): Promise<void> {
  await sql`select from participant where id = any(${ids}::bigint[]) order by provider, provider_id for update`.execute(
    db,
  )
}

/** Whether a participant has an entry in a contest, by an account of their own. */
export async function tookPart(db: Db, contestId: number, participantId: number): Promise<boolean> {
  const { rows } = await sql`
    select from entry join post on post.id = entry.post_id
    where post.participant_id = ${participantId} and entry.contest_id = ${contestId} limit 1`.execute(db)
  return rows.length > 0
}

/** The posts of some participants that have entries in contests of a brand. */
export async function listPostsEntered(db: Db, brandId: number, participantIds: number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select post.id from post
    where participant_id = any(${participantIds}::bigint[]) and exists (
      select from entry join contest on contest.id = entry.contest_id
      where entry.post_id = post.id and contest.brand_id = ${brandId})
    order by id`.execute(db)
  return rows.map((row) => row.id)
}

/** A list that is frozen and not drawn yet, and in which somebody has a line. */
export interface FrozenLine {
  slug: string
  drawAt: Instant
}

/** The first draw of a brand whose list is frozen, still to be drawn, and names one of these participants. */
export async function findFrozenLine(
  db: Db,
  brandId: number,
  participantIds: number[],
): Promise<FrozenLine | null> {
  const { rows } = await sql<FrozenLine>`
    select contest.slug, draw.draw_at as "drawAt" from draw
    join contest on contest.id = draw.contest_id
    where contest.brand_id = ${brandId} and draw.state = 'committed' and exists (
      select from draw_entrant
      where draw_entrant.draw_id = draw.id and draw_entrant.participant_id = any(${participantIds}::bigint[]))
    order by draw.id limit 1`.execute(db)
  return rows[0] ?? null
}

function selectStanding(db: Db, brandId: number) {
  return db
    .selectFrom('participant_merge')
    .select(['id', 'brand_id', 'participant_id', 'into_id', 'reason', 'merged_by', 'merged_at'])
    .where('brand_id', '=', brandId)
    .where('undone_at', 'is', null)
}

function toMerge(
  row: Omit<Selectable<ParticipantMergeTable>, 'undone_reason' | 'undone_by' | 'undone_at'>,
): Merge {
  return {
    id: row.id,
    brandId: row.brand_id,
    participantId: row.participant_id,
    intoId: row.into_id,
    reason: row.reason,
    mergedBy: row.merged_by,
    mergedAt: row.merged_at,
  }
}
