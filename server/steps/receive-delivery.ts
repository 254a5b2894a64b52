import type { Context } from '../context.ts'
import { countRefusedDelivery, insertDeliveries } from '../db/deliveries.ts'
import { findSource } from '../db/sources.ts'
import { inTransaction } from '../db/transaction.ts'
import { Refusal } from '../refusal.ts'
import { type Received, SourceError } from '../sources/source.ts'
import { connect } from './connect-source.ts'

/**
 * Takes in what a network sends by itself: checked, kept, and answered at once; what it brings is worked off after. The
 * network sends again what it got no answer to, so nothing is kept twice. Throws `Refusal` where no source receives here.
 */
export async function receiveDelivery(
  ctx: Context,
  sourceId: number,
  request: Received,
): Promise<{ status: 200 | 400 | 401 | 403; body: string }> {
  const source = await findSource(ctx.db, sourceId)
  const kind = ctx.sources.find(({ kind }) => kind === source?.kind)
  const missing = new Refusal('not_found', `There is no source ${sourceId} that receives anything.`)
  if (!source || kind?.receive === undefined) throw missing
  const receipt = await connect(ctx, source, AbortSignal.timeout(10_000))
    .receive(request)
    .catch((error: unknown) => {
      if (!(error instanceof SourceError)) throw error
      throw new Refusal('busy', 'The source cannot be worked with at the moment. Send it again.', {
        cause: error,
      })
    })
  if (receipt.status === 404) throw missing
  if (receipt.status === 401) await countRefusedDelivery(ctx.db, source.id)
  if (receipt.deliveries.length > 0) {
    await inTransaction(ctx.db, async (tx) => {
      const fresh = await insertDeliveries(tx, source.id, receipt.deliveries, ctx.clock.now())
      const job = { data: { sourceId: source.id }, key: String(source.id) }
      if (fresh > 0) await ctx.queue.add('take-deliveries', [job], tx)
    })
  }
  return { status: receipt.status, body: receipt.body }
}
