import { type Kysely, sql } from 'kysely'

/** A stream tells of a deletion by the name that its own server has for a post. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index post_sighting_ref on post_sighting (source_id, ref)`.execute(db)
  await sql`comment on index post_sighting_ref is 'listReferred: a post by what one source calls it'`.execute(
    db,
  )
}
