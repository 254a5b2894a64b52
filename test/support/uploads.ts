import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../../server/context.ts'
import type { Contest } from '../../server/db/contests.ts'
import { type Entry, listEntriesOfPosts } from '../../server/db/entries.ts'
import { listMail } from '../../server/db/mail.ts'
import { findUploadByReceipt } from '../../server/db/uploads.ts'
import type { Message } from '../../server/mailer.ts'
import { takeIn } from '../../server/media/incoming.ts'
import { hashToken } from '../../server/secrets.ts'
import { openMail } from '../../server/steps/send-mail.ts'
import { takeUpload, type UploadForm } from '../../server/steps/take-upload.ts'
import { scenePhoto } from './scene.ts'

let made = 0

/** Somebody's picture of the `krakk`, each time another one. */
export interface SentUpload {
  receipt: string
  /** What the link in the mail ends with. */
  confirmation: string
  mail: Message
  entry: Entry
}

export function anUploadForm(change: Partial<UploadForm> = {}): UploadForm {
  return {
    item: 'krakk',
    name: 'Åse Participant',
    email: 'ase.participant@post.example',
    words: 'Krakken i gangen.',
    language: 'nb',
    ...change,
  }
}

/** Hands a picture in, as the form on *take part* does. */
export async function sendUpload(
  ctx: Context,
  contest: Contest,
  change: Partial<UploadForm> = {},
  ...pictures: Uint8Array[]
): Promise<SentUpload> {
  made++
  const given = pictures.length > 0 ? pictures : [await scenePhoto(10_000 + made, 96, 72)]
  const files = await Promise.all(given.map((picture) => takeIn(picture, ctx.temporary)))
  const { receipt } = await takeUpload(ctx, contest, anUploadForm(change), files)
  const [newest] = await listMail(ctx.db, [contest.brandId], 1, null)
  if (!newest) throw new Error('No mail was written')
  const mail = openMail(ctx, newest.message)
  const confirmation = /\/confirm\/([0-9a-z-]+)/.exec(mail.text)?.[1] ?? ''
  return { receipt, confirmation, mail, entry: await uploadedEntry(ctx, contest, receipt) }
}

export async function uploadedEntry(ctx: Context, contest: Contest, receipt: string): Promise<Entry> {
  const upload = await findUploadByReceipt(ctx.db, contest.id, hashToken(receipt))
  const [entry] = await listEntriesOfPosts(ctx.db, contest.id, upload ? [upload.postId] : [])
  if (!entry) throw new Error('The receipt stands for no entry')
  return entry
}

/** Names of files that lie where strangers' files are looked at. */
export function filesLeft(ctx: Context): Promise<string[]> {
  return readdir(join(ctx.config.dataDir, 'incoming'))
}
