import { sql } from 'kysely'
import { refreshItems } from '../server/db/items.ts'
import type { Db } from '../server/db/pool.ts'

/**
 * Gives a contest so many approved entries, each with a picture of its own, posted a second apart by people who posted
 * two or three, spread over all items. Written straight into the tables, as no network could bring them in a minute.
 */
export async function storeCrowd(db: Db, contestId: number, count: number): Promise<void> {
  const rows = await db
    .selectFrom('item')
    .select('id')
    .where('contest_id', '=', contestId)
    .orderBy('id')
    .execute()
  const items = rows.map((row) => row.id)
  const key = `crowd-${contestId}`
  await sql`
    insert into participant (provider, provider_id, handle, name, url, first_seen_at)
    select 'mastodon', ${key} || '/' || n, 'kari' || n || '@social.example', 'Kari Nordmann ' || n,
      'https://social.example/@kari' || n, now()
    from generate_series(1, ${Math.ceil(count / 2.5)}::int) as n`.execute(db)
  await sql`
    insert into media (id, format, width, height, bytes, frames, thumbhash, colour, created_at, fingerprint_tried_at)
    select encode(sha256(convert_to(${key} || n, 'UTF8')), 'hex'), 'jpeg', 1080, 1350, 300000, 1,
      decode('1fd8050c8277887f7087876797858080f8570856', 'hex'), '#8f7a66', now(), now()
    from generate_series(1, ${count}::int) as n`.execute(db)
  await sql`
    with people as (
      select id, row_number() over (order by id) as number from participant where provider_id like ${`${key}/%`}
    ), posts as (
      insert into post (network, network_id, url, participant_id, text, tags, mentions, language, sensitive, posted_at,
        first_seen_at, seen_at, checked_at, hash, raw)
      select 'mastodon', ${key} || '/' || n, 'https://social.example/@kari' || people.number || '/' || n, people.id,
        'Endelig kom lyset inn i stua, og da måtte den få stå der den alltid har stått. Nummer ' || n || E' på rad.\n\n#hverdagskatalogen #søndag',
        '{hverdagskatalogen,søndag}', '{}', 'nb', false, now() - make_interval(secs => n), now(), now(), now(), n::text, '{}'
      from generate_series(1, ${count}::int) as n
      join people on people.number = 1 + n % ${Math.ceil(count / 2.5)}::int
      returning id, network_id, participant_id, posted_at
    ), numbered as (
      select *, split_part(network_id, '/', 2)::int as n from posts
    ), pictures as (
      insert into picture (post_id, position, kind, url, alt, state, media_id)
      select id, 0, 'image', 'https://social.example/media/' || n || '.jpg', 'En lenestol ved et vindu, sett fra døra.',
        'ready', encode(sha256(convert_to(${key} || n, 'UTF8')), 'hex')
      from numbered
    )
    insert into entry (contest_id, post_id, item_id, named_item_id, suggested, participant_id, verdict, state, checks,
      accepted, basis, posted_at, post_hash, media_id, decided_at, created_at, updated_at)
    select ${contestId}, id, item, item, '{}', participant_id, 'counts', 'approved', '[]', '{}', 'rules', posted_at,
      n::text, encode(sha256(convert_to(${key} || n, 'UTF8')), 'hex'), now(), now(), now()
    from numbered, lateral (select (${items}::bigint[])[1 + n % ${items.length}::int]) as t(item)`.execute(db)
  await refreshItems(db, items)
  await sql`vacuum analyze`.execute(db)
}
