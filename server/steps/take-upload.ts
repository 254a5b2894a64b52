import { randomUUID } from 'node:crypto'
import type { Instant } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import type { Contest } from '../db/contests.ts'
import { readEvidence } from '../db/evidence.ts'
import { findItem, type Item, listItems } from '../db/items.ts'
import { insertMedia } from '../db/media.ts'
import { storeParticipants } from '../db/participants.ts'
import { insertReadyPictures } from '../db/pictures.ts'
import { storePosts, storeVersions } from '../db/posts.ts'
import { inTransaction } from '../db/transaction.ts'
import { confirmUpload, findUploadByConfirmation, insertUpload } from '../db/uploads.ts'
import type { Incoming } from '../media/incoming.ts'
import type { Received } from '../media/receive.ts'
import { Refusal } from '../refusal.ts'
import { hashToken, newToken } from '../secrets.ts'
import { postOfUpload } from '../sources/upload.ts'
import { createJudge } from './judge.ts'
import { judgePosts } from './judge-posts.ts'
import { judgeStored } from './judge-stored.ts'
import { receivePicture } from './receive-picture.ts'
import { writeMail } from './send-mail.ts'
import { wordingHash } from './store-posts.ts'

/** Photographs of one upload: as many as a post has on Mastodon and Bluesky. */
export const PHOTOS_PER_UPLOAD = 4

/** Bytes of all photographs of one upload together: two of the largest, or four of what phones make. */
export const BYTES_PER_UPLOAD = 40_000_000

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
 * Takes pictures of an item: renders them, stores them as one post in their order, and mails a link that confirms the
 * address. Answers the receipt, which is shown once and stored only as a hash. Until it is confirmed, the entry has no
 * ticket. The files are removed in any case. Throws `Refusal` where the contest takes none, or where a picture cannot be
 * read, with a fault for each that cannot (`body.photo[2]`): nothing is stored then.
 */
export async function takeUpload(
  ctx: Context,
  contest: Contest,
  form: UploadForm,
  files: readonly Incoming[],
): Promise<{ receipt: string }> {
  const now = ctx.clock.now()
  const item = await itemFor(ctx, contest, form.item, now).catch(async (error: unknown) => {
    for (const file of files) await file.remove()
    throw error
  })
  const received = await receivePictures(ctx, files)
  const receipt = newToken()
  const confirmation = newToken()
  await inTransaction(ctx.db, async (tx) => {
    const post = postOfUpload({ id: randomUUID(), words: form.words, at: now, pictures: received.length })
    const hash = wordingHash(post)
    const [stored] = await storePosts(
      tx,
      post.network,
      [{ post, hash, participantId: null, ref: post.id, raw: {} }],
      now,
    )
    if (!stored) throw new Error('The upload was not stored')
    for (const media of received) await insertMedia(tx, media, now)
    const mediaIds = received.map(({ id }) => id)
    await insertReadyPictures(tx, stored.id, mediaIds)
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
    const prints = mediaIds.map((mediaId) => ({ data: { mediaId }, key: mediaId }))
    await ctx.queue.add('fingerprint-media', prints, tx)
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

/** All are looked at before any is refused. The same picture twice is one. */
async function receivePictures(ctx: Context, files: readonly Incoming[]): Promise<Received[]> {
  const outcomes = await Promise.allSettled(
    files.map((file, i) => receivePicture(ctx, file, `body.photo[${i}]`)),
  )
  const received = new Map<string, Received>()
  const refused: Refusal[] = []
  for (const outcome of outcomes) {
    if (outcome.status === 'fulfilled') received.set(outcome.value.id, outcome.value)
    else if (outcome.reason instanceof Refusal && outcome.reason.faults.length > 0)
      refused.push(outcome.reason)
    else throw outcome.reason
  }
  const [first] = refused
  if (!first) return [...received.values()]
  throw new Refusal(first.kind, first.message, {
    faults: refused.flatMap(({ faults }) => faults),
    cause: first,
  })
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
