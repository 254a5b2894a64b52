import type { Context } from '../context.ts'
import { findContest } from '../db/contests.ts'
import { findEntry } from '../db/entries.ts'
import { findItem } from '../db/items.ts'
import { inTransaction } from '../db/transaction.ts'
import { countWaitingMentions, storeMention } from '../db/webmentions.ts'
import { Refusal, show } from '../refusal.ts'
import { newToken } from '../secrets.ts'
import { collects } from './followed.ts'

/** Mentions of one contest that nobody has looked at yet; more are sent away until some have been. */
export const MOST_WAITING = 1_000
/** Characters of an address, percent-encoded: an index of Postgres holds the two of a mention together. */
export const LONGEST_ADDRESS = 1_000

/** What a page of ours stands for, as far as others may link to it. */
interface Linked {
  contestId: number
  itemId: number | null
}

/**
 * Takes a webmention in (w3.org/TR/webmention, 3.2): both addresses are of the web, they are not the same, and the target is
 * a public page of a contest that collects. The page is looked at afterwards. Sent again, it is looked at again. Answers
 * the token of its status. Throws `Refusal`, whose words are for whoever sends.
 */
export async function receiveWebmention(
  ctx: Context,
  sent: { source: string; target: string },
): Promise<{ token: string }> {
  const source = webAddress('source', sent.source)
  const target = webAddress('target', sent.target)
  const ours = new URL(ctx.config.publicUrl).origin
  if (withoutFragment(source) === withoutFragment(target))
    throw new Refusal('invalid', 'The source and the target are the same page.')
  if (isOurs(ctx, source.href)) throw new Refusal('invalid', 'The source is a page of this site.')
  const linked = target.origin === ours ? await linkedBy(ctx, target) : null
  if (linked === null)
    throw new Refusal(
      'invalid',
      'The target is no page here that takes webmentions: expected one of an open contest.',
    )
  if ((await countWaitingMentions(ctx.db, linked.contestId)) >= MOST_WAITING)
    throw new Refusal('busy', 'Many pages wait to be looked at. Send it again later.', { retryAfter: 600 })
  const now = ctx.clock.now()
  return inTransaction(ctx.db, async (tx) => {
    const addresses = { source: withoutFragment(source), target: sent.target.trim() }
    const { id, token } = await storeMention(tx, { ...linked, ...addresses, token: newToken() }, now)
    await ctx.queue.add('verify-webmentions', [{ data: { mentionId: id }, key: String(id) }], tx)
    return { token }
  })
}

function webAddress(field: string, text: string): URL {
  const url = URL.parse(text.trim())
  if (
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    Math.max(text.length, url.href.length) <= LONGEST_ADDRESS
  )
    return url
  throw new Refusal(
    'invalid',
    `The ${field} is ${show(text)}; expected an address with http or https of at most ${LONGEST_ADDRESS} characters.`,
  )
}

/** Whether an address is of this site, however it is reached: what we show links to what we show. */
export function isOurs(ctx: Context, address: string): boolean {
  const plain = (url: URL | null) => url?.host.replace(/\.(?=:|$)/, '').replace(/^www\./, '')
  return plain(URL.parse(address)) === plain(new URL(ctx.config.publicUrl))
}

function withoutFragment(url: URL): string {
  return url.href.replace(/#.*$/s, '')
}

/** Whether a page of a contest, of an item or of an entry stands there for everybody, and takes mentions. */
async function linkedBy(ctx: Context, { pathname }: URL): Promise<Linked | null> {
  const [, slug = '', part, name] =
    /^\/c\/([a-z0-9-]{1,63})(?:\/(items|entries|room)(?:\/([a-z0-9-]{1,63}))?)?\/?$/.exec(pathname) ?? []
  const contest = slug === '' ? null : await findContest(ctx.db, slug)
  if (contest?.state !== 'open' || !collects(contest, ctx.clock.now())) return null
  const contestId = contest.id
  if (name === undefined) return { contestId, itemId: null }
  if (part === 'items') {
    const item = await findItem(ctx.db, contestId, name)
    return item ? { contestId, itemId: item.id } : null
  }
  const entry =
    part === 'entries' && /^\d{1,15}$/.test(name) ? await findEntry(ctx.db, contestId, Number(name)) : null
  return entry?.state === 'approved' && entry.verdict !== 'fails' ? { contestId, itemId: entry.itemId } : null
}
