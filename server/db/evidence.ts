import { sql } from 'kysely'
import type { Gone } from '../contest/evidence.ts'
import type { Instant } from '../contest/instant.ts'
import type { Post, PostVersion } from '../contest/post.ts'
import type { Db } from './pool.ts'

/** All that is known of one post: what judging it again needs. */
export interface StoredEvidence {
  postId: number
  /** Stored for the first time in this transaction, so that it has no entries. */
  fresh: boolean
  hash: string
  participantId: number | null
  post: Post
  pictures: {
    state: 'pending' | 'ready' | 'broken' | 'withheld'
    why: string | null
    mediaId: string | null
  }[]
  versions: PostVersion[]
  firstSeenAt: Instant
  gone: { at: Instant; why: Gone } | null
  /** Null where the post is no upload. */
  upload: { itemId: number; confirmed: boolean } | null
  /** Which contests it is known to link to, or was brought to by a manager, with the item of the page. */
  links: { contestId: number; itemId: number | null }[]
}

/** Loads posts with their pictures, wordings and author. Posts that do not exist are left out. */
export async function readEvidence(db: Db, postIds: number[]): Promise<StoredEvidence[]> {
  if (postIds.length === 0) return []
  const [posts, pictures, versions, links] = await Promise.all([
    db
      .selectFrom('post')
      .leftJoin('participant', 'participant.id', 'post.participant_id')
      .leftJoin('upload', 'upload.post_id', 'post.id')
      .select([
        'post.id',
        'post.network',
        'post.network_id',
        'post.url',
        'post.participant_id',
        'post.text',
        'post.tags',
        'post.mentions',
        'post.language',
        'post.sensitive',
        'post.title',
        'post.hints',
        'post.licence',
        'post.posted_at',
        'post.edited_at',
        'post.first_seen_at',
        'post.hash',
        'post.gone_at',
        'post.gone_why',
        'participant.provider_id',
        'participant.handle',
        'participant.name',
        'participant.url as author_url',
        'participant.account_since',
        'upload.item_id',
        'upload.confirmed_at',
        'upload.post_id as upload_id',
      ])
      .where('post.id', 'in', postIds)
      .execute(),
    db
      .selectFrom('picture')
      .select(['post_id', 'kind', 'url', 'poster', 'alt', 'state', 'why', 'media_id'])
      .where('post_id', 'in', postIds)
      .orderBy('post_id')
      .orderBy('position')
      .execute(),
    db
      .selectFrom('post_version')
      .select(['post_id', 'text', 'tags', 'mentions', 'written_at', 'seen_at'])
      .where('post_id', 'in', postIds)
      .orderBy('post_id')
      .orderBy('seen_at')
      .execute(),
    listLinks(db, postIds),
  ])
  const picturesOf = groupBy(pictures, (row) => row.post_id)
  const versionsOf = groupBy(versions, (row) => row.post_id)
  const linksOf = groupBy(links, (row) => row.post_id)
  return posts.map((row) => ({
    postId: row.id,
    fresh: false,
    hash: row.hash,
    participantId: row.participant_id,
    post: {
      network: row.network,
      id: row.network_id,
      url: row.url,
      author:
        row.provider_id === null
          ? null
          : {
              id: row.provider_id,
              handle: row.handle ?? '',
              name: row.name ?? '',
              url: row.author_url,
              since: row.account_since,
            },
      text: row.text,
      tags: row.tags,
      mentions: row.mentions,
      pictures: (picturesOf.get(row.id) ?? []).map((p) => ({
        url: p.url,
        kind: p.kind,
        poster: p.poster,
        alt: p.alt,
      })),
      postedAt: row.posted_at,
      editedAt: row.edited_at,
      language: row.language,
      sensitive: row.sensitive,
      title: row.title,
      hints: row.hints,
      licence: row.licence,
    },
    pictures: (picturesOf.get(row.id) ?? []).map((p) => ({
      state: p.state,
      why: p.why,
      mediaId: p.media_id,
    })),
    versions: (versionsOf.get(row.id) ?? []).map((v) => ({
      text: v.text,
      tags: v.tags,
      mentions: v.mentions,
      writtenAt: v.written_at,
      seenAt: v.seen_at,
    })),
    firstSeenAt: row.first_seen_at,
    gone: row.gone_at === null || row.gone_why === null ? null : { at: row.gone_at, why: row.gone_why },
    upload:
      row.upload_id === null ? null : { itemId: row.item_id ?? 0, confirmed: row.confirmed_at !== null },
    links: (linksOf.get(row.id) ?? []).map((link) => ({ contestId: link.contest_id, itemId: link.item_id })),
  }))
}

/** Links that were found on the page of a post when it was looked at last, and imports. */
async function listLinks(
  db: Db,
  postIds: number[],
): Promise<{ post_id: number; contest_id: number; item_id: number | null }[]> {
  const { rows } = await sql<{ post_id: number; contest_id: number; item_id: number | null }>`
    select post_id, contest_id, item_id from webmention
    where post_id = any(${postIds}::bigint[]) and state = 'accepted'
    union
    select post_id, contest_id, item_id from imported_post where post_id = any(${postIds}::bigint[])
    order by post_id, contest_id, item_id`.execute(db)
  return rows
}

function groupBy<Row>(rows: Row[], key: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}
