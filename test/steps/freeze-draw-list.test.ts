import { createHash } from 'node:crypto'
import t from 'tap'
import { canonicalJson } from '../../server/contest/canonical-json.ts'
import { formatLine } from '../../server/contest/hcd1/build-entrants.ts'
import { commitHash } from '../../server/contest/hcd1/commit.ts'
import { participantKey, pidOf } from '../../server/contest/hcd1/participant.ts'
import { DAY, MINUTE } from '../../server/contest/instant.ts'
import { readRulesText } from '../../server/db/contests.ts'
import { readEntrants } from '../../server/db/draws.ts'
import { listHolders } from '../../server/db/tickets.ts'
import { nodeHashing } from '../../server/hashing.ts'
import { moderateEntry } from '../../server/steps/moderate-entry.ts'
import { anItemDraft, openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { aPostBy, collectedAt, enterAll, freeze, sharesOf } from '../support/draws.ts'
import { aNewPost, enterOne, entriesOf, vanish } from '../support/entries.ts'
import { NOON } from '../support/mastodon.ts'

t.setTimeout(90_000)

const { ctx, clock } = await testContext(t)
t.beforeEach(() => clock.set(NOON))

const at = (before: number) => ({ postedAt: NOON - before })

t.test('only approved entries that count carry tickets', async (t) => {
  const opened = await openedContest(ctx)
  const { contest, owner } = opened
  await enterAll(ctx, opened, [aPostBy(1), aPostBy(2, ['kopp']), aPostBy(3, [])])
  await enterOne(ctx, contest, aNewPost())
  await enterOne(ctx, contest, aNewPost({ pictures: [] }))
  const rejected = await enterOne(ctx, contest, aNewPost())
  await moderateEntry(ctx, contest, rejected.id, { action: 'reject', code: 'not_the_item' }, owner.id)
  const gone = await enterOne(ctx, contest, aNewPost())
  await moderateEntry(ctx, contest, gone.id, { action: 'approve' }, owner.id)
  await vanish(ctx, gone)
  clock.set(collectedAt(contest))
  const draw = await freeze(ctx, opened, { leaveWaiting: true })
  t.same(await sharesOf(ctx, draw), ['kopp:1', 'krakk:1'])
  t.match(JSON.parse(draw.commit), { n: 2 })
})

t.test('posts whose authors nobody tells stand in the list for themselves, each once', async (t) => {
  const opened = await openedContest(ctx)
  const { contest, owner } = opened
  for (const id of ['https://blog.example/1', `https://blog.example/${'x'.repeat(600)}`]) {
    const { id: entry } = await enterOne(ctx, contest, aNewPost({ author: null, id }))
    await moderateEntry(ctx, contest, entry, { action: 'approve' }, owner.id)
  }
  clock.set(collectedAt(contest))
  const draw = await freeze(ctx, opened)
  t.same(await sharesOf(ctx, draw), ['krakk:1', 'krakk:1'])
})

t.test('where the rules ask for a mention, such posts wait and carry no ticket', async (t) => {
  const opened = await openedContest(ctx, { draft: { mention: '@lillevik' } })
  const { contest, owner } = opened
  const text = 'Hos lillevik #folkekatalog #krakk'
  const { id } = await enterOne(ctx, contest, aNewPost({ author: null, text }))
  await t.rejects(moderateEntry(ctx, contest, id, { action: 'approve' }, owner.id), {
    message: /unidentified/,
  })
  await enterAll(ctx, opened, [aPostBy(1, ['kopp'], { text: 'Hos @lillevik #folkekatalog #kopp' })])
  clock.set(collectedAt(contest))
  const draw = await freeze(ctx, opened, { leaveWaiting: true })
  t.same(await sharesOf(ctx, draw), ['kopp:1'])
})

t.test('the earliest entries within the caps carry the tickets, in the order of their posts', async (t) => {
  const caps = { perItem: 2, perDay: 3, total: 4 }
  const opened = await openedContest(ctx, { draft: { caps } })
  const posts = [
    aPostBy(1, ['krakk'], at(3 * DAY)),
    aPostBy(1, ['krakk'], at(3 * DAY - MINUTE)),
    aPostBy(1, ['krakk'], at(3 * DAY - 2 * MINUTE)),
    aPostBy(1, ['kopp'], at(3 * DAY - 3 * MINUTE)),
    aPostBy(1, ['kopp'], at(3 * DAY - 4 * MINUTE)),
    aPostBy(1, ['kopp'], at(2 * DAY)),
    aPostBy(1, ['vindskjerm'], at(DAY)),
    aPostBy(2, ['krakk', 'kopp'], at(DAY)),
  ]
  // Whoever comes later may have posted earlier.
  await enterAll(ctx, opened, posts.toReversed())
  clock.set(collectedAt(opened.contest))
  const draw = await freeze(ctx, opened)
  t.same(
    await sharesOf(ctx, draw),
    ['kopp:1,krakk:1', 'kopp:2,krakk:2'],
    'two of an item, three of a day, four in all',
  )
  const list = await readEntrants(ctx.db, draw.id)
  const pid =
    list
      .split('\n')
      .find((line) => line.endsWith('kopp:2,krakk:2'))
      ?.slice(0, 64) ?? ''
  const holders = await listHolders(ctx.db, draw.id, [pid])
  const held = holders
    .toSorted((a, b) => (a.item < b.item ? -1 : a.item > b.item ? 1 : a.ticket - b.ticket))
    .map(({ entryId }) => entryId)
  const expected = []
  for (const n of [3, 5, 0, 1]) {
    const [entry] = await entriesOf(ctx, opened.contest, posts[n] ?? aPostBy(1))
    expected.push(entry?.id)
  }
  t.same(held, expected, 'ticket 0 is the earliest entry')
})

t.test('what wins nothing is not in the list, and takes up nobody his limit', async (t) => {
  const items = [anItemDraft('krakk', { winners: 0 }), anItemDraft('kopp', { winners: 2, alternates: 3 })]
  const opened = await openedContest(ctx, {
    items,
    draft: { caps: { perItem: 1, perDay: null, total: 1 }, maxPrizes: 2 },
  })
  await enterAll(ctx, opened, [aPostBy(1, ['krakk'], at(DAY)), aPostBy(1, ['kopp']), aPostBy(2, ['krakk'])])
  clock.set(collectedAt(opened.contest))
  const draw = await freeze(ctx, opened)
  t.same(await sharesOf(ctx, draw), ['kopp:1'])
  t.match(JSON.parse(draw.commit), { items: [{ id: 'kopp', winners: 2, alternates: 3 }], max_prizes: 2 })
})

t.test('a contest that nobody entered has an empty list, and a commitment to it', async (t) => {
  const opened = await openedContest(ctx)
  clock.set(collectedAt(opened.contest))
  const draw = await freeze(ctx, opened)
  t.equal(await readEntrants(ctx.db, draw.id), '')
  t.match(JSON.parse(draw.commit), { n: 0, root: createHash('sha256').digest('hex') })
})

t.test('the commitment holds what was promised, in its canonical bytes', async (t) => {
  const opened = await openedContest(ctx)
  const { contest } = opened
  await enterAll(ctx, opened, [aPostBy(1), aPostBy(2, ['kopp', 'vindskjerm'])])
  clock.set(collectedAt(contest))
  const draw = await freeze(ctx, opened)
  const commit = JSON.parse(draw.commit)
  const rules = (await readRulesText(ctx.db, contest.id)) ?? ''
  t.equal(draw.commit, canonicalJson(commit))
  t.equal(draw.commitHash, await commitHash(commit, nodeHashing))
  t.equal(draw.commitHash, createHash('sha256').update(draw.commit).digest('hex'))
  t.match(commit, {
    v: 'hcd1',
    contest: `http://localhost:3000/c/${contest.slug}`,
    draw: 1,
    prev: '0'.repeat(64),
    rules: createHash('sha256').update(rules).digest('hex'),
    n: 2,
    items: ['krakk', 'vindskjerm', 'kopp'].map((id) => ({ id, winners: 1, alternates: 2 })),
    max_prizes: 1,
    randomness: { type: 'local', commit: contest.localCommit },
  })
  t.match(rules, contest.localCommit ?? 'none', 'the rules told the fingerprint of the secret')
})

t.test('everybody stands in the list under a pid that their salt opens', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(ctx, opened, [aPostBy(1), aPostBy(2), aPostBy(3, ['kopp'])])
  clock.set(collectedAt(opened.contest))
  const draw = await freeze(ctx, opened)
  const lines = (await readEntrants(ctx.db, draw.id)).split('\n')
  const people = await ctx.db
    .selectFrom('draw_entrant')
    .innerJoin('participant', 'participant.id', 'draw_entrant.participant_id')
    .select(['pid', 'salt', 'line', 'provider', 'provider_id'])
    .where('draw_id', '=', draw.id)
    .execute()
  t.equal(people.length, 3)
  for (const { pid, salt, line, provider, provider_id } of people) {
    const opener = Buffer.from(ctx.secrets.open('draw.salt', salt), 'hex')
    t.equal(await pidOf(participantKey(provider, provider_id), opener, nodeHashing), pid)
    const item = provider_id.endsWith('person3') ? 'kopp' : 'krakk'
    t.equal(lines[line], formatLine({ pid, shares: [{ item, weight: 1, tier: 0 }] }))
  }
})
