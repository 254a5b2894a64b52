import { sql } from 'kysely'
import type { Db } from './pool.ts'

/**
 * Small values kept for a while: sessions and counters of sign-in attempts. Keys arrive hashed, values sealed. Expiry is
 * real time (the database's clock): it guards this server, not a contest.
 */
export async function readKept(db: Db, keyHash: string): Promise<Buffer | null> {
  const { rows } = await sql<{ value: Buffer }>`
    select value from auth.kept where key_hash = ${keyHash} and (expires_at is null or expires_at > now())`.execute(
    db,
  )
  return rows[0]?.value ?? null
}

/** `seconds` undefined: kept until removed. */
export async function keep(
  db: Db,
  keyHash: string,
  value: Buffer,
  seconds: number | undefined,
): Promise<void> {
  await sql`
    insert into auth.kept (key_hash, value, expires_at)
    values (${keyHash}, ${value}, now() + make_interval(secs => ${seconds ?? null}::float8))
    on conflict (key_hash) do update set value = excluded.value, expires_at = excluded.expires_at`.execute(db)
}

/** Answers what was removed, to one caller only. */
export async function removeKept(db: Db, keyHash: string): Promise<Buffer | null> {
  const { rows } = await sql<{ value: Buffer }>`
    delete from auth.kept where key_hash = ${keyHash} returning value`.execute(db)
  return rows[0]?.value ?? null
}

/** Counts one more within a window that starts with the first and is not prolonged. Answers the count. */
export async function countKept(db: Db, keyHash: string, seconds: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    insert into auth.kept as k (key_hash, value, expires_at)
    values (${keyHash}, convert_to('1', 'UTF8'), now() + make_interval(secs => ${seconds}))
    on conflict (key_hash) do update set
      value = case when k.expires_at <= now() then convert_to('1', 'UTF8')
        else convert_to((convert_from(k.value, 'UTF8')::int + 1)::text, 'UTF8') end,
      expires_at = case when k.expires_at <= now() then excluded.expires_at else k.expires_at end
    returning convert_from(value, 'UTF8')::int as count`.execute(db)
  return rows[0]?.count ?? 0
}

export async function removeExpired(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with gone as (delete from auth.kept where expires_at <= now() returning 1) select count(*) as n from gone`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}
