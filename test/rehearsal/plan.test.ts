import fc from 'fast-check'
import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import { sampleCatalogue } from '../../server/rehearsal/catalogue.ts'
import { expectedCounts } from '../../server/rehearsal/expected.ts'
import { postUri } from '../../server/rehearsal/mastodon-post.ts'
import { planCampaign, plannedByUri, timelineOf } from '../../server/rehearsal/plan.ts'
import { SHORTEST_CAMPAIGN } from '../../server/rehearsal/plan-draft.ts'
import { ALL_KINDS_FROM, KINDS, type Kind } from '../../server/rehearsal/plan-kinds.ts'
import { FEDERATION_DELAY, LONGEST_PAUSE } from '../../server/rehearsal/plan-times.ts'
import type { Plan, PlannedPost } from '../../server/rehearsal/planned.ts'
import { USUAL_OVERLAP_HOURS } from '../../server/sources/mastodon-settings.ts'
import { aPlan, CLOSES, OPENS } from '../support/campaign.ts'

const plan = aPlan()
const ofKind = (kind: Kind, from: Plan = plan) => from.posts.filter((planned) => planned.kind === kind)
const textOf = ({ post }: PlannedPost) => post.wordings.at(-1)?.text ?? ''
const filesOf = ({ post }: PlannedPost) => post.wordings[0].files
const specsOf = (planned: PlannedPost) =>
  filesOf(planned).flatMap((file) => (file.kind === 'video' ? [] : [file.spec]))
const itemOf = (planned: PlannedPost) =>
  sampleCatalogue.items.find(({ slug }) => slug === planned.entries[0]?.item)

t.test('the same seed gives the same plan, another seed another', async (t) => {
  t.strictSame(aPlan(), plan)
  t.strictSame(JSON.stringify(aPlan({ seed: -5 })), JSON.stringify(aPlan({ seed: -5 })))
  t.notSame(aPlan({ seed: 2 }).posts[0], plan.posts[0])
})

t.test('there are as many posts as asked for, in order, with identities of their own', async (t) => {
  for (const posts of [1, 2, 3, 59, 60, 240, 500]) t.equal(aPlan({ posts }).posts.length, posts)
  t.equal(plannedByUri(plan).size, 240)
  t.equal(timelineOf(plan).posts().length, 240)
  const times = plan.posts.map(({ post }) => post.createdAt)
  t.strictSame(
    times,
    times.toSorted((a, b) => a - b),
  )
  t.ok(times.every((at) => at % 1000 === 0))
})

t.test('from sixty posts on every kind is there, and 20 to 23 of 24 items are filled', async (t) => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: ALL_KINDS_FROM, max: 400 }), (seed, posts) => {
      const some = aPlan({ seed, posts })
      const kinds = new Set(some.posts.map(({ kind }) => kind))
      for (const kind of Object.keys(KINDS))
        if (!kinds.has(kind as Kind)) t.fail(`${kind} of seed ${seed}, ${posts} posts`)
      const { filled, items } = expectedCounts(some)
      if (items !== 24 || filled < 20 || filled > 23)
        t.fail(`${filled} filled of seed ${seed}, ${posts} posts`)
    }),
    { numRuns: 60 },
  )
  t.equal(
    new Set([1, 2, 3, 4, 5, 6, 7, 8, 9].map((seed) => expectedCounts(aPlan({ seed })).filled)).size > 1,
    true,
  )
})

t.test(
  'with fewer posts one in four is odd, and no more items are filled than there are good ones',
  async (t) => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: ALL_KINDS_FROM - 1 }), (seed, posts) => {
        const some = aPlan({ seed, posts })
        const odd = some.posts.filter(({ kind }) => kind !== 'plain').length
        const { filled } = expectedCounts(some)
        if (odd > posts / 4 || filled < 1 || filled > 23)
          t.fail(`${odd} odd and ${filled} filled of seed ${seed}, ${posts} posts`)
      }),
      { numRuns: 60 },
    )
    t.match(expectedCounts(aPlan({ posts: 1 })), { items: 24, filled: 1, posts: 1, entries: 1, rejected: 0 })
  },
)

t.test('gaps are told of too, but nothing good', async (t) => {
  const some = [1, 2, 3, 4, 5].map((seed) => aPlan({ seed }))
  const near = some.flatMap(({ posts }) => {
    const shown = new Set(
      posts.flatMap(({ entries }) =>
        entries.flatMap(({ item, ending }) => (ending === 'public' ? item : [])),
      ),
    )
    return posts.flatMap(({ entries }) => entries.filter(({ item }) => !shown.has(item)))
  })
  t.ok(near.length > 10)
  t.ok(near.every(({ ending }) => ending !== 'public'))
})

t.test('people post in the window, apart from those who are early or late', async (t) => {
  for (const { kind, post } of plan.posts) {
    if (kind === 'early') t.ok(post.createdAt < OPENS && post.createdAt > OPENS - 2 * DAY)
    else if (kind === 'late')
      t.ok(post.createdAt >= CLOSES + 10 * MINUTE && post.createdAt < CLOSES + 10 * HOUR)
    else t.ok(post.createdAt >= OPENS && post.createdAt <= CLOSES - 20 * MINUTE, kind)
  }
  t.ok(plan.beginsAt < OPENS)
  t.ok(plan.endsAt > CLOSES && plan.endsAt < CLOSES + DAY)
})

t.test('what a collector has to see stays long enough to be seen', async (t) => {
  for (const seed of [1, 2, 3, 4]) {
    const some = aPlan({ seed })
    for (const { post } of ofKind('deleted', some)) {
      t.ok((post.deletedAt ?? 0) - post.createdAt > 2 * LONGEST_PAUSE)
      t.ok((post.deletedAt ?? 0) < CLOSES - HOUR)
    }
    for (const { post } of [...ofKind('edit_adds_item_tag', some), ...ofKind('edit_removes_tag', some)]) {
      const [first, second] = post.wordings
      t.ok((second?.at ?? 0) - first.at > LONGEST_PAUSE)
      t.ok((second?.at ?? 0) - first.at + LONGEST_PAUSE < USUAL_OVERLAP_HOURS * HOUR + 5 * HOUR)
      t.ok((second?.at ?? 0) < CLOSES)
    }
    for (const { post } of ofKind('edit_adds_tag_late', some)) t.ok((post.wordings[1]?.at ?? 0) > CLOSES)
    for (const { post } of ofKind('federates_late', some))
      t.equal(post.arrivesAt - post.createdAt, FEDERATION_DELAY)
  }
  t.ok(FEDERATION_DELAY > 24 * HOUR && FEDERATION_DELAY + LONGEST_PAUSE < USUAL_OVERLAP_HOURS * HOUR)
})

t.test('each mistake is what its name says', async (t) => {
  const tagged = (planned: PlannedPost): readonly string[] =>
    textOf(planned)
      .toLowerCase()
      .match(/#[\p{L}\p{N}_]+/gu) ?? []
  for (const one of ofKind('plain')) t.ok(tagged(one).includes(`#${itemOf(one)?.tag}`))
  for (const one of ofKind('no_item_tag')) t.notOk(tagged(one).includes(`#${itemOf(one)?.tag}`))
  for (const one of ofKind('typo'))
    t.notOk(sampleCatalogue.items.some(({ tag }) => tagged(one).includes(`#${tag}`)))
  for (const one of ofKind('other_spelling'))
    t.ok(
      tagged(one).includes(`#${itemOf(one)?.tag.replace(/å/g, 'a').replace(/ø/g, 'o').replace(/æ/g, 'ae')}`),
    )
  for (const one of ofKind('alias_tag'))
    t.ok(itemOf(one)?.aliases.some((alias) => tagged(one).includes(`#${alias}`)))
  for (const one of ofKind('two_items')) t.equal(new Set(one.entries.map(({ item }) => item)).size, 2)
  for (const one of ofKind('no_picture')) t.equal(filesOf(one).length, 0)
  for (const one of ofKind('video_without_still')) t.match(filesOf(one), [{ kind: 'video' }])
  for (const one of ofKind('not_the_item')) t.match(specsOf(one), [{ item: null, twist: 'elsewhere' }])
  for (const twist of [
    'exif_rotated',
    'gps',
    'twelve_megapixels',
    'animated_gif',
    'printed_page',
    'broken',
  ] as const)
    for (const one of ofKind(twist)) t.match(specsOf(one), [{ twist, item: one.entries[0]?.item }])
  for (const one of ofKind('exif_rotated')) t.match(specsOf(one), [{ framing: 'portrait' }])
  for (const one of ofKind('sensitive')) t.equal(one.post.wordings[0].sensitive, true)
  for (const one of ofKind('long_caption')) t.ok(textOf(one).length > 500)
  for (const one of ofKind('other_script')) t.match(textOf(one), /[^\p{Script=Latin}\p{P}\p{N}\s]/u)
  for (const one of ofKind('edit_removes_tag'))
    t.match(
      one.post.wordings.map(({ text }) => /#hverdagskatalogen/i.test(text)),
      [true, false],
    )
  for (const one of ofKind('edit_adds_tag_late'))
    t.match(
      one.post.wordings.map(({ text }) => /#hverdagskatalogen/i.test(text)),
      [false, true],
    )
  for (const one of ofKind('unlisted')) t.match([one.post.visibility, one.isSeen], ['unlisted', false])
})

t.test('copies repeat a picture, by the same person or another, later', async (t) => {
  const firstWith = (planned: PlannedPost) =>
    plan.posts.find(
      (other) => other !== planned && JSON.stringify(specsOf(other)) === JSON.stringify(specsOf(planned)),
    )
  for (const one of ofKind('same_picture_yours')) {
    t.ok((firstWith(one)?.post.createdAt ?? 0) < one.post.createdAt)
    t.strictSame(firstWith(one)?.post.account, one.post.account)
  }
  for (const one of ofKind('same_picture_other')) t.notSame(firstWith(one)?.post.account, one.post.account)
  for (const one of ofKind('boost')) {
    const boosted = plan.posts.find(({ post }) => post.id === one.post.boostOf)
    t.ok((boosted?.post.createdAt ?? 0) < one.post.createdAt)
    t.notSame(boosted?.post.account, one.post.account)
  }
  const [capped] = ofKind('over_cap')
  const theirs = plan.posts.filter(
    ({ post, entries }) =>
      post.account === capped?.post.account && entries[0]?.item === capped.entries[0]?.item,
  )
  t.ok(theirs.length >= 3, 'one person, one item, three pictures')
  t.equal(new Set(theirs.flatMap(specsOf).map(({ seed }) => seed)).size, theirs.flatMap(specsOf).length)
})

t.test('handles end in .example and nobody shares one', async (t) => {
  const accounts = new Map(
    plan.posts.map(({ post }) => [post.account, `${post.account.user}@${post.account.host}`]),
  )
  t.equal(new Set(accounts.values()).size, accounts.size)
  for (const handle of accounts.values()) t.match(handle, /^[a-z0-9_]+@[a-z]+\.example$/)
  t.ok(accounts.size > 60)
  for (const { post } of plan.posts)
    t.match(postUri(post), /^https:\/\/[a-z]+\.example\/users\/[a-z0-9_]+\/statuses\/\d+$/)
})

t.test('captions are of many kinds and hardly ever said twice', async (t) => {
  const bodies = plan.posts
    .filter(({ kind }) => kind !== 'boost')
    .map((one) => textOf(one).replace(/#\S+/g, '').trim())
  t.ok(new Set(bodies).size >= bodies.length - 5)
  t.notMatch(bodies.join('\n'), /[{}]|undefined/)
  t.ok(plan.posts.filter(({ post }) => post.language === 'en').length > 30)
  t.ok(plan.posts.filter(({ post }) => post.language === 'nb').length > 100)
})

t.test('popular items are asked for more, and more people post towards the end', async (t) => {
  const counts = sampleCatalogue.items.map(
    ({ slug }) => plan.posts.filter(({ entries }) => entries.some(({ item }) => item === slug)).length,
  )
  t.ok(Math.max(...counts) >= 12)
  const inDays = (from: number, to: number) =>
    plan.posts.filter(({ post }) => post.createdAt >= OPENS + from * DAY && post.createdAt < OPENS + to * DAY)
      .length
  t.ok(inDays(26, 28) > 2 * inDays(0, 4))
})

t.test('a plan for another catalogue works as well', async (t) => {
  const items = [{ slug: 'a', name: 'ABBOR', tag: 'abbor', aliases: [], thing: 'vase' as const }]
  const small = planCampaign({
    seed: 1,
    posts: 100,
    opensAt: OPENS,
    closesAt: CLOSES,
    catalogue: { campaignTag: 'x', items },
  })
  t.match(expectedCounts(small), { items: 1, filled: 1 })
  t.equal(
    small.posts.filter(
      ({ kind }) => kind === 'alias_tag' || kind === 'other_spelling' || kind === 'two_items',
    ).length,
    0,
  )
})

t.test('a request that cannot be planned says what was found and expected', async (t) => {
  t.doesNotThrow(() => aPlan({ closesAt: OPENS + SHORTEST_CAMPAIGN }))
  t.throws(
    () => aPlan({ closesAt: OPENS + SHORTEST_CAMPAIGN - 1 }),
    /Found a campaign of 10 days; expected at least 10|Found a campaign of/,
  )
  t.throws(() => aPlan({ closesAt: OPENS + 2 * DAY }), /Found a campaign of 2 days; expected at least 10/)
  t.throws(() => aPlan({ closesAt: Number.NaN }), /Found a campaign of NaN days/)
  for (const posts of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
    t.throws(() => aPlan({ posts }), /expected a whole number from 1 on/)
  t.throws(() => aPlan({ catalogue: { campaignTag: 'x', items: [] } }), /expected at least one/)
})
