import t from 'tap'
import { HOUR } from '../../server/contest/instant.ts'
import { listAlerts } from '../../server/db/alerts.ts'
import { insertDeliveries } from '../../server/db/deliveries.ts'
import { listOpenGaps } from '../../server/db/gaps.ts'
import { listPeople } from '../../server/db/people.ts'
import { insertReport } from '../../server/db/reports.ts'
import { listRuns } from '../../server/db/runs.ts'
import { instagramPostId, instagramUser } from '../../server/rehearsal/instagram-post.ts'
import { fetchPicture } from '../../server/steps/fetch-picture.ts'
import { followEntries } from '../../server/steps/follow-entries.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { localTime } from '../support/builders.ts'
import { type GramContest, gramContests } from '../support/gram-contest.ts'
import { NOON } from '../support/mastodon.ts'

t.setTimeout(90_000)

const start = await gramContests(t)
const brand = { photoTagged: () => true }

/** What each of the three routes does with a post. */
const ROUTES = {
  hashtag: async (gram: GramContest) => {
    gram.server.habits.photoTagged = () => false
    await gram.read()
  },
  // No place for the tag: it is left alone, and what else is followed is read.
  photo_tag: async (gram: GramContest) => {
    gram.server.habits.photoTagged = () => true
    gram.server.habits.tagBudget = 0
    await gram.read()
    gram.server.habits.tagBudget = 30
  },
  mention: async (gram: GramContest, post: Parameters<GramContest['mention']>[0]) => {
    await gram.ctx.db
      .updateTable('source')
      .set({ failures: 0, wait_until: null })
      .where('id', '=', gram.sourceId)
      .execute()
    await gram.mention(post)
  },
}
type Route = keyof typeof ROUTES

function orders<T>(all: readonly T[]): T[][] {
  if (all.length <= 1) return [[...all]]
  return all.flatMap((one, i) => orders(all.toSpliced(i, 1)).map((rest) => [one, ...rest]))
}

for (const [name, habits] of [
  ['one media id', {}],
  ['ids that differ by the way', { sameIds: false }],
  ['a mention that tells its permalink', { sameIds: false, mentionPermalink: true }],
] as const) {
  t.test(
    `a post that comes by hashtag, photo tag and mention is one, in every order (${name})`,
    async (t) => {
      const ends: unknown[] = []
      for (const order of orders<Route>(['hashtag', 'photo_tag', 'mention'])) {
        const gram = await start(t, { habits, settings: { mentionPermalink: 'mentionPermalink' in habits } })
        const post = gram.publish('Ny krakk hos @lillevik@lillevik.example!')
        for (const route of order) await ROUTES[route](gram, post)
        const [entry] = await gram.entries()
        const [stored] = await gram.posts()
        t.same([(await gram.posts()).length, (await gram.entries()).length], [1, 1], order.join())
        t.match(stored, {
          name: instagramPostId(post),
          url: `${gram.server.url}/p/${instagramPostId(post)}/`,
          by: instagramUser(post.account),
          identified: /^(mention|photo_tag)$/,
        })
        t.equal(entry?.participant, instagramUser(post.account))
        ends.push([
          entry?.item,
          entry?.state,
          entry?.verdict,
          entry?.open.filter((one) => !one.startsWith('same_picture')),
        ])
      }
      t.equal(ends.length, 6)
      for (const end of ends) t.strictSame(end, ends[0])
    },
  )
}

t.test('a decision about one of two rows is kept when they turn out to be one post', async (t) => {
  const gram = await start(t, { habits: { sameIds: false } })
  const post = gram.publish('Krakk hos @lillevik@lillevik.example')
  await gram.mention(post)
  await gram.read()
  t.equal((await gram.posts()).length, 2, 'nothing tells yet that they are one')
  for (const { id } of await pictures(gram)) await fetchPicture(gram.ctx, id, new AbortController().signal)
  const [one] = (await gram.entries()).filter(
    ({ participant }) => participant === instagramUser(post.account),
  )
  await moderateEntry(
    gram.ctx,
    gram.contest,
    one?.id ?? 0,
    { action: 'reject', code: 'not_the_item' },
    gram.owner.id,
  )
  gram.server.habits.photoTagged = () => true
  await gram.read()
  const entries = await gram.entries()
  t.match(entries, [{ state: 'rejected', participant: instagramUser(post.account) }])
  const { rows } = {
    rows: await gram.ctx.db
      .selectFrom('decision')
      .select('action')
      .where('entry_id', '=', entries[0]?.id ?? 0)
      .execute(),
  }
  t.match(rows, [{ action: 'reject' }])
})

t.test('what was approved of two rows is shown once when they turn out to be one post', async (t) => {
  const gram = await start(t, { habits: { sameIds: false } })
  const post = gram.publish('Krakk hos @lillevik@lillevik.example')
  await gram.mention(post)
  await gram.read()
  for (const { id } of await pictures(gram)) await fetchPicture(gram.ctx, id, new AbortController().signal)
  const before = await gram.entries()
  t.equal(before.length, 2)
  for (const { id } of before)
    await moderateEntry(gram.ctx, gram.contest, id, { action: 'approve' }, gram.owner.id).catch(() => null)
  const reporters = ['a', 'b']
  for (const { id } of before)
    for (const reporter of reporters)
      await insertReport(gram.ctx.db, {
        entryId: id,
        reason: 'copied',
        text: '',
        reporter,
        at: gram.clock.now(),
      })
  gram.server.habits.photoTagged = () => true
  await gram.read()
  t.match(await gram.entries(), [
    { state: 'approved', verdict: 'counts', participant: instagramUser(post.account) },
  ])
  const [entry] = await gram.entries()
  const { db } = gram.ctx
  const reports = await db
    .selectFrom('report')
    .select('reporter')
    .where('entry_id', '=', entry?.id ?? 0)
    .execute()
  t.same(reports.map(({ reporter }) => reporter).toSorted(), reporters)
  const item = await db
    .selectFrom('item')
    .select(['photos', 'cover_entry_id'])
    .where('contest_id', '=', gram.contest.id)
    .where('slug', '=', 'krakk')
    .executeTakeFirst()
  t.same(item, { photos: 1, cover_entry_id: entry?.id })
  const contest = db.selectFrom('contest').select(['entries', 'people']).where('id', '=', gram.contest.id)
  t.same(await contest.executeTakeFirst(), { entries: 1, people: 1 })
})

t.test('an entry without an author stands for itself until somebody tells whose it is', async (t) => {
  const gram = await start(t)
  const post = gram.publish()
  await gram.read()
  t.match(await gram.entries(), [
    { participant: `post:${instagramPostId(post)}`, open: ['picture_pending wait'] },
  ])
  gram.server.habits.photoTagged = () => true
  await gram.read()
  t.match(await gram.entries(), [{ participant: instagramUser(post.account) }])
  t.match(await gram.posts(), [{ identified: 'photo_tag' }])
})

t.test('where the rules ask for a mention, an entry waits until its author is known', async (t) => {
  const gram = await start(t, { draft: { mention: '@lillevik' } })
  const post = gram.publish('Krakk hos @lillevik@lillevik.example')
  await gram.read()
  t.match(await gram.entries(), [{ open: ['picture_pending wait', 'unidentified wait'] }])
  await gram.mention(post)
  t.match(await gram.entries(), [
    { open: ['picture_pending wait'], participant: instagramUser(post.account) },
  ])
})

t.test(
  'an outage of 30 hours leaves a gap; what popular posts tell of it is read, and the log says it is not all',
  async (t) => {
    const gram = await start(t)
    gram.publish()
    await gram.read()
    const missed = gram.publish('Mens ingen leste')
    gram.clock.advance(30 * HOUR)
    await gram.read()
    t.ok((await gram.posts()).some(({ name }) => name === instagramPostId(missed)))
    t.same(await listOpenGaps(gram.ctx.db, gram.sourceId, 10), [])
    const gaps = await gram.ctx.db
      .selectFrom('source_gap')
      .selectAll()
      .where('source_id', '=', gram.sourceId)
      .orderBy('noticed_at', 'desc')
      .execute()
    t.match(gaps[0], {
      why: /24 hours/,
      filled_how: /^1 posts that were missed; Instagram shows the popular posts/,
      found: 1,
    })
    t.ok(
      (await listRuns(gram.ctx.db, gram.sourceId, 10)).some(
        ({ way, stored }) => way === 'fill' && stored === 1,
      ),
    )
  },
)

t.test('what has to do with the brand and not with the contest is not kept', async (t) => {
  const gram = await start(t, { habits: brand })
  gram.timeline.post({
    text: 'Fin butikk, @lillevik@lillevik.example',
    files: gram.publish().wordings[0].files,
  })
  const [, stranger] = gram.timeline.posts()
  await gram.read()
  t.equal((await gram.posts()).length, 1)
  if (stranger) t.match(await gram.mention(stranger), { posts: 0, givenUp: 0 })
  t.equal((await gram.posts()).length, 1)
})

t.test(
  'a link that died before the picture was fetched is replaced when the post is read again',
  async (t) => {
    const gram = await start(t, { habits: { ...brand, linkLife: -48 * HOUR } })
    gram.publish()
    await gram.read()
    const [picture] = await pictures(gram)
    for (let tries = 0; tries < 4; tries++)
      await fetchPicture(gram.ctx, picture?.id ?? 0, new AbortController().signal).catch(() => null)
    t.match(await pictures(gram), [{ state: 'broken', lost: true }])
    gram.server.habits.linkLife = 48 * HOUR
    gram.clock.advance(6 * HOUR)
    await gram.read()
    t.match(await pictures(gram), [{ state: 'pending', lost: false }])
    await fetchPicture(gram.ctx, picture?.id ?? 0, new AbortController().signal)
    t.match(await pictures(gram), [{ state: 'ready' }])
  },
)

t.test('a dead token stops the source: nothing more is asked until a person has seen to it', async (t) => {
  const gram = await start(t)
  gram.publish()
  await gram.read()
  gram.server.habits.dead = 463
  const { count } = gram.server.requests()
  for (let quarter = 0; quarter < 8; quarter++) await gram.read()
  t.equal(gram.server.requests().count, count + 1)
  t.match(
    await gram.ctx.db.selectFrom('source').selectAll().where('id', '=', gram.sourceId).executeTakeFirst(),
    {
      state: 'needs_attention',
      last_error: /expired/,
    },
  )
  t.match(await listAlerts(gram.ctx.db, [gram.sourceId]), [{ code: 'needs_attention', message: /190\/463/ }])
})

t.test('a permission that is missing, or a tag too many, is told of and stops nothing else', async (t) => {
  const gram = await start(t, { habits: { tagsPermitted: false } })
  gram.publish()
  t.match(await gram.read(), { posts: 1, failed: 1 })
  const source = gram.ctx.db.selectFrom('source').selectAll().where('id', '=', gram.sourceId)
  t.match(await source.executeTakeFirst(), { state: 'active', failures: 0, last_ok_at: gram.clock.now() })
  const runs = await listRuns(gram.ctx.db, gram.sourceId, 5)
  t.match(
    runs.filter(({ way }) => way === 'poll'),
    [
      { target: /^account:/, outcome: 'failed', error: /\(10\)/ },
      { target: /^tag:/, outcome: 'ok' },
    ],
  )
  const [, , gaps] = [gram.publish(), gram.clock.advance(30 * HOUR), await gram.read()]
  t.match(gaps, { posts: 1 }, 'gaps are filled all the same')
})

t.test('posts that come by two routes at the same moment are one each', async (t) => {
  const gram = await start(t)
  const posts = Array.from({ length: 12 }, (_, n) =>
    gram.publish('Hos @lillevik@lillevik.example', { account: { user: `siv${n}` } }),
  )
  const payloads = posts.map((post) => ({ mediaId: gram.server.newsOf(post).mediaId, commentId: null }))
  const deliveries = payloads.map((payload) => ({ key: payload.mediaId, payload }))
  await insertDeliveries(gram.ctx.db, gram.sourceId, deliveries, gram.clock.now())
  await Promise.all([gram.read(), gram.take(), gram.take()])
  const stored = await gram.posts()
  t.same(stored.map(({ name }) => name).toSorted(), posts.map(instagramPostId).toSorted())
  t.equal(stored.filter(({ identified }) => identified === 'mention').length, 12)
  t.same(
    (await gram.entries()).map(({ participant }) => participant),
    posts.map(({ account }) => instagramUser(account)),
  )
})

t.test('what nobody could read before the contest opened is no gap', async (t) => {
  const gram = await start(t)
  gram.publish()
  await gram.read()
  const [gap] = await gram.ctx.db
    .selectFrom('source_gap')
    .selectAll()
    .where('source_id', '=', gram.sourceId)
    .execute()
  t.match(gap, { gap_until: gram.clock.now() - 24 * HOUR })
  const young = await start(t, { draft: { opens: localTime(NOON - HOUR) } })
  young.publish()
  await young.read()
  t.same(
    await young.ctx.db.selectFrom('source_gap').selectAll().where('source_id', '=', young.sourceId).execute(),
    [],
  )
})

t.test('a post is found by its address, however it was copied', async (t) => {
  const gram = await start(t)
  const code = instagramPostId(gram.publish())
  await gram.read()
  const find = async (address: string) =>
    (await followEntries(gram.ctx, gram.contest, address)).entries.length
  for (const address of [
    `${gram.server.url}/p/${code}/`,
    `https://www.instagram.com/p/${code}/`,
    `https://instagram.com/p/${code}?igsh=abc`,
    `  instagram.com/reel/${code}/ `,
    `https://www.instagram.com/siv.nordmann/p/${code}/#x`,
  ])
    t.equal(await find(address), 1, address)
  for (const address of [`https://www.instagram.com/p/${code}x/`, `https://elsewhere.example/p/${code}/`, ''])
    t.equal(await find(address), 0, address)
})

t.test('posts of nobody are no people', async (t) => {
  const gram = await start(t)
  const [, known] = [
    gram.publish(),
    gram.publish('Hos @lillevik@lillevik.example', { account: { user: 'per' } }),
  ]
  await gram.read()
  await gram.mention(known)
  const people = await listPeople(gram.ctx.db, { id: gram.contest.id, brandId: gram.owner.brandId }, 1, 0)
  t.match(people, [{ handle: instagramUser(known.account), accounts: [{ entries: 1 }] }])
  t.equal((await gram.entries()).length, 2)
})

async function pictures(gram: GramContest) {
  return gram.ctx.db
    .selectFrom('picture')
    .innerJoin('post_sighting', 'post_sighting.post_id', 'picture.post_id')
    .select(['picture.id', 'picture.state', 'picture.lost', 'picture.url'])
    .where('post_sighting.source_id', '=', gram.sourceId)
    .orderBy('picture.id')
    .execute()
}
