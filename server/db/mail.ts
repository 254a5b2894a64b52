import type { Instant } from '../contest/instant.ts'
import { at, type Db } from './pool.ts'

/** A message in the outbox. `message` is sealed: address, subject and text. */
export interface Mail {
  id: number
  key: string
  message: Buffer
  state: 'waiting' | 'sent' | 'failed'
  attempts: number
  error: string | null
  createdAt: Instant
  sentAt: Instant | null
}

/** Answers the id, or null when this news was written already: a retried step mails nobody twice. */
export async function insertMail(
  db: Db,
  mail: { brandId: number; key: string; message: Buffer; createdAt: Instant },
): Promise<number | null> {
  const row = await db
    .insertInto('mail')
    .values({
      brand_id: mail.brandId,
      key: mail.key,
      message: mail.message,
      state: 'waiting',
      created_at: at(mail.createdAt),
    })
    .onConflict((oc) => oc.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export async function findMail(db: Db, id: number): Promise<Mail | null> {
  const row = await selectMail(db).where('id', '=', id).executeTakeFirst()
  return row ? toMail(row) : null
}

export async function listWaitingMail(db: Db, limit: number): Promise<number[]> {
  const rows = await db
    .selectFrom('mail')
    .select('id')
    .where('state', '=', 'waiting')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Of some brands, newest first, for the console's outbox; `after` is the last one of the page before. */
export async function listMail(
  db: Db,
  brandIds: number[],
  limit: number,
  after: number | null,
): Promise<Mail[]> {
  if (brandIds.length === 0) return []
  const rows = await selectMail(db)
    .where('brand_id', 'in', brandIds)
    .$if(after !== null, (qb) => qb.where('id', '<', after))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toMail)
}

export async function recordSent(db: Db, id: number, now: Instant): Promise<void> {
  await db
    .updateTable('mail')
    .set({ state: 'sent', sent_at: at(now), error: null })
    .where('id', '=', id)
    .execute()
}

export async function recordMailError(db: Db, id: number, error: string, final: boolean): Promise<void> {
  await db
    .updateTable('mail')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      error,
      ...(final ? { state: 'failed' as const } : {}),
    }))
    .where('id', '=', id)
    .execute()
}

function selectMail(db: Db) {
  return db
    .selectFrom('mail')
    .select(['id', 'key', 'message', 'state', 'attempts', 'error', 'created_at', 'sent_at'])
}

type MailRow = Awaited<ReturnType<ReturnType<typeof selectMail>['executeTakeFirstOrThrow']>>

function toMail(row: MailRow): Mail {
  return {
    id: row.id,
    key: row.key,
    message: row.message,
    state: row.state,
    attempts: row.attempts,
    error: row.error,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  }
}
