import { type Kysely, sql } from 'kysely'

/** Sources and what was read from them: runs, positions, participants, posts with every wording, pictures. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table source (
      id bigint generated always as identity,
      brand_id bigint not null,
      kind text not null,
      name text not null,
      settings bytea not null,
      state text not null,
      failures integer not null,
      wait_until timestamptz(3),
      last_ok_at timestamptz(3),
      last_error text,
      created_at timestamptz(3) not null,
      constraint source_pk primary key (id),
      constraint source_brand_fk foreign key (brand_id) references brand (id),
      constraint source_name_unique unique (brand_id, name),
      constraint source_state_known check (state in ('active', 'paused', 'needs_attention')),
      constraint source_failures_range check (failures >= 0)
    )`.execute(db)
  await sql`comment on column source.settings is 'sealed JSON: it may hold tokens'`.execute(db)

  await sql`
    create table contest_source (
      contest_id bigint not null,
      source_id bigint not null,
      caught_up_at timestamptz(3),
      constraint contest_source_pk primary key (contest_id, source_id),
      constraint contest_source_contest_fk foreign key (contest_id) references contest (id) on delete cascade,
      constraint contest_source_source_fk foreign key (source_id) references source (id) on delete cascade
    )`.execute(db)
  await sql`comment on column contest_source.caught_up_at is 'when the posts that the source had brought before were judged for the contest; null: still to be done'`.execute(
    db,
  )
  await sql`create index contest_source_source on contest_source (source_id)`.execute(db)
  await sql`comment on index contest_source_source is 'listFollowers: the contests that follow one source'`.execute(
    db,
  )

  await sql`
    create table source_position (
      source_id bigint not null,
      target text not null,
      cursor text not null,
      reads_from timestamptz(3) not null,
      complete_until timestamptz(3),
      updated_at timestamptz(3) not null,
      constraint source_position_pk primary key (source_id, target),
      constraint source_position_source_fk foreign key (source_id) references source (id) on delete cascade
    )`.execute(db)

  await sql`comment on column source_position.reads_from is 'posts made before were not taken: a contest that asks for earlier ones has the source read anew'`.execute(
    db,
  )

  await sql`
    create table collect_run (
      id bigint generated always as identity,
      source_id bigint not null,
      target text not null,
      started_at timestamptz(3) not null,
      ended_at timestamptz(3),
      outcome text not null,
      pages integer not null default 0,
      seen integer not null default 0,
      stored integer not null default 0,
      changed integer not null default 0,
      withdrawn integer not null default 0,
      skipped integer not null default 0,
      samples jsonb not null default '[]',
      error text,
      constraint collect_run_pk primary key (id),
      constraint collect_run_source_fk foreign key (source_id) references source (id) on delete cascade,
      constraint collect_run_outcome_known check (outcome in ('running', 'ok', 'failed'))
    )`.execute(db)
  await sql`create index collect_run_newest on collect_run (source_id, id desc)`.execute(db)
  await sql`comment on index collect_run_newest is 'listRuns: the newest runs of a source'`.execute(db)
  await sql`create index collect_run_running on collect_run (source_id) where outcome = 'running'`.execute(db)
  await sql`comment on index collect_run_running is 'insertRun: runs that broke off'`.execute(db)

  await sql`
    create table participant (
      id bigint generated always as identity,
      provider text not null,
      provider_id text not null,
      handle text not null,
      name text not null,
      url text,
      account_since timestamptz(3),
      first_seen_at timestamptz(3) not null,
      constraint participant_pk primary key (id),
      constraint participant_key_unique unique (provider, provider_id),
      constraint participant_provider_form check (provider ~ '^[a-z0-9-]{1,32}$')
    )`.execute(db)

  await sql`
    create table post (
      id bigint generated always as identity,
      network text not null,
      network_id text not null,
      url text,
      participant_id bigint,
      text text not null,
      tags text[],
      mentions text[] not null,
      language text,
      sensitive boolean not null,
      posted_at timestamptz(3) not null,
      edited_at timestamptz(3),
      first_seen_at timestamptz(3) not null,
      seen_at timestamptz(3) not null,
      hash text not null,
      raw jsonb not null,
      checked_at timestamptz(3) not null,
      gone_since timestamptz(3),
      gone_at timestamptz(3),
      gone_why text,
      gone_for_good boolean not null default false,
      constraint post_pk primary key (id),
      constraint post_network_id_unique unique (network_id, network),
      constraint post_participant_fk foreign key (participant_id) references participant (id),
      constraint post_gone_whole check ((gone_at is null) = (gone_why is null)),
      constraint post_gone_known check (gone_why in ('deleted', 'private', 'account_gone')),
      constraint post_gone_for_good_is_gone check (gone_at is not null or not gone_for_good)
    )`.execute(db)
  await sql`comment on column post.gone_since is 'first definite answer that the post is gone; a second one at least 10 minutes later sets gone_at'`.execute(
    db,
  )
  await sql`comment on column post.gone_for_good is 'the network itself said that it was deleted: no later reading brings it back'`.execute(
    db,
  )
  await sql`comment on column post.checked_at is 'when its source was last asked about it, or showed it for the first time'`.execute(
    db,
  )
  await sql`comment on index post_network_id_unique is 'findPostByUrl too: on the fediverse the id is an address'`.execute(
    db,
  )
  await sql`create index post_participant on post (participant_id)`.execute(db)
  await sql`comment on index post_participant is 'foreign key: the posts of one participant'`.execute(db)
  await sql`create index post_due on post (checked_at) where not gone_for_good`.execute(db)
  await sql`comment on index post_due is 'listPostsDue: posts whose re-check at their source is due, longest first'`.execute(
    db,
  )
  await sql`create index post_unsure on post (checked_at) where gone_since is not null and gone_at is null`.execute(
    db,
  )
  await sql`comment on index post_unsure is 'listPostsDue: posts that seemed gone once and are asked about again'`.execute(
    db,
  )
  await sql`create index post_url on post (url)`.execute(db)
  await sql`comment on index post_url is 'findPostByUrl: my entries by post link'`.execute(db)

  await sql`
    create table post_sighting (
      post_id bigint not null,
      source_id bigint not null,
      ref text not null,
      seen_at timestamptz(3) not null,
      constraint post_sighting_pk primary key (post_id, source_id),
      constraint post_sighting_post_fk foreign key (post_id) references post (id) on delete cascade,
      constraint post_sighting_source_fk foreign key (source_id) references source (id) on delete cascade
    )`.execute(db)
  await sql`comment on column post_sighting.ref is 'what this source calls the post, to ask for it again'`.execute(
    db,
  )

  await sql`
    create table post_version (
      post_id bigint not null,
      hash text not null,
      text text not null,
      tags text[],
      mentions text[] not null,
      written_at timestamptz(3) not null,
      seen_at timestamptz(3) not null,
      constraint post_version_pk primary key (post_id, hash, written_at),
      constraint post_version_post_fk foreign key (post_id) references post (id) on delete cascade
    )`.execute(db)

  await sql`
    create table picture (
      id bigint generated always as identity,
      post_id bigint not null,
      position integer not null,
      kind text not null,
      url text,
      poster text,
      alt text,
      state text not null,
      why text,
      media_id text,
      attempts integer not null default 0,
      constraint picture_pk primary key (id),
      constraint picture_position_unique unique (post_id, position),
      constraint picture_post_fk foreign key (post_id) references post (id) on delete cascade,
      constraint picture_media_fk foreign key (media_id) references media (id),
      constraint picture_kind_known check (kind in ('image', 'animation', 'video')),
      constraint picture_state_known check (state in ('pending', 'ready', 'broken', 'withheld')),
      constraint picture_ready_has_media check ((state = 'ready') = (media_id is not null))
    )`.execute(db)
  await sql`create index picture_pending on picture (id) where state = 'pending'`.execute(db)
  await sql`comment on index picture_pending is 'listPendingPictures: those whose job was lost'`.execute(db)
  await sql`create index picture_media on picture (media_id)`.execute(db)
  await sql`comment on index picture_media is 'listEarlierSame, listPostsShowing: who else posted these bytes; removeUnusedMedia'`.execute(
    db,
  )
}
