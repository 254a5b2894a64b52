import type pg from 'pg'

/** The rows of some posts and of their entries, column by column, as `unnest` takes them. */
export interface BareRows {
  posts: unknown[][]
  entries: unknown[][]
}

const POST_COLUMNS = {
  network: 'text',
  network_id: 'text',
  url: 'text',
  participant_id: 'bigint',
  text: 'text',
  tags: 'text[]',
  mentions: 'text[]',
  language: 'text',
  sensitive: 'boolean',
  posted_at: 'timestamptz',
  edited_at: 'timestamptz',
  first_seen_at: 'timestamptz',
  seen_at: 'timestamptz',
  checked_at: 'timestamptz',
  hash: 'text',
  raw: 'jsonb',
}

const ENTRY_COLUMNS = {
  contest_id: 'bigint',
  item_id: 'bigint',
  named_item_id: 'bigint',
  suggested: 'bigint[]',
  participant_id: 'bigint',
  verdict: 'text',
  state: 'text',
  checks: 'jsonb',
  accepted: 'text[]',
  basis: 'text',
  posted_at: 'timestamptz',
  post_hash: 'text',
  media_id: 'text',
  reject_code: 'text',
  reject_text: 'text',
  withdrawn_by: 'text',
  withdrawn_from: 'text',
  decided_at: 'timestamptz',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
}

let copies = 0

/** Reads rows back that Folkalog has stored, every value as Postgres writes it; the posts get another network. */
export async function readRows(
  client: pg.Client,
  contestId: number,
  count: number,
  offset: number,
  network = 'mastodon',
): Promise<BareRows> {
  const texts = (columns: object, of: string) =>
    Object.keys(columns)
      .map((name) => `${of}.${name}::text`)
      .join(', ')
  const { rows } = await client.query<string[]>({
    text: `select ${texts(POST_COLUMNS, 'post')}, ${texts(ENTRY_COLUMNS, 'entry')}
      from post join entry on entry.post_id = post.id where entry.contest_id = $1 and post.network = $4
      order by post.id desc limit $2 offset $3`,
    values: [contestId, count, offset, network],
    rowMode: 'array',
  })
  copies++
  const column = (place: number) => rows.map((row) => row[place])
  const postColumns = Object.keys(POST_COLUMNS)
  return {
    posts: postColumns.map((name, place) =>
      name === 'network' ? rows.map(() => `copy-${copies}`) : column(place),
    ),
    entries: Object.keys(ENTRY_COLUMNS).map((_, place) => column(postColumns.length + place)),
  }
}

const INSERT_POSTS = insertInto('post', POST_COLUMNS)
const INSERT_ENTRIES = insertInto('entry', { post_id: 'bigint', ...ENTRY_COLUMNS })

/** Two statements, one for the posts and one for the entries, in one transaction. */
export async function insertBare(client: pg.Client, rows: BareRows): Promise<void> {
  await client.query('begin')
  const { rows: ids } = await client.query<{ id: string }>({
    name: 'posts',
    text: INSERT_POSTS,
    values: rows.posts,
  })
  await client.query({
    name: 'entries',
    text: INSERT_ENTRIES,
    values: [ids.map((row) => row.id), ...rows.entries],
  })
  await client.query('commit')
}

/** `insert into t (a, b) select a::text, b::jsonb from unnest($1::text[], $2::text[])`; only text travels as arrays of arrays. */
function insertInto(table: string, columns: Readonly<Record<string, string>>): string {
  const names = Object.keys(columns)
  const casts = Object.entries(columns).map(([name, type]) => `${name}::${type}`)
  const lists = names.map((_, place) => `$${place + 1}::text[]`)
  return `insert into ${table} (${names.join(', ')}) select ${casts.join(', ')} from unnest(${lists.join(', ')}) as t(${names.join(', ')}) returning id`
}
