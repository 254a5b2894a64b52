import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/** A picture handed in directly, without a network. `address` and `name` are sealed. */
export interface Upload {
  postId: number
  contestId: number
  itemId: number
  address: Buffer
  name: Buffer
  confirmedAt: Instant | null
}

export async function insertUpload(
  db: Db,
  upload: Omit<Upload, 'confirmedAt'> & { receiptHash: string; confirmHash: string; createdAt: Instant },
): Promise<void> {
  await db
    .insertInto('upload')
    .values({
      post_id: upload.postId,
      contest_id: upload.contestId,
      item_id: upload.itemId,
      receipt_hash: upload.receiptHash,
      confirm_hash: upload.confirmHash,
      address: upload.address,
      name: upload.name,
      created_at: at(upload.createdAt),
    })
    .execute()
}

export async function findUploadByReceipt(
  db: Db,
  contestId: number,
  receiptHash: string,
): Promise<Upload | null> {
  return find(db, contestId, 'receipt_hash', receiptHash)
}

export async function findUploadByConfirmation(
  db: Db,
  contestId: number,
  confirmHash: string,
): Promise<Upload | null> {
  return find(db, contestId, 'confirm_hash', confirmHash)
}

/** Twice is harmless: the first time stays. */
export async function confirmUpload(
  db: Db,
  postId: number,
  participantId: number,
  now: Instant,
): Promise<void> {
  await db
    .updateTable('upload')
    .set({ confirmed_at: at(now) })
    .where('post_id', '=', postId)
    .where('confirmed_at', 'is', null)
    .execute()
  await db.updateTable('post').set({ participant_id: participantId }).where('id', '=', postId).execute()
}

async function find(
  db: Db,
  contestId: number,
  column: 'receipt_hash' | 'confirm_hash',
  hash: string,
): Promise<Upload | null> {
  const row = await db
    .selectFrom('upload')
    .select(['post_id', 'contest_id', 'item_id', 'address', 'name', 'confirmed_at'])
    .where(column, '=', hash)
    .where('contest_id', '=', contestId)
    .executeTakeFirst()
  return row
    ? {
        postId: row.post_id,
        contestId: row.contest_id,
        itemId: row.item_id,
        address: row.address,
        name: row.name,
        confirmedAt: row.confirmed_at,
      }
    : null
}
