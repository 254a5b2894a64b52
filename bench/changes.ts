import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { touchContests } from '../server/db/contests.ts'
import type { Db } from '../server/db/pool.ts'
import { inTransaction } from '../server/db/transaction.ts'
import { openReader } from './reader.ts'

/** Between a change and the question, in milliseconds: so long its news may take, and the database its breath. */
const PAUSE = 5
const TRIES = 100

/** Somebody who asks for what has just changed. */
export interface Changes {
  /** Changes the words of the newest photo, then asks: milliseconds of the answer that shows them. */
  askAnew(url: string): Promise<number>
  close(): void
}

export async function openChanges(db: Db, contestId: number): Promise<Changes> {
  const postId = await newestPost(db, contestId)
  const reader = openReader()
  let changes = 0
  return {
    async askAnew(url) {
      changes++
      const words = `Dette er bilde nummer ${changes} av stolen ved vinduet.`
      await changeWords(db, contestId, postId, words)
      for (let tries = 0; tries < TRIES; tries++) {
        await sleep(PAUSE)
        const { body, ms } = await reader.read(url)
        if (body.includes(words)) return ms
      }
      throw new Error(`${url} does not show "${words}", which was stored a while ago`)
    },
    close: () => reader.close(),
  }
}

async function newestPost(db: Db, contestId: number): Promise<number> {
  const { post_id } = await db
    .selectFrom('entry')
    .select('post_id')
    .where('contest_id', '=', contestId)
    .orderBy('posted_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return post_id
}

async function changeWords(db: Db, contestId: number, postId: number, words: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await sql`update post set text = ${words} where id = ${postId}`.execute(tx)
    await touchContests(tx, [contestId])
  })
}
