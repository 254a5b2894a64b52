import { type Kysely, sql } from 'kysely'

/** What staff of a brand know of people with several accounts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table participant_merge (
      id bigint generated always as identity,
      brand_id bigint not null,
      participant_id bigint not null,
      into_id bigint not null,
      reason text not null,
      merged_by text not null,
      merged_at timestamptz(3) not null,
      undone_reason text,
      undone_by text,
      undone_at timestamptz(3),
      constraint participant_merge_pk primary key (id),
      constraint participant_merge_brand_fk foreign key (brand_id) references brand (id) on delete cascade,
      constraint participant_merge_participant_fk foreign key (participant_id) references participant (id),
      constraint participant_merge_into_fk foreign key (into_id) references participant (id),
      constraint participant_merge_apart check (participant_id <> into_id),
      constraint participant_merge_undone_whole check (
        (undone_at is null) = (undone_by is null) and (undone_at is null) = (undone_reason is null))
    )`.execute(db)
  await sql`comment on table participant_merge is 'accounts that count as another one in the contests of a brand; never removed, so that it stays on record'`.execute(
    db,
  )
  await sql`comment on column participant_merge.merged_by is 'a user of the console'`.execute(db)
  await sql`
    create unique index participant_merge_standing on participant_merge (participant_id, brand_id)
    where undone_at is null`.execute(db)
  await sql`comment on index participant_merge_standing is 'readPersons: whom an account counts as; one person at a time'`.execute(
    db,
  )
  await sql`create index participant_merge_into on participant_merge (into_id, brand_id)`.execute(db)
  await sql`comment on index participant_merge_into is 'listMergedInto: the other accounts of a person'`.execute(
    db,
  )
}
