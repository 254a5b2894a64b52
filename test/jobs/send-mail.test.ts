import t from 'tap'
import { listMail } from '../../server/db/mail.ts'
import { sendMail as job } from '../../server/jobs/send-mail.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { readHtml } from '../support/html.ts'
import { AS_BROWSER, startSite } from '../support/site.ts'
import { startSmtpServer } from '../support/smtp.ts'
import { findInDatabase } from '../support/stored.ts'
import { until } from '../support/until.ts'
import { sendUpload } from '../support/uploads.ts'

t.setTimeout(90_000)

t.test('two servers send every mail, and each once', async (t) => {
  const server = await startSmtpServer(t)
  const one = await testContext(t, { mail: server.url, jobs: true })
  await testContext(t, { mail: server.url, jobs: true, beside: one })
  const { contest } = await openedContest(one.ctx)
  const addresses = Array.from({ length: 8 }, (_, n) => `person${n}@post.example`)
  for (const email of addresses) await sendUpload(one.ctx, contest, { email })
  const states = async () =>
    (await listMail(one.ctx.db, [contest.brandId], 20, null)).map(({ state }) => state)
  await until('eight mails sent', async () => (await states()).every((state) => state === 'sent'))
  t.same(server.mail.flatMap(({ to }) => to).sort(), addresses)
  t.equal(server.offered, 8)
})

t.test('a mail that is refused is told of in the outbox, and its address to nobody else', async (t) => {
  const server = await startSmtpServer(t)
  server.mood = 'refuses recipients'
  const site = await startSite(t, { mail: server.url, jobs: true })
  const { contest, owner } = await openedContest(site.ctx)
  const email = 'kari.hemmelig@innboks.example'
  await sendUpload(site.ctx, contest, { email })
  const newest = async () => (await listMail(site.ctx.db, [contest.brandId], 1, null))[0]
  await until('a refusal', async () => (await newest())?.attempts === 1)
  t.match(await newest(), { state: 'waiting', error: /No such person/ })
  const waits = await site.ctx.db.selectFrom('mail').select(['id']).where('state', '=', 'waiting').execute()
  t.same(
    await job.due(site.ctx),
    waits.map(({ id }) => ({ mailId: id })),
    'the next tick finds it',
  )
  await site.ctx.db.updateTable('mail').set({ attempts: 7 }).execute()
  await t.rejects(job.run(site.ctx, { mailId: waits[0]?.id ?? 0 }, new AbortController().signal))
  t.same(await job.due(site.ctx), [], 'nobody tries it again')

  const page = await site.ask('/console/outbox', { as: owner, headers: AS_BROWSER })
  const { text } = readHtml(page.text)
  t.match(text, email)
  t.match(text, 'No such person: <…>')
  t.same(await findInDatabase(site.ctx.db, email), [], "not in the queue's own tables either")
})

t.test('without a mail server nothing is put in line', async (t) => {
  const { ctx } = await testContext(t)
  const { contest } = await openedContest(ctx)
  await sendUpload(ctx, contest)
  t.same(await job.due(ctx), [])
})
