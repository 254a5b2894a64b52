import { type Selectable, sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'
import type { MediaTable } from './schema/catalogue-tables.ts'

/** A picture that was read, checked and rendered. `id`: SHA-256 of the bytes as received. */
export interface Media {
  id: string
  format: string
  width: number
  height: number
  bytes: number
  frames: number
  thumbhash: Uint8Array
  colour: string
}

/** Takes away what nothing shows any more and was made before; answers how many. Their files are orphans then. */
export async function removeUnusedMedia(db: Db, before: Instant): Promise<number> {
  const { rows } = await sql<{ removed: number }>`
    with gone as (
      delete from media where created_at < ${at(before)}
        and not exists (select from picture where picture.media_id = media.id)
        and not exists (select from entry where entry.media_id = media.id)
        and not exists (select from item where item.media_id = media.id)
      returning 1)
    select count(*) as removed from gone`.execute(db)
  return rows[0]?.removed ?? 0
}

/** Twice is harmless: the same bytes give the same renditions. */
export async function insertMedia(db: Db, media: Media, now: Instant): Promise<void> {
  await db
    .insertInto('media')
    .values({ ...media, thumbhash: Buffer.from(media.thumbhash), created_at: at(now) })
    .onConflict((oc) => oc.doNothing())
    .execute()
}

export async function readMedia(db: Db, ids: string[]): Promise<Map<string, Media>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('media')
    .select(['id', 'format', 'width', 'height', 'bytes', 'frames', 'thumbhash', 'colour'])
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::text[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, toMedia(row)]))
}

/** Which of these ids have no row. */
export async function listUnknownMedia(db: Db, ids: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from unnest(${ids}::text[]) as given (id)
    where not exists (select from media where media.id = given.id)`.execute(db)
  return rows.map((row) => row.id)
}

/** Pictures without a fingerprint yet. */
export async function listUnprinted(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('media')
    .select('id')
    .where('fingerprint_tried_at', 'is', null)
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** `print` null: the picture gives no perceptual verdict. */
export async function saveFingerprint(
  db: Db,
  id: string,
  print: { hashes: Uint8Array; quality: number } | null,
  now: Instant,
): Promise<void> {
  await db
    .updateTable('media')
    .set({
      fingerprint: print ? Buffer.from(print.hashes) : null,
      fingerprint_quality: print?.quality ?? null,
      fingerprint_tried_at: at(now),
    })
    .where('id', '=', id)
    .execute()
}

/** Fingerprints of all pictures of one contest's posts that are good enough to compare, but for the given picture's own. */
export async function listFingerprints(
  db: Db,
  contestId: number,
  without: string,
  leastQuality: number,
): Promise<{ id: string; hashes: Buffer; quality: number }[]> {
  const { rows } = await sql<{ id: string; hashes: Buffer; quality: number }>`
    select id, fingerprint as hashes, fingerprint_quality as quality from media
    where fingerprint_quality >= ${leastQuality} and id <> ${without}
      and exists (select from picture join entry on entry.post_id = picture.post_id
        where picture.media_id = media.id and entry.contest_id = ${contestId})`.execute(db)
  return rows
}

export async function storeLikenesses(
  db: Db,
  pairs: { mediaId: string; otherId: string; distance: number }[],
): Promise<void> {
  if (pairs.length === 0) return
  await db
    .insertInto('likeness')
    .values(
      pairs.map(({ mediaId, otherId, distance }) =>
        mediaId < otherId
          ? { media_id: mediaId, other_id: otherId, distance }
          : { media_id: otherId, other_id: mediaId, distance },
      ),
    )
    .onConflict((oc) => oc.doNothing())
    .execute()
}

/** The contests in which a post has this picture. */
export async function listContestsShowing(db: Db, mediaId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('picture')
    .innerJoin('entry', 'entry.post_id', 'picture.post_id')
    .select('entry.contest_id')
    .distinct()
    .where('picture.media_id', '=', mediaId)
    .execute()
  return rows.map((row) => row.contest_id)
}

type MediaRow = Omit<
  Selectable<MediaTable>,
  'created_at' | 'fingerprint' | 'fingerprint_quality' | 'fingerprint_tried_at'
>

function toMedia(row: MediaRow): Media {
  return {
    id: row.id,
    format: row.format,
    width: row.width,
    height: row.height,
    bytes: row.bytes,
    frames: row.frames,
    thumbhash: row.thumbhash,
    colour: row.colour,
  }
}
