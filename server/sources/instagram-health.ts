import { DAY, type Instant } from '../contest/instant.ts'
import { openLedger, TAG_BUDGET } from './instagram-ledger.ts'
import type { InstagramSettings } from './instagram-settings.ts'
import { readToken, signIn } from './instagram-sign-in.ts'
import { SourceError, type SourceHealth, type SourceIo, type SourceWarning } from './source.ts'

/** A token that ends is told of so long before. */
export const WARNED_BEFORE = 10 * DAY
/** From so many tags on somebody should know. */
export const WARNED_TAGS = 27

/** Signs in, counts the tags as Instagram does, and says it in one line. Asks for no tag: that would take a place. */
export async function testAccount(settings: InstagramSettings, io: SourceIo): Promise<SourceHealth> {
  io.signal.throwIfAborted()
  try {
    const { client, accountId, expiresAt } = await signIn(settings, io)
    const ledger = await openLedger(io)
    await ledger.reconcile(client, accountId, true)
    const used = ledger.used()
    const line = [
      `The account ${accountId} answers`,
      expiresAt === null ? 'its token has no end' : `its token lasts until ${day(expiresAt)}`,
      `${used} of ${TAG_BUDGET} tags of seven days are taken`,
    ]
    const refused = ledger.refused()
    if (refused.length > 0) line.push(`no place is left for ${refused.map((tag) => `#${tag}`).join(', ')}`)
    const usage = client.usage()
    if (usage !== null) line.push(`${usage} % of this hour’s requests are used`)
    const budget = { left: Math.max(0, TAG_BUDGET - used), of: TAG_BUDGET, resetsAt: ledger.nextFree() }
    return { ok: true, message: `${line.join('; ')}.`, budget }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { ok: false, message: error.message, budget: null }
  }
}

/** The end of the token, ten days ahead, and tags that have no place or soon will not. */
export async function warnOfAccount(settings: InstagramSettings, io: SourceIo): Promise<SourceWarning[]> {
  const warnings: SourceWarning[] = []
  const expiresAt = settings.exchange ? ((await readToken(settings, io))?.expiresAt ?? null) : null
  if (expiresAt !== null && expiresAt - io.clock.now() <= WARNED_BEFORE) {
    const message = `The token ends on ${day(expiresAt)}. Log in again, make a new token, and connect the account anew before.`
    warnings.push({ code: 'expires', message })
  }
  const ledger = await openLedger(io)
  const [used, refused] = [ledger.used(), ledger.refused()]
  const places = `${used} of ${TAG_BUDGET} tags of seven days are taken`
  if (refused.length > 0) {
    const tags = refused.map((tag) => `#${tag}`).join(', ')
    warnings.push({
      code: 'budget',
      message: `${places}, and no place is left for ${tags}. Connect another account for it.`,
    })
  } else if (used >= WARNED_TAGS) {
    warnings.push({ code: 'budget', message: `${places}; a tag beyond them cannot be read.` })
  }
  return warnings
}

function day(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10)
}
