import { createTransport } from 'nodemailer'
import type { Config } from './config.ts'

/** A message to one person, as plain text. */
export interface Message {
  to: string
  subject: string
  text: string
}

export interface Mailer {
  /** Resolves when the server has taken the message. Throws what it answered otherwise. */
  send(message: Message, id: string): Promise<void>
  close(): void
}

/** A server that says nothing for this long is given up; the message is tried again later. */
const TIMEOUT = 15_000

/** Sends by SMTP. `id` becomes the Message-ID, so that a message sent twice after a crash is known as one. */
export function createMailer(settings: NonNullable<Config['mail']>, publicUrl: string): Mailer {
  const transport = createTransport({
    url: settings.url,
    pool: true,
    maxConnections: 2,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const host = new URL(publicUrl).hostname
  return {
    async send(message, id) {
      await transport.sendMail({
        from: settings.from,
        to: { name: '', address: message.to },
        subject: message.subject,
        text: message.text,
        messageId: `<${id}@${host}>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
    },
    close: () => transport.close(),
  }
}
