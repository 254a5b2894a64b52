import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import type { Cursor } from './cursor.ts'
import { at, type Db } from './pool.ts'
import { prepared } from './prepared.ts'

/** An entry as everybody may see it. */
export interface PublicEntry {
  id: number
  /** Entries of one post show the same picture. */
  postId: number
  postedAt: Instant
  item: { slug: string; name: string; page: number } | null
  /** Null where no interface tells who posted it. */
  credit: { handle: string; name: string; url: string | null } | null
  network: string
  /** Where the original is; null for uploads. */
  postUrl: string | null
  /** Empty where there is no display basis. */
  caption: string
  /** Of the caption, as the network tells it (BCP 47); null where it does not. */
  language: string | null
  /** The author asks for care before it is shown. */
  sensitive: boolean
  /** Null where there is no display basis, or no readable picture: credit and link are shown then. */
  picture: {
    mediaId: string
    width: number
    height: number
    thumbhash: Buffer
    colour: string
    alt: string | null
  } | null
  /** The picture, if there is one, is a still of a video. */
  video: boolean
}

/** Newest first; `after` is the last entry of the page before. */
export async function listPublicEntries(
  db: Db,
  where: { contestId: number; itemId?: number | null },
  limit: number,
  after: Cursor | null,
): Promise<PublicEntry[]> {
  const itemId = where.itemId ?? null
  const read = STEPS.find((step) => step >= limit) ?? limit
  const form = { ofItem: itemId !== null, further: after !== null, limit: read }
  const place = {
    contestId: where.contestId,
    itemId: itemId ?? 0,
    afterAt: after?.at ?? 0,
    afterId: after?.id ?? 0,
  }
  const rows = await preparedPage(form)(db, place)
  return rows.slice(0, limit).map(toPublicEntry)
}

/** Each limit is a statement of its own, so a list is read up to the next of a few: what pages and the API ask for, and one more. */
const STEPS = [1, 13, 25, 101]

interface PageForm {
  ofItem: boolean
  further: boolean
  limit: number
}

interface PagePlace {
  contestId: number
  itemId: number
  afterAt: Instant
  afterId: number
}

function selectPage(db: Db, { ofItem, further, limit }: PageForm, place: PagePlace) {
  return selectPublic(db)
    .where('entry.contest_id', '=', place.contestId)
    .$if(ofItem, (qb) => qb.where('entry.item_id', '=', place.itemId))
    .$if(further, (qb) =>
      qb.where(sql<boolean>`(entry.posted_at, entry.id) < (${at(place.afterAt)}, ${place.afterId})`),
    )
    .orderBy('entry.posted_at', 'desc')
    .orderBy('entry.id', 'desc')
    .limit(sql.lit(limit))
}

type RunPage = (db: Db, place: PagePlace) => Promise<PublicRow[]>
const preparedPages = new Map<string, RunPage>()

function preparedPage(form: PageForm): RunPage {
  const name = `public_entries_${form.limit}${form.ofItem ? '_of_item' : ''}${form.further ? '_further' : ''}`
  return preparedPages.getOrInsertComputed(name, () =>
    prepared(name, (db, place: PagePlace) => selectPage(db, form, place)),
  )
}

/** One entry, if it is public. */
export async function findPublicEntry(db: Db, contestId: number, id: number): Promise<PublicEntry | null> {
  const row = await selectPublic(db)
    .where('entry.contest_id', '=', contestId)
    .where('entry.id', '=', id)
    .executeTakeFirst()
  return row ? toPublicEntry(row) : null
}

/** The entries with these ids that are public, by id: the photos that stand on the pages. */
export async function readPublicEntries(db: Db, ids: number[]): Promise<Map<number, PublicEntry>> {
  if (ids.length === 0) return new Map()
  const rows = await publicByIds(db, { ids })
  return new Map(rows.map((row) => [row.id, toPublicEntry(row)]))
}

const publicByIds = prepared('public_entries_by_id', (db, { ids }: { ids: number[] }) =>
  selectPublic(db).where('entry.id', '=', sql<number>`any(${ids}::bigint[])`),
)

function selectPublic(db: Db) {
  return db
    .selectFrom('entry')
    .innerJoin('post', 'post.id', 'entry.post_id')
    .leftJoin('participant', 'participant.id', 'post.participant_id')
    .leftJoin('item', 'item.id', 'entry.item_id')
    .leftJoin('media', 'media.id', 'entry.media_id')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('picture')
          .select(['picture.alt', 'picture.kind'])
          .whereRef('picture.post_id', '=', 'entry.post_id')
          .orderBy(sql`picture.media_id = entry.media_id`, (order) => order.desc().nullsLast())
          .orderBy('picture.position')
          .limit(sql.lit(1))
          .as('picture'),
      (join) => join.onTrue(),
    )
    .select([
      'entry.id',
      'entry.post_id',
      'entry.posted_at',
      'entry.basis',
      'item.slug as item_slug',
      'item.name as item_name',
      'item.page as item_page',
      'participant.handle',
      'participant.name',
      'participant.url as participant_url',
      'post.network',
      'post.url as post_url',
      'post.text',
      'post.language',
      'post.sensitive',
      'media.id as media_id',
      'media.width',
      'media.height',
      'media.thumbhash',
      'media.colour',
      'picture.alt',
      'picture.kind',
    ])
    .where('entry.state', '=', sql.lit('approved'))
    .where('entry.verdict', '<>', sql.lit('fails'))
}

type PublicRow = Awaited<ReturnType<ReturnType<typeof selectPublic>['executeTakeFirstOrThrow']>>

function toPublicEntry(row: PublicRow): PublicEntry {
  return {
    id: row.id,
    postId: row.post_id,
    postedAt: row.posted_at,
    item:
      row.item_slug === null || row.item_name === null || row.item_page === null
        ? null
        : { slug: row.item_slug, name: row.item_name, page: row.item_page },
    credit:
      row.handle === null
        ? null
        : { handle: row.handle, name: row.name ?? row.handle, url: row.participant_url },
    network: row.network,
    postUrl: row.post_url,
    caption: row.basis === null ? '' : row.text,
    language: row.language,
    sensitive: row.sensitive,
    picture: toPicture(row),
    video: row.kind === 'video',
  }
}

function toPicture(row: PublicRow): PublicEntry['picture'] {
  const { basis, media_id, width, height, thumbhash, colour } = row
  if (basis === null || media_id === null || width === null || height === null || !thumbhash || !colour)
    return null
  return { mediaId: media_id, width, height, thumbhash, colour, alt: row.alt }
}
