import { type Kysely, sql } from 'kysely'

/**
 * The public numbers of a contest, kept by the statements that change which entries are public: no page counts a crowd.
 * Whoever changes that holds the contest's lock, so what is counted here stands still.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table contest
      add column entries integer not null default 0,
      add column people integer not null default 0`.execute(db)
  await sql`comment on column contest.entries is 'public entries; kept by the triggers of entry'`.execute(db)
  await sql`comment on column contest.people is 'participants with a public entry; kept by the triggers of entry'`.execute(
    db,
  )
  await sql`
    update contest set (entries, people) = (
      select count(*), count(distinct participant_id) from entry
      where contest_id = contest.id and state = 'approved' and verdict <> 'fails')`.execute(db)

  // A person stood there before when they have more entries now than this statement gave them.
  await sql`
    create function keep_crowd() returns trigger language plpgsql as $$
    declare
      contests bigint[];
      persons bigint[];
      changes integer[];
    begin
      if tg_op = 'INSERT' then
        select array_agg(contest_id), array_agg(participant_id), array_agg(1) into contests, persons, changes
          from made where state = 'approved' and verdict <> 'fails';
      elsif tg_op = 'DELETE' then
        select array_agg(contest_id), array_agg(participant_id), array_agg(-1) into contests, persons, changes
          from gone where state = 'approved' and verdict <> 'fails';
      else
        select array_agg(contest_id), array_agg(participant_id), array_agg(change) into contests, persons, changes
          from (select *, 1 as change from made union all select *, -1 from gone) as moved
          where state = 'approved' and verdict <> 'fails';
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
            where participant_id = any(persons) and state = 'approved' and verdict <> 'fails'
            group by contest_id, participant_id
          ) as standing using (contest_id, person)
          group by contest_id
        ) as crowd
        where contest.id = crowd.contest_id and (crowd.entries <> 0 or crowd.people <> 0);
      return null;
    end $$`.execute(db)
  await sql`
    create trigger entry_made after insert on entry
      referencing new table as made for each statement execute function keep_crowd()`.execute(db)
  await sql`
    create trigger entry_changed after update on entry
      referencing new table as made old table as gone for each statement execute function keep_crowd()`.execute(
    db,
  )
  await sql`
    create trigger entry_gone after delete on entry
      referencing old table as gone for each statement execute function keep_crowd()`.execute(db)
}
