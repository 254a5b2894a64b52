import { createServer } from 'node:http'
import { env } from 'node:process'
import pg from 'pg'

// The limits of answers made anew, over bare HTTP: `/list/:id` runs one prepared keyset query by bare pg and answers with its
// rows as JSON, `/cover/:id` adds one for the items and one for the numbers of the contest. They read the rows that the
// server's list of entries and the cover page are made of, with no checks, headers, names or pages of their own.

const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 12 })

const PICTURE = `
  left join lateral (
    select alt, kind from picture where post_id = entry.post_id
    order by media_id = entry.media_id desc nulls last, position limit 1
  ) as picture on true`

const LIST = `
  select entry.id, entry.posted_at, entry.basis, item.slug, item.name as item_name, item.page, participant.handle,
    participant.name, participant.url, post.network, post.url as post_url, post.text, post.sensitive, media.id as media_id,
    media.width, media.height, media.thumbhash, media.colour, picture.alt, picture.kind
  from entry
  join post on post.id = entry.post_id
  left join participant on participant.id = entry.participant_id
  left join item on item.id = entry.item_id
  left join media on media.id = entry.media_id ${PICTURE}
  where entry.contest_id = $1 and entry.state = 'approved' and entry.verdict <> 'fails'
  order by entry.posted_at desc, entry.id desc limit 25`

const ITEMS = `
  select item.slug, item.name, item.page, item.summary, item.prize, item.winners, item.photos, section.slug as section,
    section.name as section_name, post.sensitive, media.id as media_id, media.width, media.height, media.thumbhash, picture.alt,
    (select array_agg(display order by position) from item_tag where item_id = item.id) as tags,
    (select posted_at from entry first where first.item_id = item.id and state = 'approved' and verdict <> 'fails'
      order by posted_at, id limit 1) as filled_at
  from item
  join section on section.id = item.section_id
  left join entry on entry.id = item.cover_entry_id
  left join post on post.id = entry.post_id
  left join media on media.id = entry.media_id ${PICTURE}
  where item.contest_id = $1 order by item.position`

const NUMBERS = 'select entries, people from contest where id = $1'

const answers: Readonly<Record<string, readonly string[]>> = { list: [LIST], cover: [LIST, ITEMS, NUMBERS] }

createServer(async (request, response) => {
  const [, answer = '', contest] = request.url?.split('/') ?? []
  const read = (text: string) => pool.query({ name: text.slice(0, 60), text, values: [contest] })
  const results = await Promise.all((answers[answer] ?? []).map(read))
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify(results.map(({ rows }) => rows)))
}).listen(Number(env.PORT), '127.0.0.1')
