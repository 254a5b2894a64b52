import { randomBytes } from 'node:crypto'
import t from 'tap'
import { MINUTE } from '../../server/contest/instant.ts'
import { readEvidence } from '../../server/db/evidence.ts'
import { LONGEST_NAME } from '../../server/sources/mastodon-status.ts'
import { aFile, openedContest } from '../support/builders.ts'
import { collections, lastRun, shownEntries } from '../support/collection.ts'

const aCollection = await collections(t)

/** What nothing can be left out of, so that no index can press it together. */
function noise(length: number): string {
  return randomBytes(length).toString('hex').slice(0, length)
}

type Status = Record<string, unknown> & { account: object }

/** One post of three is changed on its way by a hostile server. */
const HOSTILE: [title: string, change: (status: Status) => object, isTaken: boolean][] = [
  ['an identity that fits no index', () => ({ uri: `https://x.example/${noise(3_900)}` }), false],
  [
    'an identity of many bytes in few letters',
    () => ({ uri: `https://x.example/${'\u{1F980}'.repeat(990)}` }),
    false,
  ],
  ['an address that fits no index', () => ({ url: `https://x.example/${noise(3_900)}` }), true],
  [
    'an address that grows when it is spelled out',
    () => ({ url: `https://x.example/${'æ'.repeat(1_900)}` }),
    true,
  ],
  [
    'an author whose identity fits no index',
    ({ account }) => ({ account: { ...account, uri: `https://x.example/${noise(3_900)}` } }),
    false,
  ],
  [
    'an author from before our era',
    ({ account }) => ({ account: { ...account, created_at: '-000044-03-15T12:00:00Z' } }),
    true,
  ],
  [
    'an author from the end of time',
    ({ account }) => ({ account: { ...account, created_at: '+275760-09-13T00:00:00.000Z' } }),
    true,
  ],
  ['an edit in the year nought', () => ({ edited_at: '0000-01-01T00:00:00Z' }), false],
  ['a time in the year nought', () => ({ created_at: '0000-01-01T00:00:00Z' }), false],
  [
    'a caption of nothing but signs that cannot be stored',
    () => ({ content: '<p>#folkekatalog #krakk &#0;&#xD800;\u0000\uD800</p>' }),
    true,
  ],
  [
    'a hundred files',
    () => ({
      media_attachments: Array.from({ length: 100 }, (_, n) => ({
        type: 'image',
        url: `https://x.example/${n}`,
      })),
    }),
    true,
  ],
]

for (const [title, change, isTaken] of HOSTILE) {
  t.test(`${title} harms no other post, and whoever follows later is not held up by it`, async (t) => {
    const { ctx, contest, owner, sourceId, clock, network, read } = await aCollection(t)
    for (const n of [1, 2, 3])
      network.timeline.post({
        text: '#folkekatalog #krakk',
        account: { user: `person${n}` },
        files: [aFile(n)],
        at: clock.now() - n * MINUTE,
      })
    const rewrite = (answer: unknown) =>
      Array.isArray(answer)
        ? answer.map((status, i) => (i === 1 ? { ...status, ...change(status) } : status))
        : answer
    network.server.faults.plant({ on: /timelines/, fault: { kind: 'rewrite', rewrite } })
    const count = isTaken ? 3 : 2
    t.match(await read(), { posts: count, entries: count, failed: 0 })
    t.match(await lastRun(ctx, sourceId), { outcome: 'ok', error: null })
    const later = await openedContest(ctx, { owner, sourceId })
    t.match(await read(), { posts: 0, entries: count, failed: 0 })
    for (const { id } of [contest, later.contest]) t.equal((await shownEntries(ctx, id)).length, count)
    const rows = await ctx.db.selectFrom('post').select('id').execute()
    await readEvidence(
      ctx.db,
      rows.map(({ id }) => id),
    )
  })
}

t.test('a name may be as long as it can be looked up by', async (t) => {
  const { network, read, sourceId, ctx } = await aCollection(t)
  network.timeline.post({ text: '#folkekatalog #krakk', files: [aFile(1)] })
  const named = (length: number) => {
    network.server.faults.clear()
    const rewrite = (answer: unknown) =>
      Array.isArray(answer)
        ? answer.map((status) => ({ ...status, uri: `https://${noise(length - 8)}` }))
        : answer
    network.server.faults.plant({ on: /timelines/, fault: { kind: 'rewrite', rewrite } })
  }
  named(LONGEST_NAME + 1)
  t.match(await read(), { posts: 0, skipped: 1 })
  t.match(await lastRun(ctx, sourceId), { samples: [{ why: /^uri: / }] })
  named(LONGEST_NAME)
  t.match(await read(), { posts: 1, skipped: 0 })
})
