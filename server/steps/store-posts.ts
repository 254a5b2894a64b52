import { hash } from 'node:crypto'
import type { Instant } from '../contest/instant.ts'
import { networkFacts } from '../contest/networks.ts'
import type { Author, Post } from '../contest/post.ts'
import type { Context } from '../context.ts'
import type { StoredEvidence } from '../db/evidence.ts'
import { storeParticipants } from '../db/participants.ts'
import { listRelinked, relinkPictures } from '../db/picture-links.ts'
import { storePictures } from '../db/pictures.ts'
import type { Tx } from '../db/pool.ts'
import { type IdentifiedBy, identifyPosts } from '../db/post-authors.ts'
import { fillAddresses, storeAliases } from '../db/post-names.ts'
import { storeShown } from '../db/post-shown.ts'
import { lockPosts, type StoredPost, storePosts, storeSightings, storeVersions } from '../db/posts.ts'
import { dateEdits } from './date-edits.ts'
import type { Judge } from './judge.ts'
import { judgeBrought } from './judge-brought.ts'
import { namePosts } from './name-posts.ts'

/** A post as a source brought it. */
export interface Brought {
  post: Post
  /** What the source calls it. */
  ref: string
  raw: unknown
  /** Other names of it. */
  also?: readonly string[]
  /** How its author became known, where this network's usual reading does not tell. */
  identifiedBy?: IdentifiedBy
  /** By which way of the source. */
  via?: string
}

export interface StoredCounts {
  stored: number
  changed: number
  entries: number
  /** Contests in which everybody sees something of it. */
  shown: number[]
}

/**
 * Stores posts with every wording and picture, judges them for the contests given, and puts the fetching of their
 * pictures in line; all in one transaction with whatever the caller adds. The same posts a second time change nothing.
 * `sourceId` null: they came by no source that can be asked again.
 */
export async function storeBrought(
  ctx: Context,
  tx: Tx,
  brought: Brought[],
  sourceId: number | null,
  judges: Judge[],
): Promise<StoredCounts> {
  const now = ctx.clock.now()
  const counts: StoredCounts = { stored: 0, changed: 0, entries: 0, shown: [] }
  for (const [network, all] of Map.groupBy(brought, ({ post }) => post.network)) {
    const part = await storeNetwork(ctx, tx, network, all, sourceId, judges, now)
    counts.stored += part.stored
    counts.changed += part.changed
    counts.entries += part.entries
    counts.shown.push(...part.shown)
  }
  return counts
}

async function storeNetwork(
  ctx: Context,
  tx: Tx,
  network: string,
  given: Brought[],
  sourceId: number | null,
  judges: Judge[],
  now: Instant,
): Promise<StoredCounts> {
  const authors = given.flatMap(({ post }): Author[] => (post.author ? [post.author] : []))
  const participants = await storeParticipants(tx, network, authors, now)
  const named = await namePosts(tx, network, given)
  const brought = [...new Map(named.brought.map((one) => [one.post.id, one])).values()]
  const hashed = brought.map((one) => ({ ...one, hash: wordingHash(one.post) }))
  const isDated = networkFacts(network).tellsEdits
  const dated = isDated
    ? hashed.map((one) => ({ ...one, wasShown: false }))
    : await dateEdits(tx, network, sourceId, hashed, now)
  const rows = dated.map((one) => ({
    ...one,
    participantId: one.post.author ? (participants.get(one.post.author.id) ?? null) : null,
  }))
  const stored = new Map((await storePosts(tx, network, rows, now)).map((one) => [one.networkId, one]))
  const known = rows.flatMap((row) => {
    const post = stored.get(row.post.id)
    return post ? [{ ...row, stored: post }] : []
  })
  if (sourceId !== null) {
    await storeSightings(
      tx,
      sourceId,
      known.map(({ stored, ref }) => ({ postId: stored.id, ref })),
      now,
    )
    const shown = isDated ? [] : known
    await storeShown(
      tx,
      sourceId,
      shown.map(({ stored, via, hash }) => ({ postId: stored.id, via: via ?? '', hash })),
    )
  }
  const identified = await rememberNames(tx, network, known)
  const touched = known.filter(({ stored }) => stored.outcome === 'new' || stored.outcome === 'edited')
  const reworded = await storeVersions(
    tx,
    known
      .filter(
        ({ stored, wasShown }) => stored.outcome !== 'same' && !(stored.outcome === 'older' && wasShown),
      )
      .map(({ post, stored, hash }) => ({
        postId: stored.id,
        hash,
        text: post.text,
        tags: post.tags,
        mentions: post.mentions,
        // Of a post that was edited, an untimed wording that is new proves nothing about the time before.
        writtenAt: post.editedAt ?? (stored.outcome === 'older' && !isDated ? now : post.postedAt),
        seenAt: now,
      })),
  )
  const pictures = await storePictures(
    tx,
    touched.map(({ post, stored }) => ({
      postId: stored.id,
      fresh: stored.outcome === 'new',
      pictures: post.pictures,
    })),
  )
  const relinked = await relink(tx, known)
  await ctx.queue.add(
    'fetch-picture',
    [...pictures, ...relinked.pictures].map((pictureId) => ({ data: { pictureId }, key: String(pictureId) })),
    tx,
  )
  const idsOf = (outcome: StoredPost['outcome']) =>
    known.flatMap(({ stored }) => (stored.outcome === outcome ? stored.id : []))
  const fresh = known.filter(({ stored }) => stored.outcome === 'new').map((row) => freshEvidence(row, now))
  // An earlier wording that comes late may prove that a tag was there in time.
  const older = idsOf('older')
  const isFresh = new Set(idsOf('new'))
  const touchedOtherwise = [...identified, ...relinked.posts, ...named.merged].filter(
    (id) => !isFresh.has(id),
  )
  const edited = new Set([...idsOf('edited'), ...older.filter((id) => reworded.includes(id))])
  const again = new Set([...edited, ...touchedOtherwise])
  const same = [...idsOf('same'), ...older].filter((id) => !again.has(id))
  const judged = await judgeBrought(tx, judges, { fresh, edited: [...again], same }, now)
  return { stored: fresh.length, changed: edited.size, ...judged }
}

/** Keeps the other names of posts, their addresses, and whose they are. Answers those whose author was not known before. */
async function rememberNames(
  tx: Tx,
  network: string,
  known: (Brought & { stored: StoredPost; participantId: number | null })[],
): Promise<number[]> {
  const named = known.filter(({ also }) => also !== undefined)
  const addresses = named.map(({ stored, post }) => ({ postId: stored.id, url: post.url }))
  await fillAddresses(tx, addresses)
  const aliases = named.flatMap(({ stored, also }) =>
    (also ?? []).map((alias) => ({ alias, postId: stored.id })),
  )
  await storeAliases(tx, network, aliases)
  const authors = known.flatMap(({ stored, participantId, identifiedBy: by }) =>
    participantId === null || by === undefined ? [] : [{ postId: stored.id, participantId, by }],
  )
  return identifyPosts(tx, authors)
}

/** Links of pictures end: those of posts that were read again take the place of dead ones. */
async function relink(
  tx: Tx,
  known: { post: Post; stored: StoredPost }[],
): Promise<{ pictures: number[]; posts: number[] }> {
  const same = known
    .filter(({ stored }) => stored.outcome === 'same')
    .map(({ post, stored }) => ({ postId: stored.id, pictures: post.pictures }))
  const posts = await listRelinked(tx, same)
  await lockPosts(tx, posts)
  const wanted = new Set(posts)
  const pictures = await relinkPictures(
    tx,
    same.filter(({ postId }) => wanted.has(postId)),
  )
  return { pictures, posts }
}

/** All there is to know of a post that was just stored for the first time. */
function freshEvidence(
  row: { post: Post; hash: string; participantId: number | null; stored: StoredPost },
  now: Instant,
): StoredEvidence {
  return {
    postId: row.stored.id,
    fresh: true,
    hash: row.hash,
    participantId: row.participantId,
    post: row.post,
    pictures: row.post.pictures.map((picture) => ({
      state: (picture.kind === 'video' ? picture.poster : picture.url) === null ? 'withheld' : 'pending',
      why: null,
      mediaId: null,
    })),
    versions: [],
    firstSeenAt: now,
    gone: null,
    upload: null,
    links: [],
  }
}

/** Names what a person wrote: two readings with one hash are one wording. */
export function wordingHash(post: Post): string {
  return hash(
    'sha256',
    JSON.stringify([
      post.text,
      post.tags,
      post.mentions,
      post.pictures.map((p) => [p.kind, p.alt]),
      ...(post.title === null ? [] : [post.title]),
    ]),
  )
}
