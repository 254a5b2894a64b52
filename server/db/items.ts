import { sql } from 'kysely'
import type { ItemTags } from '../contest/contest.ts'
import type { Hashtag } from '../contest/hashtag.ts'
import type { Db } from './pool.ts'
import { prepared } from './prepared.ts'
import type { Texts } from './schema/columns.ts'

export interface Section {
  id: number
  slug: string
  name: Texts
}

export interface Item {
  id: number
  contestId: number
  slug: string
  name: string
  page: number
  section: Section
  summary: Texts
  body: Texts
  price: { amount: number; currency: string } | null
  productUrl: string | null
  /** What the winner of this item gets. */
  prize: Texts
  /** The printed picture; null until one is uploaded. */
  mediaId: string | null
  winners: number
  alternates: number
  tags: Hashtag[]
  /** Public entries, without those of the room. */
  photos: number
  /** The entry whose photo stands on the page; null on a gap. */
  coverEntryId: number | null
}

/** The whole catalogue in page order. */
export async function listItems(db: Db, contestId: number): Promise<Item[]> {
  return (await itemsOfContest(db, { contestId })).map(toItem)
}

const itemsOfContest = prepared('items_of_contest', (db, { contestId }: { contestId: number }) =>
  selectItems(db).where('item.contest_id', '=', contestId).orderBy('item.position'),
)

export async function findItem(db: Db, contestId: number, slug: string): Promise<Item | null> {
  const row = await selectItems(db)
    .where('item.contest_id', '=', contestId)
    .where('item.slug', '=', slug)
    .executeTakeFirst()
  return row ? toItem(row) : null
}

export async function setItemMedia(db: Db, itemId: number, mediaId: string): Promise<void> {
  await db.updateTable('item').set({ media_id: mediaId }).where('id', '=', itemId).execute()
}

/** What matching needs of a catalogue, with the row id behind each slug. */
export async function readItemTags(db: Db, contestId: number): Promise<(ItemTags & { rowId: number })[]> {
  const rows = await db
    .selectFrom('item')
    .leftJoin('item_tag', 'item_tag.item_id', 'item.id')
    .select(['item.id', 'item.slug', 'item.name', 'item_tag.display', 'item_tag.canonical', 'item_tag.loose'])
    .where('item.contest_id', '=', contestId)
    .orderBy('item.position')
    .orderBy('item_tag.position')
    .execute()
  const items = new Map<number, ItemTags & { rowId: number }>()
  for (const row of rows) {
    const item = items.get(row.id) ?? { rowId: row.id, id: row.slug, name: row.name, tags: [] }
    if (row.display !== null && row.canonical !== null && row.loose !== null) {
      item.tags.push({ display: row.display, canonical: row.canonical, loose: row.loose })
    }
    items.set(row.id, item)
  }
  return [...items.values()]
}

/** Photos among which a page's own is chosen: enough to find one of a post that shows this thing alone. */
const CANDIDATES = 8

/**
 * Counts the public photographs of these items anew, without the room, and chooses the page's photo: the newest whose author did not ask for
 * care, before those of posts that stand for several things, whose picture may show another. Under `lockContests`.
 */
export async function refreshItems(db: Db, itemIds: number[]): Promise<void> {
  if (itemIds.length === 0) return
  await sql`
    update item set photos = public.photos, cover_entry_id = public.cover
    from (
      select wanted.id,
        (select count(*)::int from entry e
          where e.item_id = wanted.id and e.state = 'approved' and e.verdict <> 'fails' and not e.room) as photos,
        (select newest.id from (
            select e.id, e.posted_at, p.sensitive,
              (select count(*) from entry o where o.post_id = e.post_id and o.item_id is not null) > 1 as shared
            from entry e join post p on p.id = e.post_id
            where e.item_id = wanted.id and e.state = 'approved' and e.verdict <> 'fails' and not e.room and e.media_id is not null
            order by e.posted_at desc, e.id desc limit ${CANDIDATES}) as newest
          order by newest.sensitive, newest.shared, newest.posted_at desc, newest.id desc limit 1) as cover
      from unnest(${[...new Set(itemIds)]}::bigint[]) as wanted (id)
    ) as public
    where item.id = public.id`.execute(db)
}

function selectItems(db: Db) {
  return db
    .selectFrom('item')
    .innerJoin('section', 'section.id', 'item.section_id')
    .select([
      'item.id',
      'item.contest_id',
      'item.slug',
      'item.name',
      'item.page',
      'item.section_id',
      'section.slug as section_slug',
      'section.name as section_name',
      'item.summary',
      'item.body',
      'item.price_amount',
      'item.price_currency',
      'item.product_url',
      'item.prize',
      'item.media_id',
      'item.winners',
      'item.alternates',
      'item.photos',
      'item.cover_entry_id',
      sql<Hashtag[]>`coalesce((
        select json_agg(json_build_object('display', display, 'canonical', canonical, 'loose', loose) order by position)
        from item_tag where item_tag.item_id = item.id), '[]')`.as('tags'),
    ])
}

type ItemRow = Awaited<ReturnType<ReturnType<typeof selectItems>['executeTakeFirstOrThrow']>>

function toItem(row: ItemRow): Item {
  return {
    id: row.id,
    contestId: row.contest_id,
    slug: row.slug,
    name: row.name,
    page: row.page,
    section: { id: row.section_id, slug: row.section_slug, name: row.section_name },
    summary: row.summary,
    body: row.body,
    price:
      row.price_amount === null || row.price_currency === null
        ? null
        : { amount: row.price_amount, currency: row.price_currency },
    productUrl: row.product_url,
    prize: row.prize,
    mediaId: row.media_id,
    winners: row.winners,
    alternates: row.alternates,
    tags: row.tags,
    photos: row.photos,
    coverEntryId: row.cover_entry_id,
  }
}
