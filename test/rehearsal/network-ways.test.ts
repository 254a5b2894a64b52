import t from 'tap'
import { expectedCounts } from '../../server/rehearsal/expected.ts'
import { canPlay, NETWORKS, type NetworkName } from '../../server/rehearsal/network-ways.ts'
import { timelineOf } from '../../server/rehearsal/plan.ts'
import { ALL_KINDS_FROM } from '../../server/rehearsal/plan-kinds.ts'
import { aPlan } from '../support/campaign.ts'

const SEEDS = [1, 2, 3, 7, 2026]
const FILLING: readonly (readonly NetworkName[])[] = [['mastodon'], ['instagram'], ['bluesky'], NETWORKS]
const plansOn = (networks: readonly NetworkName[], posts = 240) =>
  SEEDS.map((seed) => aPlan({ seed, posts, networks }))

t.test('on one network or on all, nobody does what cannot be done there', async (t) => {
  const played = [...FILLING, ['blogs'] as const].flatMap((networks) =>
    plansOn(networks).flatMap(({ posts }) => posts),
  )
  const impossible = played.filter(({ kind, network }) => !canPlay(network, kind))
  t.strictSame(
    impossible.map(({ kind, network }) => `${kind} on ${network}`),
    [],
  )
  t.equal(played.length, 5 * SEEDS.length * 240)
})

t.test('a campaign on all networks has its posts spread over them', async (t) => {
  for (const plan of plansOn(NETWORKS)) {
    const sizes = NETWORKS.map((network) => timelineOf(plan, network).posts().length)
    t.equal(
      sizes.reduce((a, b) => a + b, 0),
      plan.posts.length,
    )
    t.ok(
      sizes.every((size) => size >= 20),
      String(sizes),
    )
  }
})

t.test('wherever pictures fill pages, 20 to 23 of 24 items are filled', async (t) => {
  const counts = FILLING.flatMap((networks) =>
    plansOn(networks, ALL_KINDS_FROM).map((plan) => expectedCounts(plan).filled),
  )
  t.strictSame(
    counts.filter((filled) => filled < 20 || filled > 23),
    [],
  )
  t.ok(plansOn(['blogs']).every((plan) => expectedCounts(plan).filled === 0))
})

t.test('whoever passes a post on is where it was posted', async (t) => {
  const pairs = plansOn(NETWORKS).flatMap(({ posts }) => {
    const byId = new Map(posts.map(({ post, network }) => [post.id, network]))
    return posts.flatMap(({ kind, network, post }) =>
      kind === 'boost' ? [`${network} from ${byId.get(post.boostOf ?? '')}`] : [],
    )
  })
  t.ok(pairs.length >= SEEDS.length)
  t.strictSame([...new Set(pairs)], ['mastodon from mastodon'])
})
