import { createServer } from 'node:net'
import t from 'tap'
import { createMailer } from '../server/mailer.ts'
import { startSmtpServer } from './support/smtp.ts'

const MESSAGE = {
  to: 'kari@post.example',
  subject: 'Bekreft bildet ditt av en krakk – nå',
  text: 'Hei,\n\nåpne denne siden: http://localhost/c/katalog/confirm/abc?lang=nb\n',
}

t.test('a message arrives whole, with a name by which it is known again', async (t) => {
  const server = await startSmtpServer(t)
  const mailer = createMailer(
    { url: server.url, from: 'Folkalog <katalog@sender.example>' },
    'https://folkalog.example',
  )
  t.teardown(() => mailer.close())
  await mailer.send(MESSAGE, 'mail-7')
  const [mail] = server.mail
  t.match(mail, { from: 'katalog@sender.example', to: ['kari@post.example'] })
  t.equal(mail?.header('Message-ID'), '<mail-7@folkalog.example>')
  t.equal(mail?.header('Auto-Submitted'), 'auto-generated')
  t.match(mail?.header('From'), /katalog@sender\.example/)
  t.match(mail?.text.replaceAll('\r\n', '\n'), MESSAGE.text)
})

t.test('an address cannot bring headers or other recipients', async (t) => {
  const server = await startSmtpServer(t)
  const mailer = createMailer({ url: server.url, from: 'katalog@sender.example' }, 'https://folkalog.example')
  t.teardown(() => mailer.close())
  for (const to of [
    'kari@post.example\r\nBcc: ola@post.example',
    'kari@post.example, ola@post.example',
    'Ola <ola@post.example>, kari@post.example',
  ]) {
    server.mail.length = 0
    await mailer.send({ ...MESSAGE, to }, 'mail-8').catch(() => undefined)
    for (const mail of server.mail) {
      t.ok(mail.to.length <= 1, `one recipient: ${mail.to}`)
      t.equal(mail.header('Bcc'), '')
    }
  }
})

t.test('what the server answers instead is thrown', async (t) => {
  const server = await startSmtpServer(t)
  const mailer = createMailer({ url: server.url, from: 'katalog@sender.example' }, 'https://folkalog.example')
  t.teardown(() => mailer.close())
  server.mood = 'refuses'
  await t.rejects(mailer.send(MESSAGE, 'mail-9'), { message: /Come back later/ })
  server.mood = 'refuses recipients'
  await t.rejects(mailer.send(MESSAGE, 'mail-9'), { message: /No such person/ })
  server.mood = 'hangs up'
  await t.rejects(mailer.send(MESSAGE, 'mail-9'))
  server.mood = 'takes'
  await mailer.send(MESSAGE, 'mail-9')
  t.equal(server.mail.length, 1, 'and the next one goes through')
})

t.test('wrong user or password is thrown', async (t) => {
  const server = await startSmtpServer(t)
  const url = server.url.replace(/:[^:@]+@/, ':wrong@')
  const mailer = createMailer({ url, from: 'katalog@sender.example' }, 'https://folkalog.example')
  t.teardown(() => mailer.close())
  await t.rejects(mailer.send(MESSAGE, 'mail-10'), { code: 'EAUTH' })
})

t.test('no server there is thrown', async (t) => {
  const closed = createServer()
  const port = await new Promise<number>((resolve) =>
    closed.listen(0, '127.0.0.1', () => {
      const address = closed.address()
      closed.close(() => resolve(address !== null && typeof address === 'object' ? address.port : 0))
    }),
  )
  const mailer = createMailer(
    { url: `smtp://127.0.0.1:${port}`, from: 'katalog@sender.example' },
    'https://folkalog.example',
  )
  t.teardown(() => mailer.close())
  await t.rejects(mailer.send(MESSAGE, 'mail-11'), { code: 'ESOCKET' })
})
