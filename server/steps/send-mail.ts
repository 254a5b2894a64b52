import type { Context } from '../context.ts'
import { findMail, insertMail, recordMailError, recordSent } from '../db/mail.ts'
import type { Tx } from '../db/pool.ts'
import type { Message } from '../mailer.ts'

/** After so many refusals a message stays in the outbox as failed, where the console shows why. */
export const MAIL_TRIES = 8

/**
 * Puts a message in the outbox, in the caller's transaction: it is sent exactly when what it tells has happened. `key`
 * names the news, so that a retried step writes it once; the managers of the brand see it in their outbox.
 */
export async function writeMail(
  ctx: Context,
  tx: Tx,
  about: { brandId: number; key: string },
  message: Message,
): Promise<void> {
  const id = await insertMail(tx, {
    ...about,
    message: ctx.secrets.seal('mail', JSON.stringify(message)),
    createdAt: ctx.clock.now(),
  })
  if (id !== null) await ctx.queue.add('send-mail', [{ data: { mailId: id }, key: String(id) }], tx)
}

/** Sends one message, if there is a server to send by. Throws what the server answered, so that the job is tried again. */
export async function sendMail(ctx: Context, mailId: number): Promise<{ sent: number }> {
  const mail = await findMail(ctx.db, mailId)
  if (!ctx.mailer || mail?.state !== 'waiting') return { sent: 0 }
  const message = openMail(ctx, mail.message)
  try {
    await ctx.mailer.send(message, `mail-${mail.id}`)
  } catch (error) {
    const why = withoutAddresses(error)
    await recordMailError(ctx.db, mail.id, why, mail.attempts + 1 >= MAIL_TRIES)
    // Without its cause, which names the address: this error is logged.
    throw new Error(`Mail ${mail.id} was not taken: ${why}`)
  }
  await recordSent(ctx.db, mail.id, ctx.clock.now())
  return { sent: 1 }
}

/** What a mail server answers often repeats whom the message was for. */
function withoutAddresses(error: unknown): string {
  const words = error instanceof Error ? error.message : 'The mail server refused it.'
  return words.replace(/[^\s<>"']+@[^\s<>"']+/g, '…')
}

export function openMail(ctx: Context, sealed: Buffer): Message {
  return JSON.parse(ctx.secrets.open('mail', sealed)) as Message
}
