import { z } from 'zod'
import { listWaitingMail } from '../db/mail.ts'
import { MAIL_TRIES, sendMail as send } from '../steps/send-mail.ts'
import type { Job } from './job.ts'

const Data = z.object({ mailId: z.int() })

const FOUND_AGAIN = 500

/** Sends what lies in the outbox. Without a mail server it stays there, for the console to show. */
export const sendMail: Job<z.infer<typeof Data>> = {
  name: 'send-mail',
  data: Data,
  rules: { concurrency: 2, retries: MAIL_TRIES, retryAfter: 30, expiresAfter: 60 },
  schedule: '*/5 * * * *',
  due: async (ctx) =>
    ctx.mailer ? (await listWaitingMail(ctx.db, FOUND_AGAIN)).map((mailId) => ({ mailId })) : [],
  key: ({ mailId }) => String(mailId),
  run: async (ctx, { mailId }) => ({ ...(await send(ctx, mailId)) }),
}
