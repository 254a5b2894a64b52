import type { Hashtag } from '../contest/hashtag.ts'
import type { Db } from './pool.ts'
import type { Texts } from './schema/columns.ts'

export interface NewSection {
  slug: string
  name: Texts
}

export interface NewItem {
  slug: string
  name: string
  section: string
  page: number
  summary: Texts
  body: Texts
  price: { amount: number; currency: string } | null
  productUrl: string | null
  /** What the winner of this item gets. */
  prize: Texts
  winners: number
  alternates: number
  tags: Hashtag[]
}

/**
 * Writes the whole catalogue of a draft contest anew, in the order given. Sections are named by their slug. An item that
 * was there before, by its slug, keeps its printed picture.
 */
export async function replaceCatalogue(
  db: Db,
  contestId: number,
  sections: NewSection[],
  items: NewItem[],
): Promise<void> {
  const pictures = await readPictures(db, contestId)
  await db.deleteFrom('item').where('contest_id', '=', contestId).execute()
  await db.deleteFrom('section').where('contest_id', '=', contestId).execute()
  if (sections.length === 0) return
  const stored = await db
    .insertInto('section')
    .values(
      sections.map(({ slug, name }, position) => ({
        contest_id: contestId,
        slug,
        position,
        name: JSON.stringify(name),
      })),
    )
    .returning(['id', 'slug'])
    .execute()
  const sectionIds = new Map(stored.map((row) => [row.slug, row.id]))
  const placed = items.map((item, position) => ({
    ...item,
    position,
    sectionId: sectionIds.get(item.section) ?? -1,
    mediaId: pictures.get(item.slug) ?? null,
  }))
  for (const part of chunks(placed)) await insertItems(db, contestId, part)
}

async function readPictures(db: Db, contestId: number): Promise<Map<string, string | null>> {
  const rows = await db
    .selectFrom('item')
    .select(['slug', 'media_id'])
    .where('contest_id', '=', contestId)
    .execute()
  return new Map(rows.map((row) => [row.slug, row.media_id]))
}

type PlacedItem = NewItem & { position: number; sectionId: number; mediaId: string | null }

async function insertItems(db: Db, contestId: number, items: PlacedItem[]): Promise<void> {
  const stored = await db
    .insertInto('item')
    .values(
      items.map((item) => ({
        contest_id: contestId,
        section_id: item.sectionId,
        slug: item.slug,
        position: item.position,
        page: item.page,
        name: item.name,
        summary: JSON.stringify(item.summary),
        body: JSON.stringify(item.body),
        price_amount: item.price?.amount ?? null,
        price_currency: item.price?.currency ?? null,
        product_url: item.productUrl,
        prize: JSON.stringify(item.prize),
        media_id: item.mediaId,
        winners: item.winners,
        alternates: item.alternates,
      })),
    )
    .returning(['id', 'slug'])
    .execute()
  const itemIds = new Map(stored.map((row) => [row.slug, row.id]))
  const tags = items.flatMap((item) =>
    item.tags.map((tag, position) => ({
      contest_id: contestId,
      item_id: itemIds.get(item.slug) ?? -1,
      position,
      ...tag,
    })),
  )
  for (const part of chunks(tags)) await db.insertInto('item_tag').values(part).execute()
}

/** Rows of one statement, which has room for 65,535 values. */
const CHUNK = 1_000

function chunks<T>(list: T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / CHUNK) }, (_, i) =>
    list.slice(i * CHUNK, (i + 1) * CHUNK),
  )
}
