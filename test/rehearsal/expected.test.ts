import { readFile } from 'node:fs/promises'
import t from 'tap'
import { expectedCounts } from '../../server/rehearsal/expected.ts'
import type { Plan, PlannedPost } from '../../server/rehearsal/planned.ts'
import { aPlan, OPENS } from '../support/campaign.ts'
import { PICTURE } from '../support/mastodon.ts'

const [first] = aPlan({ posts: 1 }).posts
const aPost = (
  change: Partial<PlannedPost>,
  files = [{ kind: 'image', spec: PICTURE, alt: null } as const],
): PlannedPost => {
  if (first === undefined) throw new Error('Found no post; expected one')
  const post = { ...first.post, wordings: [{ at: OPENS, text: '', files, sensitive: false }] as const }
  return {
    ...first,
    post: { ...post, wordings: [...post.wordings] },
    entries: [{ item: 'a', ending: 'public' }],
    ...change,
  }
}
const counts = (...posts: PlannedPost[]) =>
  expectedCounts({ ...aPlan({ posts: 1 }), items: ['a', 'b'], posts } satisfies Plan)

t.test('an item is filled by what is public, and once', async (t) => {
  t.match(counts(aPost({}), aPost({})), { items: 2, filled: 1, posts: 2, entries: 2 })
  for (const ending of ['rejected', 'withdrawn', 'refused_by_rule'] as const)
    t.match(counts(aPost({ entries: [{ item: 'a', ending }] })), { filled: 0, posts: 1, entries: 1 })
  t.match(
    counts(
      aPost({
        entries: [
          { item: 'a', ending: 'public' },
          { item: 'b', ending: 'rejected' },
        ],
      }),
    ),
    { filled: 1, entries: 2, rejected: 1 },
  )
})

t.test(
  'a picture counts once by its bytes, whatever becomes of its post, but not a broken one',
  async (t) => {
    t.equal(counts(aPost({}), aPost({ entries: [{ item: 'a', ending: 'rejected' }] })).media, 1)
    const file = (spec: typeof PICTURE) => [{ kind: 'image', spec, alt: null } as const]
    t.equal(counts(aPost({}), aPost({}, file({ ...PICTURE, seed: 2 }))).media, 2)
    t.equal(counts(aPost({}, file({ ...PICTURE, twist: 'broken' }))).media, 0)
  },
)

t.test('a post of a network whose pictures fill no pages counts for all but pages', async (t) => {
  t.match(counts(aPost({ fillsPages: false })), { filled: 0, posts: 1, entries: 1, media: 1 })
})

t.test('what nobody sees counts nowhere', async (t) => {
  t.match(counts(aPost({ isSeen: false })), { filled: 0, posts: 0, entries: 0, media: 0 })
})

t.test('the counts come from the plan alone', async (t) => {
  const code = await readFile(new URL('../../server/rehearsal/expected.ts', import.meta.url), 'utf8')
  t.same(
    [...code.matchAll(/from '([^']+)'/g)].map(([, from]) => from),
    ['./planned.ts'],
  )
})
