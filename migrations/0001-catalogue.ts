import { type Kysely, sql } from 'kysely'

/** Brands, their contests, and the catalogue of each: sections, items, item tags. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table brand (
      id bigint generated always as identity,
      slug text not null,
      name text not null,
      created_at timestamptz(3) not null,
      constraint brand_pk primary key (id),
      constraint brand_slug_unique unique (slug),
      constraint brand_slug_form check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$')
    )`.execute(db)

  await sql`
    create table brand_member (
      brand_id bigint not null,
      user_id text not null,
      role text not null,
      created_at timestamptz(3) not null,
      constraint brand_member_pk primary key (brand_id, user_id),
      constraint brand_member_brand_fk foreign key (brand_id) references brand (id) on delete cascade,
      constraint brand_member_role_known check (role in ('owner', 'manager', 'moderator', 'juror', 'viewer'))
    )`.execute(db)
  await sql`create index brand_member_user on brand_member (user_id)`.execute(db)
  await sql`comment on index brand_member_user is 'readMemberships: what one signed-in person may see'`.execute(
    db,
  )

  await sql`
    create table contest (
      id bigint generated always as identity,
      brand_id bigint not null,
      slug text not null,
      state text not null,
      title text not null,
      intro jsonb not null,
      accent text not null,
      rehearsal boolean not null,
      language text not null,
      zone text not null,
      opens_local text not null,
      closes_local text not null,
      opens_at timestamptz(3) not null,
      closes_at timestamptz(3) not null,
      draw_at timestamptz(3) not null,
      grace_hours integer not null,
      campaign_tags text[] not null,
      disclosure_tag text,
      mention text,
      min_account_age_days integer,
      minimum_age integer,
      area text,
      staff_excluded boolean not null,
      retention_days integer not null,
      answer_days integer not null,
      cap_per_item integer not null,
      cap_per_day integer,
      cap_total integer,
      moderation text not null,
      max_prizes integer not null,
      draw_kind text not null,
      local_secret bytea,
      local_commit text,
      sponsor text not null,
      sponsor_address text not null,
      privacy_contact text not null,
      rules_text text,
      rules_hash text,
      opened_at timestamptz(3),
      created_at timestamptz(3) not null,
      version bigint not null default 1,
      constraint contest_pk primary key (id),
      constraint contest_brand_fk foreign key (brand_id) references brand (id),
      constraint contest_slug_unique unique (slug),
      constraint contest_slug_form check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
      constraint contest_state_known check (state in ('draft', 'open')),
      constraint contest_accent_form check (accent ~ '^#[0-9a-f]{6}$'),
      constraint contest_language_known check (language in ('en', 'nb')),
      constraint contest_window_runs_forward check (opens_at < closes_at and closes_at <= draw_at),
      constraint contest_campaign_tags_not_empty check (cardinality(campaign_tags) between 1 and 5),
      constraint contest_grace_hours_range check (grace_hours between 0 and 720),
      constraint contest_cap_per_item_range check (cap_per_item between 1 and 10000),
      constraint contest_moderation_known check (moderation in ('before', 'after')),
      constraint contest_draw_kind_known check (draw_kind in ('local', 'drand')),
      constraint contest_local_whole check ((local_secret is null) = (local_commit is null)),
      constraint contest_rules_whole check ((rules_text is null) = (rules_hash is null)),
      constraint contest_open_has_rules check (state = 'draft' or (rules_hash is not null and opened_at is not null))
    )`.execute(db)
  await sql`create index contest_brand on contest (brand_id, id)`.execute(db)
  await sql`comment on index contest_brand is 'listContestsOf: the contests of one brand, in the console'`.execute(
    db,
  )

  await sql`
    create table section (
      id bigint generated always as identity,
      contest_id bigint not null,
      slug text not null,
      position integer not null,
      name jsonb not null,
      constraint section_pk primary key (id),
      constraint section_contest_fk foreign key (contest_id) references contest (id) on delete cascade,
      constraint section_slug_unique unique (contest_id, slug)
    )`.execute(db)

  await sql`
    create table media (
      id text not null,
      format text not null,
      width integer not null,
      height integer not null,
      bytes integer not null,
      frames integer not null,
      thumbhash bytea not null,
      colour text not null,
      created_at timestamptz(3) not null,
      fingerprint bytea,
      fingerprint_quality integer,
      fingerprint_tried_at timestamptz(3),
      constraint media_pk primary key (id),
      constraint media_id_form check (id ~ '^[0-9a-f]{64}$'),
      constraint media_size_positive check (width > 0 and height > 0 and bytes > 0 and frames > 0)
    )`.execute(db)
  await sql`comment on column media.id is 'SHA-256 of the bytes as received; the renditions are stored under it'`.execute(
    db,
  )
  await sql`create index media_unprinted on media (id) where fingerprint_tried_at is null`.execute(db)
  await sql`comment on index media_unprinted is 'listUnprinted: pictures whose fingerprint is still to be taken'`.execute(
    db,
  )

  await sql`
    create table item (
      id bigint generated always as identity,
      contest_id bigint not null,
      section_id bigint not null,
      slug text not null,
      position integer not null,
      page integer not null,
      name text not null,
      summary jsonb not null,
      body jsonb not null,
      price_amount bigint,
      price_currency text,
      product_url text,
      prize jsonb not null,
      media_id text,
      winners integer not null,
      alternates integer not null,
      photos integer not null default 0,
      cover_entry_id bigint,
      constraint item_pk primary key (id),
      constraint item_contest_fk foreign key (contest_id) references contest (id) on delete cascade,
      constraint item_section_fk foreign key (section_id) references section (id),
      constraint item_media_fk foreign key (media_id) references media (id),
      constraint item_slug_unique unique (contest_id, slug),
      constraint item_slug_form check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
      constraint item_position_unique unique (contest_id, position) deferrable initially deferred,
      constraint item_price_whole check ((price_amount is null) = (price_currency is null)),
      constraint item_prizes_range check (winners between 0 and 1000 and alternates between 0 and 1000),
      constraint item_photos_range check (photos >= 0)
    )`.execute(db)
  await sql`comment on column item.photos is 'public entries; kept by refreshItems in the transaction that changes an entry'`.execute(
    db,
  )
  await sql`create index item_section on item (section_id)`.execute(db)
  await sql`comment on index item_section is 'foreign key: a section with items is not removed'`.execute(db)

  await sql`
    create table item_tag (
      id bigint generated always as identity,
      contest_id bigint not null,
      item_id bigint not null,
      position integer not null,
      display text not null,
      canonical text not null,
      loose text not null,
      constraint item_tag_pk primary key (id),
      constraint item_tag_item_fk foreign key (item_id) references item (id) on delete cascade,
      constraint item_tag_unique unique (contest_id, canonical)
    )`.execute(db)
  await sql`create index item_tag_item on item_tag (item_id, position)`.execute(db)
  await sql`comment on index item_tag_item is 'readItemTags: the tags of an item, its own first, then aliases'`.execute(
    db,
  )
}
