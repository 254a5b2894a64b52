import { sql } from 'kysely'
import t from 'tap'
import { openCampaign } from '../../bench/campaign.ts'
import { storeCrowd } from '../../bench/crowd.ts'
import { DAY, MINUTE } from '../../server/contest/instant.ts'
import { countItemCrowd, listFirstFilled } from '../../server/db/crowd.ts'
import { listEntriesOfPosts } from '../../server/db/entries.ts'
import { readEvidence } from '../../server/db/evidence.ts'
import { forgetPosts, listToForget, removeMediumIfUnused } from '../../server/db/forgotten.ts'
import { findItem, listItems } from '../../server/db/items.ts'
import { listContestsShowing, listUnprinted } from '../../server/db/media.ts'
import { listQueue } from '../../server/db/moderation-queue.ts'
import { listPendingPictures, listPostsShowing } from '../../server/db/pictures.ts'
import type { Db } from '../../server/db/pool.ts'
import { findPostByUrl, listUnjudged } from '../../server/db/posts.ts'
import { listPostsDue } from '../../server/db/presence.ts'
import { findPublicEntry, listPublicEntries, readPublicEntries } from '../../server/db/public-entries.ts'
import { listEarlierSame } from '../../server/db/same-pictures.ts'
import { listStatuses } from '../../server/db/statuses.ts'
import { testContext } from '../support/context.ts'
import { openPlans } from '../support/plans.ts'

/** Tables that grow with the crowd. The others are as long as a catalogue. */
const LARGE = ['entry', 'post', 'picture', 'media', 'participant', 'post_sighting', 'post_version']

const { ctx, url } = await testContext(t, { at: Date.now() })
const { db } = ctx
const now = ctx.clock.now()
const { contest, sourceId } = await openCampaign(ctx, 'wanted', 'after')
const other = await openCampaign(ctx, 'other', 'after')
await storeCrowd(db, contest.id, 8_000)
await storeCrowd(db, other.contest.id, 12_000)
await giveWork(db)
const plans = openPlans(t, url)

const newest = await listPublicEntries(db, { contestId: contest.id }, 100, null)
const [first] = newest
if (!first?.picture) throw new Error('The crowd has no entry with a picture')
const { postId, picture } = first
const after = { at: first.postedAt, id: first.id }
const items = await listItems(db, contest.id)
const [item] = items
if (!item) throw new Error('The catalogue is empty')
const postIds = newest.slice(0, 40).map((entry) => entry.postId)

const reads: Readonly<Record<string, (db: Db) => Promise<unknown>>> = {
  'the public list': async (db) => {
    await listPublicEntries(db, { contestId: contest.id }, 25, null)
    await listPublicEntries(db, { contestId: contest.id }, 25, after)
  },
  'the page of an item': async (db) => {
    await findItem(db, contest.id, item.slug)
    await countItemCrowd(db, item.id)
    await listPublicEntries(db, { contestId: contest.id, itemId: item.id }, 13, null)
    await listPublicEntries(db, { contestId: contest.id, itemId: item.id }, 13, after)
  },
  'the room, and what it says of an item': async (db) => {
    await listPublicEntries(db, { contestId: contest.id, room: true }, 25, null)
    await listPublicEntries(db, { contestId: contest.id, room: true }, 25, after)
    await listPublicEntries(db, { contestId: contest.id, itemId: item.id, room: true }, 6, null)
    await listPublicEntries(db, { contestId: contest.id, itemId: item.id, room: false }, 13, null)
  },
  'the page of an entry': (db) => findPublicEntry(db, contest.id, first.id),
  'the newest photos of the cover, and the photo of each page': async (db) => {
    await listPublicEntries(db, { contestId: contest.id, room: false }, 12, null)
    await readPublicEntries(
      db,
      items.flatMap((one) => one.coverEntryId ?? []),
    )
    await listFirstFilled(db, contest.id)
  },
  'the queues of moderation': async (db) => {
    for (const queue of ['waiting', 'approved'] as const) {
      await listQueue(db, contest.id, queue, 20, null)
      await listQueue(db, contest.id, queue, 20, after)
    }
  },
  'the queue of reported entries': (db) => listQueue(db, contest.id, 'reported', 20, null),
  'following an entry by its link': async (db) => {
    await findPostByUrl(db, first.postUrl ?? '')
    await listStatuses(db, contest.id, postId)
  },
  'asking about posts that are due': (db) =>
    listPostsDue(db, sourceId, { now, before: now - DAY / 2, again: now - 10 * MINUTE }, 40),
  'what is gone and still kept': async (db) => {
    await listToForget(db, now, 100)
    await forgetPosts(db, postIds, now)
    await removeMediumIfUnused(db, picture.mediaId)
  },
  'the pictures whose job was lost': async (db) => {
    await listPendingPictures(db, 100)
    await listUnprinted(db, 100)
  },
  'judging a page of posts again': async (db) => {
    await listUnjudged(db, contest.id, postIds)
    await readEvidence(db, postIds)
    await listEntriesOfPosts(db, contest.id, postIds)
    await listEarlierSame(db, contest.id, postIds)
  },
  'who else shows a picture': async (db) => {
    await listPostsShowing(db, picture.mediaId, postId)
    await listContestsShowing(db, picture.mediaId)
  },
}

for (const [what, read] of Object.entries(reads)) {
  t.test(`${what}: no table that grows with the crowd is read from end to end`, async (t) => {
    const found = await plans.wholeReads(read)
    t.same(
      found.filter(({ table }) => LARGE.includes(table)),
      [],
    )
  })
}

t.test(
  'a query that does read a table from end to end is noticed, planned with its values or without',
  async (t) => {
    const found = await plans.wholeReads(async (db) => {
      await sql`select from post where text = ${'nothing'}`.execute(db)
      await sql`/* named */ select from entry where post_hash = ${'nothing'}`.execute(db)
    })
    t.same(
      found.map(({ table }) => table),
      ['post', 'entry'],
    )
  },
)

/** Something to do for everybody: a few of the crowd wait, are reported, are due, or have lost their picture. */
async function giveWork(db: Db): Promise<void> {
  await sql`insert into post_sighting (post_id, source_id, ref, seen_at)
    select id, ${sourceId}, network_id, now() from post`.execute(db)
  await sql`insert into post_version (post_id, hash, text, mentions, written_at, seen_at)
    select id, hash, text, mentions, posted_at, now() from post`.execute(db)
  await sql`update entry set state = 'waiting', verdict = 'review' where id % 50 = 0`.execute(db)
  await sql`insert into report (entry_id, reason, text, reporter, reported_at)
    select id, 'other', '', 'somebody', now() from entry where id % 200 = 0`.execute(db)
  await sql`update post set checked_at = now() - interval '2 days' where id % 20 = 0`.execute(db)
  await sql`update post set gone_since = now() - interval '1 hour', checked_at = now() - interval '1 hour'
    where id % 500 = 1`.execute(db)
  await sql`update picture set state = 'pending', media_id = null where id % 100 = 0`.execute(db)
  await sql`update media set fingerprint_tried_at = null where get_byte(decode(id, 'hex'), 0) = 0`.execute(db)
  await sql`vacuum analyze`.execute(db)
}
