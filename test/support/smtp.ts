import { SMTPServer } from 'smtp-server'
import type { Cleaner } from './scratch.ts'

/** A message as the server took it. */
export interface TakenMail {
  from: string
  to: string[]
  /** Headers and body, as they came over the wire. */
  source: string
  /** A header's value; empty where there is none. */
  header(name: string): string
  /** The body as its writer meant it. */
  text: string
}

/** What the server does instead of taking a message. */
export type SmtpMood = 'takes' | 'refuses' | 'refuses recipients' | 'hangs up'

export interface SmtpServerDouble {
  /** For `SMTP_URL`, with user and password. */
  url: string
  mail: TakenMail[]
  mood: SmtpMood
  /** Messages that were offered, taken or not. */
  offered: number
}

const USER = 'folkalog'
const PASSWORD = 'sesam, lukk deg opp'

/** A real SMTP server on loopback that asks for user and password. Ends with the test. */
export async function startSmtpServer(t: Cleaner): Promise<SmtpServerDouble> {
  const server = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth({ username, password }, _session, done) {
      if (username === USER && password === PASSWORD) done(null, { user: USER })
      else done(new Error('Invalid user or password'))
    },
    onRcptTo({ address }, _session, done) {
      if (double.mood === 'refuses recipients') done(new Error(`No such person: <${address}>`))
      else done()
    },
    onData(stream, session, done) {
      double.offered++
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        if (double.mood === 'hangs up') return hangUp(server)
        if (double.mood === 'refuses') return done(new Error('Come back later'))
        const { mailFrom, rcptTo } = session.envelope
        const from = mailFrom === false ? '' : mailFrom.address
        double.mail.push(
          taken(
            from,
            rcptTo.map(({ address }) => address),
            Buffer.concat(parts).toString(),
          ),
        )
        done()
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => new Promise<void>((resolve) => server.close(resolve)))
  const address = server.server.address()
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port')
  const who = `${USER}:${encodeURIComponent(PASSWORD)}`
  const double: SmtpServerDouble = {
    url: `smtp://${who}@127.0.0.1:${address.port}`,
    mail: [],
    mood: 'takes',
    offered: 0,
  }
  return double
}

function hangUp(server: SMTPServer): void {
  for (const connection of server.connections) connection.close()
}

function taken(from: string, to: string[], source: string): TakenMail {
  const [head = '', ...body] = source.split('\r\n\r\n')
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ')
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? ''
  return {
    from,
    to,
    source,
    header,
    text: decode(body.join('\r\n\r\n'), header('Content-Transfer-Encoding')),
  }
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  if (encoding !== 'quoted-printable') return body
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}
