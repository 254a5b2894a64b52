import { randomUUID } from 'node:crypto'
import type { Instant } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import type { Contest } from '../db/contests.ts'
import { readEvidence } from '../db/evidence.ts'
import { findItem, type Item, listItems } from '../db/items.ts'
import { insertMedia } from '../db/media.ts'
import { storeParticipants } from '../db/participants.ts'
import { insertReadyPicture } from '../db/pictures.ts'
import { storePosts, storeVersions } from '../db/posts.ts'
import { inTransaction } from '../db/transaction.ts'
import { confirmUpload, findUploadByConfirmation, insertUpload } from '../db/uploads.ts'
import type { Incoming } from '../media/incoming.ts'
import { Refusal } from '../refusal.ts'
import { hashToken, newToken } from '../secrets.ts'
import { postOfUpload } from '../sources/upload.ts'
import { createJudge } from './judge.ts'
import { judgePosts } from './judge-posts.ts'
import { judgeStored } from './judge-stored.ts'
import { receivePicture } from './receive-picture.ts'
import { writeMail } from './send-mail.ts'
import { wordingHash } from './store-posts.ts'

/** What the form on *take part* holds. */
export interface UploadForm {
  item: string
  name: string
  email: string
  words: string
  language: 'en' | 'nb'
}

/** Uploads count by when they arrive, so none is taken before opening or after closing. */
export function takesUploads({ state, rules }: Contest, now: Instant): boolean {
  return state === 'open' && rules.opensAt <= now && now < rules.closesAt
}

/** From this instant on no address is confirmed any more: the list may be frozen. */
export function confirmableUntil({ rules }: Contest): Instant {
  return rules.closesAt + rules.grace
}

/**
 * Takes a picture for an item: renders it, stores it as a post of its own, and mails a link that confirms the address.
 * Answers the receipt, which is shown once and stored only as a hash. Until it is confirmed, the entry has no ticket.
 * The file is removed in any case. Throws `Refusal` where the contest takes none, or the picture cannot be read.
 */
export async function takeUpload(
  ctx: Context,
  contest: Contest,
  form: UploadForm,
  file: Incoming,
): Promise<{ receipt: string }> {
  const now = ctx.clock.now()
  const item = await itemFor(ctx, contest, form.item, now).catch(async (error: unknown) => {
    await file.remove()
    throw error
  })
  const media = await receivePicture(ctx, file, 'body.photo')
  const receipt = newToken()
  const confirmation = newToken()
  await inTransaction(ctx.db, async (tx) => {
    const post = postOfUpload({ id: randomUUID(), words: form.words, at: now })
    const hash = wordingHash(post)
    const [stored] = await storePosts(
      tx,
      post.network,
      [{ post, hash, participantId: null, ref: post.id, raw: {} }],
      now,
    )
    if (!stored) throw new Error('The upload was not stored')
    await insertMedia(tx, media, now)
    await insertReadyPicture(tx, { postId: stored.id, mediaId: media.id, alt: null })
    await storeVersions(tx, [
      { postId: stored.id, hash, text: post.text, tags: null, mentions: [], writtenAt: now, seenAt: now },
    ])
    await insertUpload(tx, {
      postId: stored.id,
      contestId: contest.id,
      itemId: item.id,
      receiptHash: hashToken(receipt),
      confirmHash: hashToken(confirmation),
      address: ctx.secrets.seal('upload.address', form.email),
      name: ctx.secrets.seal('upload.name', form.name),
      createdAt: now,
    })
    await ctx.queue.add('fingerprint-media', [{ data: { mediaId: media.id }, key: media.id }], tx)
    await judgePosts(tx, await createJudge(tx, contest.id), await readEvidence(tx, [stored.id]), now)
    const link = `${ctx.config.publicUrl}/c/${contest.slug}/confirm/${confirmation}?lang=${form.language}`
    const about = { brandId: contest.brandId, key: `upload-confirm/${stored.id}` }
    await writeMail(ctx, tx, about, {
      to: form.email,
      ...ctx.view.confirmationMail(form.language, {
        item: item.name,
        title: contest.title,
        brand: contest.brandName,
        address: link,
        rehearsal: contest.rehearsal,
      }),
    })
  })
  ctx.events.tell({ contest: contest.id })
  return { receipt }
}

async function itemFor(ctx: Context, contest: Contest, slug: string, now: Instant): Promise<Item> {
  if (!takesUploads(contest, now)) {
    const { opensAt, closesAt } = contest.rules
    throw new Refusal(
      'conflict',
      `${contest.slug} takes uploads from ${iso(opensAt)} until before ${iso(closesAt)}; it is ${iso(now)}.`,
    )
  }
  const item = await findItem(ctx.db, contest.id, slug)
  if (item) return item
  throw new Refusal('invalid', `There is no item "${slug}" in this contest.`, {
    faults: [{ field: 'body.item', found: `"${slug}"`, expected: 'an item of this contest' }],
  })
}

function iso(at: Instant): string {
  return new Date(at).toISOString()
}

/** What a confirmation link stands for; null where it is not known. */
export async function readConfirmation(
  ctx: Context,
  contest: Contest,
  confirmation: string,
): Promise<{ item: { slug: string; name: string }; confirmed: boolean } | null> {
  const upload = await findUploadByConfirmation(ctx.db, contest.id, hashToken(confirmation))
  const item = upload && (await listItems(ctx.db, contest.id)).find((one) => one.id === upload.itemId)
  return item ? { item, confirmed: upload.confirmedAt !== null } : null
}

/**
 * The address is confirmed: the entry gets its participant. Twice is harmless. Throws `Refusal` for an unknown link, and
 * for one that comes after `confirmableUntil`.
 */
export async function confirmUploadAddress(
  ctx: Context,
  contest: Contest,
  confirmation: string,
): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    const upload = await findUploadByConfirmation(tx, contest.id, hashToken(confirmation))
    if (!upload)
      throw new Refusal('not_found', 'This confirmation link is not known here. Was it copied whole?')
    const now = ctx.clock.now()
    const until = confirmableUntil(contest)
    if (upload.confirmedAt === null && now >= until)
      throw new Refusal('gone', `This confirmation link worked until ${iso(until)}.`)
    const id = ctx.secrets.mac(
      'upload.participant',
      comparable(ctx.secrets.open('upload.address', upload.address)),
    )
    const name = ctx.secrets.open('upload.name', upload.name)
    const participants = await storeParticipants(
      tx,
      'upload',
      [{ id, handle: name, name, url: null, since: null }],
      now,
    )
    const participantId = participants.get(id)
    if (participantId === undefined) throw new Error('The participant of an upload was not stored')
    await confirmUpload(tx, upload.postId, participantId, now)
    await judgeStored(tx, [upload.postId], now)
  })
  ctx.events.tell({ contest: contest.id })
}

/** One mailbox is one person: case never matters in practice, and nothing else of an address is ours to fold. */
function comparable(address: string): string {
  return address.trim().toLowerCase().normalize('NFC')
}
