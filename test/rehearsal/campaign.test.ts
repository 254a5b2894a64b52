import t from 'tap'
import { expectedCounts } from '../../server/rehearsal/expected.ts'
import { plannedByUri } from '../../server/rehearsal/plan.ts'
import { aPlan, collectCampaign, decideCampaign } from '../support/campaign.ts'

for (const request of [
  { seed: 1 },
  { seed: 2 },
  { seed: 2026 },
  { seed: 7, posts: 60 },
  { seed: 3, posts: 20 },
  { seed: 4, posts: 1 },
]) {
  const { seed, posts = 240 } = request
  t.test(`${posts} posts of seed ${seed}, collected and judged for real, end as the plan says`, async (t) => {
    const plan = aPlan(request)
    const planned = plannedByUri(plan)
    const collected = await collectCampaign(t, plan)
    const outcomes = decideCampaign(collected, plan)

    t.strictSame(
      [...collected.keys()].toSorted(),
      plan.posts.flatMap(({ isSeen }, i) => (isSeen ? [[...planned.keys()][i] ?? ''] : [])).toSorted(),
      'the posts seen are those meant to be seen',
    )
    for (const [uri, { kind, entries }] of planned) {
      const ends = outcomes.filter((outcome) => outcome.uri === uri)
      t.strictSame(
        ends.map(({ ending }) => ending),
        entries.map(({ ending }) => ending),
        `${kind}: ${JSON.stringify(ends[0]?.judgement.checks.filter(({ outcome }) => outcome !== 'pass'))}`,
      )
      const isNamed = ends.every(({ item, ending }) => item !== null || ending !== 'public')
      t.ok(isNamed, `${kind}: whatever is shown has an item`)
      if (isNamed && ends.every(({ item }) => item !== null))
        t.strictSame(
          ends.map(({ item }) => item).toSorted(),
          entries.map(({ item }) => item).toSorted(),
          kind,
        )
    }
    const shown = outcomes.flatMap(({ ending, item }) => (ending === 'public' && item !== null ? [item] : []))
    const pictures = [...collected.values()].flatMap((one) => one.pictures.flatMap(({ hash }) => hash ?? []))
    t.strictSame(expectedCounts(plan), {
      items: 24,
      filled: new Set(shown).size,
      posts: collected.size,
      entries: outcomes.length,
      rejected: outcomes.filter(({ ending }) => ending === 'rejected').length,
      media: new Set(pictures).size,
    })
  })
}
