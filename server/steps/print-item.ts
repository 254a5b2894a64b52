import type { Context } from '../context.ts'
import { type Contest, lockContests, touchContests } from '../db/contests.ts'
import { type Item, setItemMedia } from '../db/items.ts'
import { insertMedia } from '../db/media.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Incoming } from '../media/incoming.ts'
import { receivePicture } from './receive-picture.ts'

/** Takes the printed picture of an item, as strictly as a stranger's. Answers its id. Throws `Refusal`. */
export async function printItem(ctx: Context, contest: Contest, item: Item, file: Incoming): Promise<string> {
  const media = await receivePicture(ctx, file, 'body.picture')
  await inTransaction(ctx.db, async (tx) => {
    await lockContests(tx, [contest.id])
    await insertMedia(tx, media, ctx.clock.now())
    await setItemMedia(tx, item.id, media.id)
    await touchContests(tx, [contest.id])
  })
  ctx.events.tell({ contest: contest.id })
  return media.id
}
