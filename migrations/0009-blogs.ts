import { type Kysely, sql } from 'kysely'

/** The room: entries beside the catalogue, pages of the open web that say they link to a contest, and imported ones. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table entry add column room boolean not null default false`.execute(db)
  await sql`comment on column entry.room is 'read in the room: never in a draw, in odds, or on a page of the catalogue'`.execute(
    db,
  )
  await sql`
    create index entry_room on entry (contest_id, posted_at desc, id desc)
    where room and state = 'approved' and verdict <> 'fails'`.execute(db)
  await sql`comment on index entry_room is 'listPublicEntries of the room: blog posts, newest first'`.execute(
    db,
  )
  await sql`
    create index entry_room_item on entry (item_id, posted_at desc, id desc)
    where room and state = 'approved' and verdict <> 'fails'`.execute(db)
  await sql`comment on index entry_room_item is 'listPublicEntries of the room, of one item'`.execute(db)
  await countPhotosAlone(db)

  await sql`
    create table webmention (
      id bigint generated always as identity,
      token text not null,
      contest_id bigint not null,
      item_id bigint,
      source text not null,
      target text not null,
      state text not null,
      why text,
      post_id bigint,
      post_hash text,
      attempts integer not null default 0,
      received_at timestamptz(3) not null,
      verified_at timestamptz(3),
      missing_since timestamptz(3),
      next_at timestamptz(3),
      constraint webmention_pk primary key (id),
      constraint webmention_token_unique unique (token),
      constraint webmention_once unique (source, target),
      constraint webmention_contest_fk foreign key (contest_id) references contest (id) on delete cascade,
      constraint webmention_item_fk foreign key (item_id) references item (id),
      constraint webmention_post_fk foreign key (post_id) references post (id) on delete set null,
      constraint webmention_state_known check (state in ('waiting', 'accepted', 'refused')),
      constraint webmention_refused_has_why check (state <> 'refused' or why is not null)
    )`.execute(db)
  await sql`comment on table webmention is 'pages that told us they link to a page of a contest, and what became of it'`.execute(
    db,
  )
  await sql`comment on column webmention.token is 'names the page that tells its sender how it stands'`.execute(
    db,
  )
  await sql`comment on column webmention.post_hash is 'the wording read last, to tell edits by'`.execute(db)
  await sql`comment on column webmention.missing_since is 'when the page was first found gone or without the link; null while it stands'`.execute(
    db,
  )
  await sql`create index webmention_due on webmention (next_at) where next_at is not null`.execute(db)
  await sql`comment on index webmention_due is 'listMentionsDue: what is to be looked at (again)'`.execute(db)
  await sql`create index webmention_post on webmention (post_id)`.execute(db)
  await sql`comment on index webmention_post is 'readEvidence: which contests a post links to; foreign key'`.execute(
    db,
  )
  await sql`create index webmention_contest on webmention (contest_id) where state = 'waiting'`.execute(db)
  await sql`comment on index webmention_contest is 'countWaitingMentions: how many of a contest wait'`.execute(
    db,
  )

  await sql`
    create table imported_post (
      contest_id bigint not null,
      post_id bigint not null,
      item_id bigint,
      imported_by text not null,
      imported_at timestamptz(3) not null,
      constraint imported_post_pk primary key (post_id, contest_id),
      constraint imported_post_contest_fk foreign key (contest_id) references contest (id) on delete cascade,
      constraint imported_post_post_fk foreign key (post_id) references post (id) on delete cascade,
      constraint imported_post_item_fk foreign key (item_id) references item (id)
    )`.execute(db)
  await sql`comment on table imported_post is 'pages that a manager brought into the room of a contest by hand'`.execute(
    db,
  )
  await sql`comment on column imported_post.imported_by is 'a user of the console'`.execute(db)
}

/** Entries of the room are not part of the crowd that is counted on the cover. */
async function countPhotosAlone(db: Kysely<unknown>): Promise<void> {
  await sql`
    create or replace function keep_crowd() returns trigger language plpgsql as $$
    declare
      contests bigint[];
      persons bigint[];
      changes integer[];
    begin
      if tg_op = 'INSERT' then
        select array_agg(contest_id), array_agg(participant_id), array_agg(1) into contests, persons, changes
          from made where state = 'approved' and verdict <> 'fails' and not room;
      elsif tg_op = 'DELETE' then
        select array_agg(contest_id), array_agg(participant_id), array_agg(-1) into contests, persons, changes
          from gone where state = 'approved' and verdict <> 'fails' and not room;
      else
        select array_agg(contest_id), array_agg(participant_id), array_agg(change) into contests, persons, changes
          from (select *, 1 as change from made union all select *, -1 from gone) as moved
          where state = 'approved' and verdict <> 'fails' and not room;
      end if;
      if contests is null then
        return null;
      end if;
      update contest set entries = contest.entries + crowd.entries, people = contest.people + crowd.people
        from (
          select contest_id, sum(change) as entries,
            coalesce(sum(sign(coalesce(stands, 0)) - sign(coalesce(stands, 0) - change)) filter (where person is not null), 0)
              as people
          from (
            select contest_id, person, sum(change) as change
            from unnest(contests, persons, changes) as moved (contest_id, person, change)
            group by contest_id, person
          ) as moved
          left join (
            select contest_id, participant_id as person, count(*) as stands from entry
            where participant_id = any(persons) and state = 'approved' and verdict <> 'fails' and not room
            group by contest_id, participant_id
          ) as standing using (contest_id, person)
          group by contest_id
        ) as crowd
        where contest.id = crowd.contest_id and (crowd.entries <> 0 or crowd.people <> 0);
      return null;
    end $$`.execute(db)
}
