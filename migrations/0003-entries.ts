import { type Kysely, sql } from 'kysely'

/** Entries with every check, what people decided about them, reports, direct uploads and the mail that leaves. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table entry (
      id bigint generated always as identity,
      contest_id bigint not null,
      post_id bigint not null,
      item_id bigint,
      named_item_id bigint,
      suggested bigint[] not null,
      participant_id bigint,
      verdict text not null,
      state text not null,
      checks jsonb not null,
      accepted text[] not null,
      basis text,
      posted_at timestamptz(3) not null,
      post_hash text not null,
      media_id text,
      reject_code text,
      reject_text text,
      withdrawn_by text,
      withdrawn_from text,
      decided_at timestamptz(3),
      created_at timestamptz(3) not null,
      updated_at timestamptz(3) not null,
      constraint entry_pk primary key (id),
      constraint entry_unique unique nulls not distinct (post_id, contest_id, item_id),
      constraint entry_contest_fk foreign key (contest_id) references contest (id) on delete cascade,
      constraint entry_post_fk foreign key (post_id) references post (id) on delete cascade,
      constraint entry_item_fk foreign key (item_id) references item (id),
      constraint entry_participant_fk foreign key (participant_id) references participant (id),
      constraint entry_media_fk foreign key (media_id) references media (id),
      constraint entry_verdict_known check (verdict in ('counts', 'review', 'fails')),
      constraint entry_state_known check (state in ('waiting', 'approved', 'rejected', 'withdrawn', 'erased')),
      constraint entry_basis_known check (basis in ('rules', 'licence', 'grant')),
      constraint entry_named_item_fk foreign key (named_item_id) references item (id),
      constraint entry_rejected_has_code check (state <> 'rejected' or reject_code is not null),
      constraint entry_withdrawn_whole check (
        (state = 'withdrawn') = (withdrawn_by is not null) and (withdrawn_by is null) = (withdrawn_from is null)),
      constraint entry_withdrawn_by_known check (withdrawn_by in ('participant', 'source')),
      constraint entry_withdrawn_from_known check (withdrawn_from in ('waiting', 'approved', 'rejected'))
    )`.execute(db)
  await sql`comment on column entry.named_item_id is 'the item the post named; where item_id differs, a person set it'`.execute(
    db,
  )
  await sql`comment on column entry.accepted is 'codes of review checks that a person decided in the entry''s favour'`.execute(
    db,
  )
  await sql`comment on column entry.media_id is 'the first readable picture of the post'`.execute(db)
  await sql`comment on column entry.post_hash is 'names the wording and the pictures that were judged: another name has to be looked at again'`.execute(
    db,
  )
  await sql`comment on index entry_unique is 'listEntriesOfPosts too: judging a post again'`.execute(db)
  await sql`
    create index entry_public on entry (contest_id, posted_at desc, id desc)
    where state = 'approved' and verdict <> 'fails'`.execute(db)
  await sql`comment on index entry_public is 'listPublicEntries: newest first, a whole contest'`.execute(db)
  await sql`
    create index entry_public_item on entry (item_id, posted_at desc, id desc)
    where state = 'approved' and verdict <> 'fails'`.execute(db)
  await sql`comment on index entry_public_item is 'listPublicEntries of one item; refreshItems'`.execute(db)
  await sql`
    create index entry_waiting on entry (contest_id, posted_at, id)
    where state = 'waiting' or (state = 'approved' and verdict = 'review')`.execute(db)
  await sql`comment on index entry_waiting is 'listQueue: what waits for a person, oldest first'`.execute(db)
  await sql`
    create index entry_counting on entry (contest_id, item_id, participant_id, posted_at)
    where state = 'approved' and verdict = 'counts'`.execute(db)
  await sql`comment on index entry_counting is 'listCounting: tickets of a draw and odds of an item'`.execute(
    db,
  )
  await sql`create index entry_participant on entry (participant_id, contest_id)`.execute(db)
  await sql`comment on index entry_participant is 'listCountingOf: all entries of one participant, for caps and for my entries'`.execute(
    db,
  )
  await sql`create index entry_media on entry (media_id)`.execute(db)
  await sql`comment on index entry_media is 'removeUnusedMedia: whether an entry shows a picture'`.execute(db)
  await sql`
    alter table item add constraint item_cover_entry_fk
      foreign key (cover_entry_id) references entry (id) on delete set null`.execute(db)

  await sql`
    create table decision (
      id bigint generated always as identity,
      entry_id bigint not null,
      action text not null,
      code text,
      text text,
      item_id bigint,
      from_state text not null,
      to_state text not null,
      decided_by text,
      decided_at timestamptz(3) not null,
      constraint decision_pk primary key (id),
      constraint decision_entry_fk foreign key (entry_id) references entry (id) on delete cascade,
      constraint decision_item_fk foreign key (item_id) references item (id)
    )`.execute(db)
  await sql`comment on column decision.decided_by is 'a user of the console; null where a rule or the source decided'`.execute(
    db,
  )
  await sql`create index decision_entry on decision (entry_id, id)`.execute(db)
  await sql`comment on index decision_entry is 'foreign key: the history of an entry'`.execute(db)

  await sql`
    create table likeness (
      media_id text not null,
      other_id text not null,
      distance integer not null,
      constraint likeness_pk primary key (media_id, other_id),
      constraint likeness_media_fk foreign key (media_id) references media (id) on delete cascade,
      constraint likeness_other_fk foreign key (other_id) references media (id) on delete cascade,
      constraint likeness_ordered check (media_id < other_id)
    )`.execute(db)
  await sql`create index likeness_other on likeness (other_id)`.execute(db)
  await sql`comment on index likeness_other is 'listQueue: the pairs in which a picture stands second'`.execute(
    db,
  )

  await sql`
    create table report (
      id bigint generated always as identity,
      entry_id bigint not null,
      reason text not null,
      text text not null,
      reporter text not null,
      reported_at timestamptz(3) not null,
      closed_at timestamptz(3),
      constraint report_pk primary key (id),
      constraint report_entry_fk foreign key (entry_id) references entry (id) on delete cascade,
      constraint report_reason_known check (reason in ('mine', 'copied', 'not_the_item', 'offensive', 'advertising', 'other')),
      constraint report_once unique (entry_id, reporter)
    )`.execute(db)
  await sql`comment on column report.reporter is 'keyed hash of the address and the day: tells repeats apart, names nobody'`.execute(
    db,
  )
  await sql`create index report_open on report (entry_id) where closed_at is null`.execute(db)
  await sql`comment on index report_open is 'listQueue: entries with an open report'`.execute(db)

  await sql`
    create table upload (
      post_id bigint not null,
      contest_id bigint not null,
      item_id bigint not null,
      receipt_hash text not null,
      confirm_hash text not null,
      address bytea not null,
      name bytea not null,
      confirmed_at timestamptz(3),
      created_at timestamptz(3) not null,
      constraint upload_pk primary key (post_id),
      constraint upload_post_fk foreign key (post_id) references post (id) on delete cascade,
      constraint upload_contest_fk foreign key (contest_id) references contest (id) on delete cascade,
      constraint upload_item_fk foreign key (item_id) references item (id),
      constraint upload_receipt_unique unique (receipt_hash),
      constraint upload_confirm_unique unique (confirm_hash)
    )`.execute(db)
  await sql`comment on table upload is 'address and name are sealed: before confirmation they are a stranger''s claim'`.execute(
    db,
  )

  await sql`
    create table mail (
      id bigint generated always as identity,
      brand_id bigint not null,
      key text not null,
      message bytea not null,
      state text not null,
      attempts integer not null default 0,
      error text,
      created_at timestamptz(3) not null,
      sent_at timestamptz(3),
      constraint mail_pk primary key (id),
      constraint mail_key_unique unique (key),
      constraint mail_brand_fk foreign key (brand_id) references brand (id),
      constraint mail_state_known check (state in ('waiting', 'sent', 'failed'))
    )`.execute(db)
  await sql`comment on column mail.message is 'sealed JSON of address, subject and text: it may hold confirmation links'`.execute(
    db,
  )
  await sql`comment on column mail.key is 'what the mail is about: the same news is written once'`.execute(db)
  await sql`create index mail_waiting on mail (id) where state = 'waiting'`.execute(db)
  await sql`comment on index mail_waiting is 'listWaitingMail: what is to be sent'`.execute(db)
  await sql`create index mail_brand on mail (brand_id, id desc)`.execute(db)
  await sql`comment on index mail_brand is 'listMail: the outbox of those who manage a brand, newest first'`.execute(
    db,
  )
}
