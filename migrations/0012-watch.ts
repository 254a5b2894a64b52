import { type Kysely, sql } from 'kysely'

/** What the watch over sources, the public log and the end of what was collected have to know. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table source
      add column active_since timestamptz(3),
      add column looked_after_at timestamptz(3)`.execute(db)
  await sql`comment on column source.active_since is 'when it was last set active by a person; null: since it was created'`.execute(
    db,
  )
  await sql`comment on column source.looked_after_at is 'when its warnings were last asked for'`.execute(db)

  await sql`
    create table source_pause (
      id bigint generated always as identity,
      source_id bigint not null,
      paused_at timestamptz(3) not null,
      resumed_at timestamptz(3),
      constraint source_pause_pk primary key (id),
      constraint source_pause_source_fk foreign key (source_id) references source (id) on delete cascade
    )`.execute(db)
  await sql`comment on table source_pause is 'when people paused a source, for the public log'`.execute(db)
  await sql`create unique index source_pause_standing on source_pause (source_id) where resumed_at is null`.execute(
    db,
  )
  await sql`comment on index source_pause_standing is 'beginPause, endPause: a source is paused once at a time'`.execute(
    db,
  )
  await sql`create index source_pause_log on source_pause (source_id, paused_at desc, id desc)`.execute(db)
  await sql`comment on index source_pause_log is 'listLogRows: pauses, newest first'`.execute(db)

  await sql`
    alter table collect_run
      add column fault text,
      add column reads integer not null default 1,
      add constraint collect_run_fault_known check (fault in
        ('unreachable', 'unreadable', 'refused', 'throttled', 'needs_attention', 'broke_off', 'other'))`.execute(
    db,
  )
  await sql`comment on column collect_run.fault is 'why it failed, in a word that everybody may read; null for runs that did not'`.execute(
    db,
  )
  await sql`comment on column collect_run.reads is 'how many reads in a row, which brought nothing new, this row stands for'`.execute(
    db,
  )
  await sql`create index collect_run_log on collect_run (source_id, started_at desc, id desc)`.execute(db)
  await sql`comment on index collect_run_log is 'listLogRows: reads, newest first'`.execute(db)

  await sql`alter table source_gap add column found integer, add column partial text`.execute(db)
  await sql`comment on column source_gap.found is 'posts that filling it brought; null while it is open'`.execute(
    db,
  )
  await sql`comment on column source_gap.partial is 'why filling it may still not have brought all; null where it did, or it is open'`.execute(
    db,
  )
  await sql`create index source_gap_log on source_gap (source_id, noticed_at desc, id desc)`.execute(db)
  await sql`comment on index source_gap_log is 'listGaps, listLogRows: newest first'`.execute(db)

  await sql`create index source_alert_log on source_alert (source_id, raised_at desc, id desc)`.execute(db)
  await sql`comment on index source_alert_log is 'listLogRows: alerts, newest first'`.execute(db)

  await sql`alter table contest add column respect_hints boolean not null default true`.execute(db)
  await sql`comment on column contest.respect_hints is 'whether what authors ask of whoever shows a post (post.hints) is kept to'`.execute(
    db,
  )

  await sql`alter table post add column forgotten_at timestamptz(3)`.execute(db)
  await sql`comment on column post.forgotten_at is 'when the words and pictures of a post that is gone were removed; hashes and times stay'`.execute(
    db,
  )
  await sql`create index post_to_forget on post (gone_at) where gone_at is not null and forgotten_at is null`.execute(
    db,
  )
  await sql`comment on index post_to_forget is 'listToForget: what is gone and still kept'`.execute(db)
}
