import { isDeepStrictEqual } from 'node:util'
import { asks } from '../contest/check.ts'
import type { Check } from '../contest/entry.ts'
import type { Evidence } from '../contest/evidence.ts'
import type { Instant } from '../contest/instant.ts'
import { judgePost } from '../contest/match.ts'
import { pairEntries } from '../contest/pair-entries.ts'
import { lockContests, touchContests } from '../db/contests.ts'
import { insertDecision } from '../db/decisions.ts'
import { type Entry, insertEntries, listEntriesOfPosts, type NewEntry, updateEntries } from '../db/entries.ts'
import type { StoredEvidence } from '../db/evidence.ts'
import { refreshItems } from '../db/items.ts'
import { readPersons } from '../db/merges.ts'
import type { Tx } from '../db/pool.ts'
import { type EarlierSame, listEarlierSame } from '../db/same-pictures.ts'
import { isPublic, lookedAtAgain, moderationOf, newEntryOf, rejudged, withdrawnFrom } from './entry-life.ts'
import type { Judge } from './judge.ts'
import { standInsFor } from './stand-ins.ts'

/** What judging changed: new entries, changed ones, and whether everybody sees something of it. */
export interface Judged {
  entries: number
  changed: number
  isPublic: boolean
}

/** An entry as it is stored, and as its post makes it wait for another look. */
interface Standing {
  before: Entry
  entry: Entry
}

/**
 * Holds posts against the rules of one contest and writes what comes of it: new entries, and what changes for those
 * there are (a picture that arrived, an edit, a deletion). Safe to repeat; entries that stay as they are are not touched.
 * The caller has locked the posts (`lockPosts`) before it read the evidence, or has just made them.
 */
export async function judgePosts(
  tx: Tx,
  judge: Judge,
  stored: StoredEvidence[],
  now: Instant,
): Promise<Judged> {
  if (stored.length === 0) return { entries: 0, changed: 0, isPublic: false }
  await lockContests(tx, [judge.contest.id])
  const posts = await asPersons(tx, judge, stored, now)
  const known = posts.filter(({ fresh }) => !fresh)
  const withBytes = posts.filter(({ pictures }) => pictures.some(({ mediaId }) => mediaId !== null))
  const standing = Map.groupBy(
    await listEntriesOfPosts(tx, judge.contest.id, idsOf(known)),
    (entry) => entry.postId,
  )
  const same = await listEarlierSame(tx, judge.contest.id, idsOf(withBytes))
  const fresh: NewEntry[] = []
  const changed: { before: Entry; after: Entry }[] = []
  for (const post of posts) {
    const entries = (standing.get(post.postId) ?? []).map(
      (before): Standing => ({ before, entry: lookedAtAgain(judge, before, post, now) }),
    )
    const evidence = toEvidence(judge, post, entries, askAboutSame(same.get(post.postId)))
    const judgements = judgePost(evidence, judge.contest.rules, judge.items)
    const { pairs, left } = pairEntries(
      entries.map(({ entry }) => ({ id: String(entry.id), item: slugOf(judge, entry.itemId) })),
      judgements,
    )
    const byId = new Map(entries.map((one) => [String(one.entry.id), one]))
    for (const { entry: id, judgement } of pairs) {
      const known = id === null ? undefined : byId.get(id)
      if (known) changed.push({ before: known.before, after: rejudged(judge, known, post, judgement, now) })
      else fresh.push(newEntryOf(judge, post, judgement, now))
    }
    for (const id of left) {
      const known = byId.get(id)
      if (known) changed.push({ before: known.before, after: withdrawnFrom(known.entry, now) })
    }
  }
  return write(tx, judge, fresh, changed, now)
}

/** Posts with the person behind each account, as the brand knows them, or with the post's own stand-in where nobody does. */
async function asPersons(
  tx: Tx,
  judge: Judge,
  posts: StoredEvidence[],
  now: Instant,
): Promise<StoredEvidence[]> {
  const accounts = posts.flatMap(({ participantId }) => participantId ?? [])
  const persons = await readPersons(tx, judge.contest.brandId, [...new Set(accounts)])
  const standIns = await standInsFor(tx, posts.filter(isOfNobody), now)
  return posts.map((post) => {
    const person = post.participantId === null ? standIns.get(post.postId) : persons.get(post.participantId)
    return person === undefined ? post : { ...post, participantId: person }
  })
}

/** No interface has told yet who made it. */
function isOfNobody({ upload, post }: StoredEvidence): boolean {
  return upload === null && post.author === null
}

async function write(
  tx: Tx,
  judge: Judge,
  fresh: NewEntry[],
  judged: { before: Entry; after: Entry }[],
  now: Instant,
): Promise<Judged> {
  const changed = judged.filter(differs)
  await insertEntries(tx, fresh, now)
  await updateEntries(
    tx,
    changed.map(({ after }) => after),
    now,
  )
  for (const { before, after } of changed) {
    if (before.state === after.state) continue
    await insertDecision(tx, {
      entryId: after.id,
      action: after.withdrawn ? 'withdraw' : 'judge',
      code: null,
      text: null,
      itemId: null,
      from: before.state,
      to: after.state,
      by: null,
      at: now,
    })
  }
  // Also where the entry is the same: the post may have asked for care meanwhile, or moved.
  const shown = [...judged.flatMap(({ before, after }) => [before, after]), ...fresh].filter(isPublic)
  if (shown.length > 0) {
    await refreshItems(
      tx,
      shown.flatMap((entry) => entry.itemId ?? []),
    )
    await touchContests(tx, [judge.contest.id])
  }
  return { entries: fresh.length, changed: changed.length, isPublic: shown.length > 0 }
}

function toEvidence(judge: Judge, stored: StoredEvidence, entries: Standing[], noted: Check[]): Evidence {
  return {
    post: stored.post,
    versions: stored.versions,
    firstSeenAt: stored.firstSeenAt,
    pictures: stored.pictures.map(({ state, why }) =>
      state === 'ready' ? { state: 'stored' } : state === 'broken' ? { state, why: why ?? '' } : { state },
    ),
    identity:
      stored.upload?.confirmed === false ? 'unconfirmed' : isOfNobody(stored) ? 'unidentified' : 'identified',
    gone: stored.gone?.why ?? null,
    upload: stored.upload ? { item: slugOf(judge, stored.upload.itemId) } : null,
    linked: linkedOf(judge, stored),
    standing: entries.map(({ entry }) => {
      const { item, named, accepted } = moderationOf(judge, entry)
      return { item, named, accepted }
    }),
    noted,
  }
}

/** What the post's links to this contest say. */
function linkedOf(judge: Judge, { links }: StoredEvidence): Evidence['linked'] {
  const here = links.filter(({ contestId }) => contestId === judge.contest.id)
  return here.length === 0 ? null : { items: here.flatMap(({ itemId }) => slugOf(judge, itemId) ?? []) }
}

function idsOf(posts: StoredEvidence[]): number[] {
  return posts.map(({ postId }) => postId)
}

/** Never refused by bytes alone: a person decides. */
function askAboutSame(same: EarlierSame | undefined): Check[] {
  if (!same) return []
  return [
    asks(
      same.yours ? 'same_picture_yours' : 'same_picture_other',
      same.link === null ? {} : { link: same.link },
    ),
  ]
}

function slugOf(judge: Judge, itemId: number | null): string | null {
  return itemId === null ? null : (judge.slugs.get(itemId) ?? null)
}

/** The order of keys says nothing: `jsonb` has one of its own. */
function differs({ before, after }: { before: Entry; after: Entry }): boolean {
  return !isDeepStrictEqual(before, after)
}
