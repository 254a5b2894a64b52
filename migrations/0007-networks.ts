import { type Kysely, sql } from 'kysely'

/**
 * What more networks than one kind need: what a source remembers, what was sent to it, stretches of time that were missed,
 * warnings, other names of one post, and what a post says beside its caption.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table post
      add column title text,
      add column licence text,
      add column hints text[] not null default '{}',
      add column identified_by text,
      add constraint post_identified_known check (identified_by in ('api', 'mention', 'photo_tag', 'claim', 'moderator'))`.execute(
    db,
  )
  await sql`comment on column post.hints is 'what its author asks of whoever shows it: no_index, no_strangers'`.execute(
    db,
  )
  await sql`comment on column post.identified_by is 'how its author became known, where that is not how posts are read'`.execute(
    db,
  )

  await sql`alter table post_sighting add column hash text`.execute(db)
  await sql`comment on column post_sighting.hash is 'the wording this source showed last, where the network tells no time of an edit'`.execute(
    db,
  )

  await sql`
    create table post_alias (
      network text not null,
      alias text not null,
      post_id bigint not null,
      constraint post_alias_pk primary key (network, alias),
      constraint post_alias_post_fk foreign key (post_id) references post (id) on delete cascade
    )`.execute(db)
  await sql`comment on table post_alias is 'other identities that a network gives one post, depending on the way it is read'`.execute(
    db,
  )
  await sql`create index post_alias_post on post_alias (post_id)`.execute(db)
  await sql`comment on index post_alias_post is 'foreign key: the other names of one post'`.execute(db)

  await sql`alter table collect_run add column way text not null default 'poll',
    add constraint collect_run_way_known check (way in ('poll', 'stream', 'fill', 'delivery'))`.execute(db)

  await sql`
    create table source_memory (
      source_id bigint not null,
      key text not null,
      value bytea not null,
      updated_at timestamptz(3) not null,
      constraint source_memory_pk primary key (source_id, key),
      constraint source_memory_source_fk foreign key (source_id) references source (id) on delete cascade
    )`.execute(db)
  await sql`comment on column source_memory.value is 'sealed JSON: it may hold tokens'`.execute(db)

  await sql`
    create table source_gap (
      id bigint generated always as identity,
      source_id bigint not null,
      gap_from timestamptz(3) not null,
      gap_until timestamptz(3) not null,
      why text not null,
      noticed_at timestamptz(3) not null,
      filled_at timestamptz(3),
      filled_how text,
      constraint source_gap_pk primary key (id),
      constraint source_gap_once unique (source_id, gap_from, gap_until),
      constraint source_gap_source_fk foreign key (source_id) references source (id) on delete cascade,
      constraint source_gap_order check (gap_from < gap_until)
    )`.execute(db)
  await sql`comment on table source_gap is 'stretches of time whose posts the usual way of reading could not bring'`.execute(
    db,
  )
  await sql`create index source_gap_open on source_gap (source_id, gap_from) where filled_at is null`.execute(
    db,
  )
  await sql`comment on index source_gap_open is 'listOpenGaps: what is still to be filled'`.execute(db)

  await sql`
    create table source_alert (
      id bigint generated always as identity,
      source_id bigint not null,
      code text not null,
      message text not null,
      raised_at timestamptz(3) not null,
      cleared_at timestamptz(3),
      constraint source_alert_pk primary key (id),
      constraint source_alert_source_fk foreign key (source_id) references source (id) on delete cascade,
      constraint source_alert_code_known check (code in ('needs_attention', 'expires', 'silent', 'budget'))
    )`.execute(db)
  await sql`create unique index source_alert_standing on source_alert (source_id, code) where cleared_at is null`.execute(
    db,
  )
  await sql`comment on index source_alert_standing is 'raiseAlert: one of a kind stands at a time; listAlerts'`.execute(
    db,
  )

  await sql`
    create table source_delivery (
      id bigint generated always as identity,
      source_id bigint not null,
      key text not null,
      payload jsonb not null,
      received_at timestamptz(3) not null,
      taken_at timestamptz(3),
      error text,
      constraint source_delivery_pk primary key (id),
      constraint source_delivery_once unique (source_id, key),
      constraint source_delivery_source_fk foreign key (source_id) references source (id) on delete cascade
    )`.execute(db)
  await sql`comment on table source_delivery is 'what networks sent by themselves, kept until it was taken in and then seven days, so that a redelivery is known'`.execute(
    db,
  )
  await sql`create index source_delivery_waiting on source_delivery (id) where taken_at is null`.execute(db)
  await sql`comment on index source_delivery_waiting is 'listWaitingDeliveries: those not taken in yet'`.execute(
    db,
  )
}
