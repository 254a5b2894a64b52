import { inspect } from 'node:util'
import t from 'tap'
import type { Context } from '../../server/context.ts'
import { findMail, listMail } from '../../server/db/mail.ts'
import { inTransaction } from '../../server/db/transaction.ts'
import { MAIL_TRIES, sendMail, writeMail } from '../../server/steps/send-mail.ts'
import { anOwner, openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { startSmtpServer } from '../support/smtp.ts'
import { findInDatabase } from '../support/stored.ts'
import { sendUpload } from '../support/uploads.ts'

t.setTimeout(90_000)

const TO = 'kari.hemmelig@innboks.example'

t.test('what is told once is mailed once, and only when it has happened', async (t) => {
  const { ctx } = await testContext(t)
  const { brandId } = await anOwner(ctx)
  await writeOne(ctx, brandId, 'upload-confirm/1')
  await writeOne(ctx, brandId, 'upload-confirm/1')
  await writeOne(ctx, brandId, 'upload-confirm/2')
  await t.rejects(
    inTransaction(ctx.db, async (tx) => {
      await writeMail(ctx, tx, { brandId, key: 'upload-confirm/3' }, messageTo(TO))
      throw new Error('it did not happen')
    }),
    { message: 'it did not happen' },
  )
  const written = await listMail(ctx.db, [brandId], 10, null)
  t.same(
    written.map(({ key, state }) => ({ key, state })),
    [
      { key: 'upload-confirm/2', state: 'waiting' },
      { key: 'upload-confirm/1', state: 'waiting' },
    ],
  )
})

t.test('without a mail server mail stays in the outbox', async (t) => {
  const { ctx } = await testContext(t)
  const { brandId } = await anOwner(ctx)
  const id = await writeOne(ctx, brandId)
  t.same(await sendMail(ctx, id), { sent: 0 })
  t.match(await findMail(ctx.db, id), { state: 'waiting', attempts: 0, error: null, sentAt: null })
})

t.test('the mail of an upload arrives, with the link that confirms it', async (t) => {
  const server = await startSmtpServer(t)
  const { ctx, clock } = await testContext(t, { mail: server.url })
  const { contest } = await openedContest(ctx)
  const { confirmation, mail } = await sendUpload(ctx, contest, { email: TO })
  const [row] = await listMail(ctx.db, [contest.brandId], 1, null)
  t.same(await sendMail(ctx, row?.id ?? 0), { sent: 1 })
  const [taken, ...more] = server.mail
  t.same(more, [])
  t.match(taken, { from: 'folkalog@sender.example', to: [TO] })
  t.match(
    taken?.text.replaceAll('\r\n', '\n'),
    `http://localhost:3000/c/${contest.slug}/confirm/${confirmation}?lang=nb`,
  )
  t.equal(mail.text.trimEnd(), taken?.text.replaceAll('\r\n', '\n').trimEnd())
  t.match(await findMail(ctx.db, row?.id ?? 0), { state: 'sent', sentAt: clock.now(), error: null })
  t.same(await sendMail(ctx, row?.id ?? 0), { sent: 0 }, 'a second time it is not sent')
  t.equal(server.offered, 1)
  t.same(await findInDatabase(ctx.db, TO), [], 'sent or not, the address stays sealed')
})

t.test('a server that refuses is asked again, and not for ever', async (t) => {
  const server = await startSmtpServer(t)
  const { ctx } = await testContext(t, { mail: server.url })
  const { brandId } = await anOwner(ctx)
  const id = await writeOne(ctx, brandId)
  server.mood = 'refuses recipients'
  for (let n = 1; n <= MAIL_TRIES; n++) {
    t.match(await findMail(ctx.db, id), { state: 'waiting', attempts: n - 1 })
    const refusal = await sendMail(ctx, id).catch((error: unknown) => error)
    t.match(refusal, { message: `Mail ${id} was not taken: ` })
    t.notMatch(inspect(refusal), TO)
  }
  const failed = await findMail(ctx.db, id)
  t.match(failed, { state: 'failed', attempts: MAIL_TRIES, error: /No such person: <…>/ })
  server.mood = 'takes'
  t.same(await sendMail(ctx, id), { sent: 0 })
  t.same(server.mail, [])
  t.same(await findInDatabase(ctx.db, TO), [])
})

t.test('one try before the last is enough', async (t) => {
  const server = await startSmtpServer(t)
  const { ctx } = await testContext(t, { mail: server.url })
  const { brandId } = await anOwner(ctx)
  const id = await writeOne(ctx, brandId)
  for (let n = 1; n < MAIL_TRIES; n++) {
    server.mood = n % 2 ? 'refuses' : 'hangs up'
    await t.rejects(sendMail(ctx, id))
  }
  server.mood = 'takes'
  t.same(await sendMail(ctx, id), { sent: 1 })
  t.match(await findMail(ctx.db, id), { state: 'sent', error: null, attempts: MAIL_TRIES - 1 })
})

t.test('a server that is not there is a failed try', async (t) => {
  const { ctx } = await testContext(t, { mail: 'smtp://127.0.0.1:9' })
  const { brandId } = await anOwner(ctx)
  const id = await writeOne(ctx, brandId)
  await t.rejects(sendMail(ctx, id), { message: /ECONNREFUSED/ })
  t.match(await findMail(ctx.db, id), { state: 'waiting', attempts: 1, error: /ECONNREFUSED/ })
})

t.test('mail that there is no more is nothing to send', async (t) => {
  const server = await startSmtpServer(t)
  const { ctx } = await testContext(t, { mail: server.url })
  t.same(await sendMail(ctx, 4_711), { sent: 0 })
})

function messageTo(to: string) {
  return { to, subject: 'Bekreft bildet ditt', text: `Hei ${to}!\n` }
}

async function writeOne(ctx: Context, brandId: number, key = 'news/1'): Promise<number> {
  await inTransaction(ctx.db, (tx) => writeMail(ctx, tx, { brandId, key }, messageTo(TO)))
  const [row] = await listMail(ctx.db, [brandId], 1, null)
  return row?.id ?? 0
}
