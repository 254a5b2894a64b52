import t from 'tap'
import { participantKey, pidOf } from '../../server/contest/hcd1/participant.ts'
import { DAY } from '../../server/contest/instant.ts'
import { readOverview } from '../../server/db/overview.ts'
import { nodeHashing } from '../../server/hashing.ts'
import { followEntries } from '../../server/steps/follow-entries.ts'
import { mergeParticipants } from '../../server/steps/merge-participants.ts'
import { runDraw } from '../../server/steps/run-draw.ts'
import { type OpenedContest, openedContest } from '../support/builders.ts'
import { bring, takePicturesForReady } from '../support/crowd.ts'
import { aPostBy, collectedAt, enterAll, freeze, sharesOf } from '../support/draws.ts'
import { entriesOf } from '../support/entries.ts'
import { NOON } from '../support/mastodon.ts'
import { startSite } from '../support/site.ts'

t.setTimeout(90_000)

const site = await startSite(t)
const { ctx, clock } = site
t.beforeEach(() => clock.set(NOON))

interface Account {
  participant: number
  handle: string
  entries: number
  counting: number
  merged: { reason: string; by: string; at: string } | null
}

type Person = Account & { accounts: Account[] }

/** The people of a contest, as the API tells them. */
async function people({ contest, owner }: OpenedContest, query = ''): Promise<Person[]> {
  const answer = await site.ask(`/api/v1/contests/${contest.slug}/participants${query}`, { as: owner })
  return answer.json<{ participants: Person[] }>().participants
}

/** The number of the participant who is author number `author` of the test's posts. */
async function numberOf(author: number): Promise<number> {
  const row = await ctx.db
    .selectFrom('participant')
    .select('id')
    .where('provider_id', '=', `https://social.example/users/person${author}`)
    .executeTakeFirstOrThrow()
  return row.id
}

async function merge(
  opened: OpenedContest,
  account: number,
  into: number,
  reason = 'Same name, same kitchen',
) {
  const path = `/api/v1/contests/${opened.contest.slug}/participants/${account}/merge`
  return site.ask(path, { as: opened.owner, json: { into, reason } })
}

async function unmerge(opened: OpenedContest, account: number) {
  const path = `/api/v1/contests/${opened.contest.slug}/participants/${account}/unmerge`
  return site.ask(path, { as: opened.owner, json: { reason: 'Two sisters' } })
}

const posted = (days: number) => ({ postedAt: NOON - days * DAY })

t.test('two accounts of one person have one line in a list, within one person’s limits', async (t) => {
  const opened = await openedContest(ctx, { draft: { caps: { perItem: 1, perDay: null, total: 2 } } })
  const posts = [
    aPostBy(101, ['krakk'], posted(3)),
    aPostBy(102, ['krakk'], posted(2)),
    aPostBy(102, ['kopp'], posted(2)),
    aPostBy(102, ['vindskjerm'], posted(1)),
    aPostBy(103, ['krakk'], posted(1)),
  ]
  await enterAll(ctx, opened, posts)
  const [one, other] = [await numberOf(101), await numberOf(102)]
  t.equal((await merge(opened, other, one)).status, 204)

  const [person] = await people(opened)
  t.match(person, {
    participant: one,
    accounts: [
      { participant: one, entries: 1, merged: null },
      { participant: other, entries: 3 },
    ],
  })
  t.match(person?.accounts[1]?.merged, { reason: 'Same name, same kitchen', by: 'Ola Nordmann' })
  t.equal((await readOverview(ctx.db, opened.contest.id)).people, 2, 'people are counted, not accounts')
  const { people: counted } = await ctx.db
    .selectFrom('contest')
    .select('people')
    .where('id', '=', opened.contest.id)
    .executeTakeFirstOrThrow()
  t.equal(counted, 2, 'on the pages too')

  const late = await followEntries(ctx, opened.contest, posts[1]?.url ?? '')
  t.match(late.entries, [{ ticket: 'none' }], 'the earlier account has the ticket for the item')
  t.ok(late.entries[0]?.checks.some(({ code }) => code === 'over_limit'))

  clock.set(collectedAt(opened.contest))
  const draw = await freeze(ctx, opened)
  t.same(await sharesOf(ctx, draw), ['kopp:1,krakk:1', 'krakk:1'])
  const line = await ctx.db
    .selectFrom('draw_entrant')
    .select(['pid', 'salt'])
    .where('draw_id', '=', draw.id)
    .where('participant_id', '=', one)
    .executeTakeFirstOrThrow()
  const salt = Buffer.from(ctx.secrets.open('draw.salt', line.salt), 'hex')
  const key = participantKey('mastodon', 'https://social.example/users/person101')
  t.equal(await pidOf(key, salt, nodeHashing), line.pid, 'under the key of the account that was merged into')
})

t.test('taking a merge back leaves everything as it was', async (t) => {
  const opened = await openedContest(ctx)
  const posts = [aPostBy(111, ['krakk'], posted(2)), aPostBy(112, ['krakk'], posted(1))]
  await enterAll(ctx, opened, posts)
  const [one, other] = [await numberOf(111), await numberOf(112)]
  const before = await people(opened)
  const entries = await Promise.all(posts.map((post) => entriesOf(ctx, opened.contest, post)))
  await merge(opened, other, one)
  t.equal((await people(opened)).length, 1)
  t.equal((await unmerge(opened, other)).status, 204)
  t.strictSame(await people(opened), before)
  t.strictSame(await Promise.all(posts.map((post) => entriesOf(ctx, opened.contest, post))), entries)
  t.equal((await unmerge(opened, other)).status, 409, 'once')
  t.equal((await merge(opened, one, other)).status, 204, 'and the other way round')
  const record = await ctx.db
    .selectFrom('participant_merge')
    .select(['reason', 'merged_by', 'undone_reason', 'undone_by'])
    .where('participant_id', 'in', [one, other])
    .orderBy('id')
    .execute()
  t.match(record, [
    {
      reason: 'Same name, same kitchen',
      merged_by: opened.owner.id,
      undone_reason: 'Two sisters',
      undone_by: opened.owner.id,
    },
    { undone_reason: null, undone_by: null },
  ])
})

t.test('a post that comes after a merge is the person’s, with its own account as the credit', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(ctx, opened, [aPostBy(121, ['krakk'], posted(2)), aPostBy(122, ['kopp'], posted(2))])
  const [one, other] = [await numberOf(121), await numberOf(122)]
  await merge(opened, other, one)
  await enterAll(ctx, opened, [aPostBy(122, ['vindskjerm'])])
  t.match(await people(opened), [
    { participant: one, accounts: [{ entries: 1 }, { entries: 2, counting: 2 }] },
  ])
  const shown = await site.ask(`/api/v1/contests/${opened.contest.slug}/entries?item=vindskjerm`)
  t.match(shown.json(), { entries: [{ credit: 'person122@social.example' }] })
})

t.test(
  'one picture by two accounts of a person is theirs twice, and somebody else’s without the merge',
  async (t) => {
    const opened = await openedContest(ctx)
    const pictures = aPostBy(131).pictures
    const posts = [
      aPostBy(131, ['krakk'], { ...posted(2), pictures }),
      aPostBy(132, ['krakk'], { ...posted(1), pictures }),
    ]
    await bring(ctx, posts, [opened.contest.id])
    await takePicturesForReady(ctx)
    const asked = async () => {
      const entries = await Promise.all(posts.map((post) => entriesOf(ctx, opened.contest, post)))
      return entries
        .flat()
        .flatMap(({ checks }) =>
          checks.flatMap(({ code, outcome }) =>
            outcome === 'review' && code.startsWith('same_') ? code : [],
          ),
        )
    }
    t.same(await asked(), ['same_picture_other'])
    const [one, other] = [await numberOf(131), await numberOf(132)]
    await merge(opened, one, other)
    t.same(await asked(), ['same_picture_yours'])
    await unmerge(opened, one)
    t.same(await asked(), ['same_picture_other'])
  },
)

t.test('a merge is one step, and of two participants of the contest', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(
    ctx,
    opened,
    [141, 142, 143].map((author) => aPostBy(author)),
  )
  const [a, b, c] = [await numberOf(141), await numberOf(142), await numberOf(143)]
  t.equal((await merge(opened, a, a)).status, 400)
  t.equal((await merge(opened, a, b, 'no')).status, 400, 'a reason has three characters at least')
  t.equal((await merge(opened, a, b, 'yes')).status, 204)
  t.equal((await merge(opened, a, c)).status, 409, 'is merged already')
  t.equal((await merge(opened, c, a)).status, 409, 'into an account that is merged')
  t.equal((await merge(opened, b, c)).status, 409, 'an account that others are merged into')
  t.equal((await merge(opened, c, b)).status, 204, 'a third account of the person')
  t.match(await people(opened), [
    { participant: b, accounts: [{ participant: b }, { participant: a }, { participant: c }] },
  ])
})

t.test('what another brand’s contest knows is not found, and not changed', async (t) => {
  const [mine, theirs] = [await openedContest(ctx), await openedContest(ctx)]
  const posts = [aPostBy(151), aPostBy(152)]
  await enterAll(ctx, mine, posts)
  await bring(ctx, posts, [theirs.contest.id])
  await enterAll(ctx, theirs, [aPostBy(153)])
  const [a, b, stranger] = [await numberOf(151), await numberOf(152), await numberOf(153)]
  t.equal((await merge(mine, a, stranger)).status, 404)
  t.equal((await merge(mine, stranger, a)).status, 404)
  t.equal((await unmerge(mine, stranger)).status, 404)
  t.equal((await merge({ ...mine, owner: theirs.owner }, a, b)).status, 404)
  t.equal((await merge({ ...mine, owner: { ...mine.owner, cookie: '' } }, a, b)).status, 401)
  t.equal((await merge(mine, a, b)).status, 204)
  t.equal((await people(mine)).length, 1)
  t.equal((await people(theirs)).length, 3, 'it is their own people there')
})

t.test('while a frozen list names one of them nothing is merged, and after the draw it stands', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(ctx, opened, [aPostBy(161), aPostBy(162)])
  const [one, other] = [await numberOf(161), await numberOf(162)]
  clock.set(collectedAt(opened.contest))
  const draw = await freeze(ctx, opened)
  const refused = await merge(opened, other, one)
  t.equal(refused.status, 409)
  t.match(refused.text, /is frozen with a line of theirs/)
  t.equal((await people(opened)).length, 2)
  clock.set(draw.drawAt)
  await runDraw(ctx, draw.id, new AbortController().signal)
  t.equal((await merge(opened, other, one)).status, 204)
  t.same(await sharesOf(ctx, draw), ['krakk:1', 'krakk:1'])
})

t.test('of many merges at once each account takes part in one', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(
    ctx,
    opened,
    [171, 172, 173].map((author) => aPostBy(author)),
  )
  const [a, b, c] = [await numberOf(171), await numberOf(172), await numberOf(173)]
  const words = { reason: 'At once', by: opened.owner.id }
  const pairs = [
    [a, b],
    [b, a],
    [b, c],
    [c, b],
    [a, c],
    [c, a],
  ] as const
  const ended = await Promise.allSettled(
    pairs.map(([account, into]) => mergeParticipants(ctx, opened.contest, account, into, words)),
  )
  const faults = ended.flatMap((one) =>
    one.status === 'rejected' && one.reason.name !== 'Refusal' ? one.reason : [],
  )
  t.same(faults, [])
  const standing = await ctx.db
    .selectFrom('participant_merge')
    .select(['participant_id', 'into_id'])
    .where('participant_id', 'in', [a, b, c])
    .execute()
  const merged = standing.map((one) => one.participant_id)
  t.ok(standing.length === 1 || standing.length === 2)
  t.notOk(
    standing.some((one) => merged.includes(one.into_id)),
    'nobody counts as one who counts as another',
  )
})

t.test('posts that come in while accounts are merged and parted belong to whom they should', async (t) => {
  const opened = await openedContest(ctx)
  await bring(ctx, [aPostBy(191), aPostBy(192)], [opened.contest.id])
  const [one, other] = [await numberOf(191), await numberOf(192)]
  for (const isMerged of [true, false, true]) {
    const [changed] = await Promise.all([
      isMerged ? merge(opened, other, one) : unmerge(opened, other),
      ...[1, 2, 3].map(() => bring(ctx, [aPostBy(192), aPostBy(191)], [opened.contest.id])),
    ])
    t.equal(changed.status, 204)
    const entries = await ctx.db
      .selectFrom('entry')
      .innerJoin('post', 'post.id', 'entry.post_id')
      .select('entry.participant_id')
      .where('entry.contest_id', '=', opened.contest.id)
      .where('post.participant_id', '=', other)
      .execute()
    t.same([...new Set(entries.map((entry) => entry.participant_id))], [isMerged ? one : other])
  }
})

t.test('people are listed in pages, each once', async (t) => {
  const opened = await openedContest(ctx)
  await enterAll(
    ctx,
    opened,
    [181, 182, 183].map((author) => aPostBy(author)),
  )
  const [a, b, c] = [await numberOf(181), await numberOf(182), await numberOf(183)]
  const path = `/api/v1/contests/${opened.contest.slug}/participants`
  const first = (await site.ask(`${path}?limit=2`, { as: opened.owner })).json<{
    participants: Person[]
    next: string
  }>()
  t.match(first, { participants: [{ participant: a }, { participant: b }], next: String(b) })
  const last = (await site.ask(`${path}?limit=2&after=${first.next}`, { as: opened.owner })).json()
  t.match(last, { participants: [{ participant: c }], next: null })
  t.equal((await site.ask(path)).status, 401)
  t.equal((await site.ask(`${path}?after=-1`, { as: opened.owner })).status, 400)
})
