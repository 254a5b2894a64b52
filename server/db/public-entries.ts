import { sql } from 'kysely'
import type { Instant } from '../contest/instant.ts'
import type { ConsentHint } from '../contest/post.ts'
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
  /** A blog post, to be read in the room. */
  room: boolean
  /** Where the original is; null for uploads. */
  postUrl: string | null
  /** Of a blog post; null where its author asks for no readers who are strangers. */
  title: string | null
  /** Empty where there is no display basis, or its author asks for no readers who are strangers to the network. Of a blog post its beginning, which may be quoted. */
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
  /** Its author asks not to be found by search engines and lists of other sites. */
  unlisted: boolean
  /** As `Post.licence`. */
  licence: string | null
}

/**
 * Newest first; `after` is the last entry of the page before. `listed`: without those that no other site is to list.
 * `room`: those of the room alone, or all but them; both without it.
 */
export async function listPublicEntries(
  db: Db,
  where: { contestId: number; itemId?: number | null; listed?: boolean; room?: boolean },
  limit: number,
  after: Cursor | null,
): Promise<PublicEntry[]> {
  const itemId = where.itemId ?? null
  const read = STEPS.find((step) => step >= limit) ?? limit
  const form = {
    ofItem: itemId !== null,
    further: after !== null,
    listed: where.listed === true,
    room: where.room ?? null,
    limit: read,
  }
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
  listed: boolean
  room: boolean | null
  limit: number
}

interface PagePlace {
  contestId: number
  itemId: number
  afterAt: Instant
  afterId: number
}

function selectPage(db: Db, { ofItem, further, listed, room, limit }: PageForm, place: PagePlace) {
  return selectPublic(db)
    .where('entry.contest_id', '=', place.contestId)
    .$if(ofItem, (qb) => qb.where('entry.item_id', '=', place.itemId))
    .$if(room !== null, (qb) => qb.where('entry.room', '=', sql.lit(room === true)))
    .$if(listed, (qb) => qb.where(sql<boolean>`not ('no_index' = any(${HINTS}))`))
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
  const words = [
    ...(form.ofItem ? ['of_item'] : []),
    ...(form.further ? ['further'] : []),
    ...(form.listed ? ['listed'] : []),
    ...(form.room === null ? [] : [form.room ? 'room' : 'photos']),
  ]
  const name = ['public_entries', form.limit, ...words].join('_')
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

/** What the author asks of whoever shows the post, where the contest keeps to it. */
const HINTS = sql<ConsentHint[]>`case when contest.respect_hints then post.hints else '{}' end`

function selectPublic(db: Db) {
  return db
    .selectFrom('entry')
    .innerJoin('post', 'post.id', 'entry.post_id')
    .innerJoin('contest', 'contest.id', 'entry.contest_id')
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
      'entry.room',
      'item.slug as item_slug',
      'item.name as item_name',
      'item.page as item_page',
      'participant.handle',
      'participant.name',
      'participant.url as participant_url',
      'post.network',
      'post.url as post_url',
      'post.title',
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
      HINTS.as('hints'),
      'post.licence',
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
    room: row.room,
    postUrl: row.post_url,
    title: row.hints.includes('no_strangers') ? null : row.title,
    caption: isQuoted(row) ? row.text : '',
    language: row.language,
    sensitive: row.sensitive,
    picture: toPicture(row),
    video: row.kind === 'video',
    unlisted: row.hints.includes('no_index'),
    licence: row.licence,
  }
}

/** Whether the picture may be copied here; credit and link are shown in any case. */
function isShown({ basis, hints }: PublicRow): boolean {
  return basis !== null && !hints.includes('no_strangers')
}

/** Whether the words may be: of a blog post they are a few, with its title and where to read on. */
function isQuoted({ basis, room, hints }: PublicRow): boolean {
  return (basis !== null || room) && !hints.includes('no_strangers')
}

function toPicture(row: PublicRow): PublicEntry['picture'] {
  const { media_id, width, height, thumbhash, colour } = row
  if (!isShown(row) || media_id === null || width === null || height === null || !thumbhash || !colour)
    return null
  return { mediaId: media_id, width, height, thumbhash, colour, alt: row.alt }
}
