import { type Kysely, sql } from 'kysely'

/** What a post looks like is kept by the way it was read: one network may word it differently each way. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table post_shown (
      post_id bigint not null,
      source_id bigint not null,
      via text not null,
      hash text not null,
      constraint post_shown_pk primary key (post_id, source_id, via),
      constraint post_shown_post_fk foreign key (post_id) references post (id) on delete cascade,
      constraint post_shown_source_fk foreign key (source_id) references source (id) on delete cascade
    )`.execute(db)
  await sql`comment on table post_shown is 'the wording that each way of a source showed last, where the network tells no time of an edit'`.execute(
    db,
  )
  await sql`comment on column post_shown.via is 'empty where the source has one way'`.execute(db)
  await sql`
    insert into post_shown (post_id, source_id, via, hash)
    select post_id, source_id, '', hash from post_sighting where hash is not null`.execute(db)
  await sql`alter table post_sighting drop column hash`.execute(db)

  await sql`alter table picture add column lost boolean not null default false`.execute(db)
  await sql`comment on column picture.lost is 'it broke because nothing was at its address: another address of it is fetched'`.execute(
    db,
  )

  await sql`alter table source add column refused_deliveries integer not null default 0`.execute(db)
  await sql`comment on column source.refused_deliveries is 'what was sent to it without a good signature'`.execute(
    db,
  )
}
