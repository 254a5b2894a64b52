import { type Kysely, sql } from 'kysely'

/** Keys of names that outlive the installation's key, and the word `sealed` on every column that is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table name_key (
      purpose text not null,
      key bytea not null,
      constraint name_key_pk primary key (purpose)
    )`.execute(db)
  await sql`comment on table name_key is 'what names are made with that stay when the key of the installation is changed'`.execute(
    db,
  )
  await sql`comment on column name_key.key is 'sealed: 32 bytes in hex'`.execute(db)
  await sql`comment on column contest.local_secret is 'sealed: what a local draw reveals'`.execute(db)
  await sql`comment on column upload.address is 'sealed: where the confirmation went'`.execute(db)
  await sql`comment on column upload.name is 'sealed: what the sender is called'`.execute(db)
  await sql`comment on column auth.kept.value is 'sealed, but for counters: ends with the key'`.execute(db)
}
