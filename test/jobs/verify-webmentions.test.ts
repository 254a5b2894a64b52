import t from 'tap'
import { findMentionByToken } from '../../server/db/webmentions.ts'
import { verifyWebmentions } from '../../server/jobs/verify-webmentions.ts'
import { followEntries } from '../../server/steps/follow-entries.ts'
import { receiveWebmention } from '../../server/steps/receive-webmention.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { startPages } from '../support/web-page.ts'

const { ctx } = await testContext(t)
const pages = await startPages(t)
const { signal } = new AbortController()

t.test('the schedule finds what is due, and a run says what it came to', async (t) => {
  const { contest } = await openedContest(ctx)
  const target = `${ctx.config.publicUrl}/c/${contest.slug}`
  const source = pages.set('/?p=1', `<title>x</title><a href="${target}">x</a>`)
  const { token } = await receiveWebmention(ctx, { source, target })
  const mention = await findMentionByToken(ctx.db, token)
  const due = await verifyWebmentions.due(ctx)
  t.same(due, [{ mentionId: mention?.id }])
  const [data = { mentionId: 0 }] = due
  t.same(await verifyWebmentions.run(ctx, data, signal), { accepted: 1 })
  t.same(await verifyWebmentions.due(ctx), [])
  t.same(await verifyWebmentions.run(ctx, { mentionId: 999 }, signal), {}, 'one that is not there any more')
})

t.test('its author finds it by its address, and that it has no ticket', async (t) => {
  const { contest } = await openedContest(ctx)
  const target = `${ctx.config.publicUrl}/c/${contest.slug}/items/krakk`
  const source = pages.set('/?p=2', `<title>x</title><a href="${target}">x</a>`)
  await receiveWebmention(ctx, { source, target })
  for (const data of await verifyWebmentions.due(ctx)) await verifyWebmentions.run(ctx, data, signal)
  for (const address of [source, `${source}#comments`])
    t.match(await followEntries(ctx, contest, address), {
      entries: [{ state: 'waiting', room: true, ticket: 'none', result: { kind: 'none' } }],
    })
})

t.test('two runs at once leave one post and one entry', async (t) => {
  const { contest } = await openedContest(ctx)
  const target = `${ctx.config.publicUrl}/c/${contest.slug}`
  const source = pages.set('/twice', `<title>x</title><a href="${target}">x</a>`)
  const sent = await Promise.all(Array.from({ length: 8 }, () => receiveWebmention(ctx, { source, target })))
  t.equal(new Set(sent.map(({ token }) => token)).size, 1)
  const [data = { mentionId: 0 }] = await verifyWebmentions.due(ctx)
  const runs = await Promise.all(Array.from({ length: 4 }, () => verifyWebmentions.run(ctx, data, signal)))
  t.same(runs, Array(4).fill({ accepted: 1 }))
  const { entries } = await followEntries(ctx, contest, source)
  t.equal(entries.length, 1)
})
