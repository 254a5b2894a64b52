import { type Kysely, sql } from 'kysely'

/** Draws: the frozen list, the commitment, who stands behind each line, and every revision of the record. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table draw (
      id bigint generated always as identity,
      contest_id bigint not null,
      number integer not null,
      kind text not null,
      state text not null,
      commit text not null,
      commit_hash text not null,
      entrants text not null,
      draw_at timestamptz(3) not null,
      secret bytea,
      frozen_by text,
      frozen_at timestamptz(3) not null,
      drawn_at timestamptz(3),
      error text,
      constraint draw_pk primary key (id),
      constraint draw_contest_fk foreign key (contest_id) references contest (id),
      constraint draw_number_unique unique (contest_id, number),
      constraint draw_number_positive check (number > 0),
      constraint draw_kind_known check (kind in ('local', 'drand')),
      constraint draw_state_known check (state in ('committed', 'drawn')),
      constraint draw_local_has_secret check ((kind = 'local') = (secret is not null))
    )`.execute(db)
  await sql`comment on column draw.commit is 'commit.json as published: canonical bytes'`.execute(db)
  await sql`comment on column draw.secret is 'sealed: the local secret, revealed by the record'`.execute(db)
  await sql`create index draw_due on draw (draw_at) where state = 'committed'`.execute(db)
  await sql`comment on index draw_due is 'listDrawsDue: draws whose time has come'`.execute(db)

  await sql`
    create table draw_entrant (
      draw_id bigint not null,
      pid text not null,
      participant_id bigint not null,
      salt bytea not null,
      line integer not null,
      constraint draw_entrant_pk primary key (draw_id, pid),
      constraint draw_entrant_participant_unique unique (draw_id, participant_id),
      constraint draw_entrant_draw_fk foreign key (draw_id) references draw (id) on delete cascade,
      constraint draw_entrant_participant_fk foreign key (participant_id) references participant (id)
    )`.execute(db)
  await sql`comment on column draw_entrant.salt is 'sealed: whoever has it can tie the line to the person'`.execute(
    db,
  )
  await sql`create index draw_entrant_participant on draw_entrant (participant_id)`.execute(db)
  await sql`comment on index draw_entrant_participant is 'foreign key: the draws one participant is in'`.execute(
    db,
  )

  await sql`
    create table draw_ticket (
      draw_id bigint not null,
      item_id bigint not null,
      pid text not null,
      ticket integer not null,
      entry_id bigint not null,
      constraint draw_ticket_pk primary key (draw_id, item_id, pid, ticket),
      constraint draw_ticket_entrant_fk foreign key (draw_id, pid) references draw_entrant (draw_id, pid) on delete cascade,
      constraint draw_ticket_item_fk foreign key (item_id) references item (id),
      constraint draw_ticket_entry_fk foreign key (entry_id) references entry (id)
    )`.execute(db)
  await sql`create index draw_ticket_entry on draw_ticket (entry_id)`.execute(db)
  await sql`comment on index draw_ticket_entry is 'listTicketsOf: the tickets of an entry, for my entries'`.execute(
    db,
  )

  await sql`
    create table draw_record (
      draw_id bigint not null,
      rev integer not null,
      record text not null,
      hash text not null,
      created_at timestamptz(3) not null,
      constraint draw_record_pk primary key (draw_id, rev),
      constraint draw_record_draw_fk foreign key (draw_id) references draw (id) on delete cascade
    )`.execute(db)
  await sql`comment on column draw_record.record is 'record.json as published: canonical bytes, reveals included'`.execute(
    db,
  )
}
