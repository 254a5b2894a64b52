import { HOUR, type Instant, MINUTE } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { readContest } from '../db/contests.ts'
import { inTransaction } from '../db/transaction.ts'
import { findMention, recordVerified, type Verified, type Webmention } from '../db/webmentions.ts'
import { type AskedPage, askBlogPage } from '../sources/blog-page.ts'
import { collects } from './followed.ts'
import { isOurs } from './receive-webmention.ts'
import { GONE_APART, RECHECK_AFTER } from './recheck-posts.ts'
import { judgeLinked, storePage } from './take-blog-post.ts'

/** A page that brought no answer is asked again after these times, one after the other; then it is given up. */
export const ASK_AGAIN_AFTER = [5 * MINUTE, 30 * MINUTE, 3 * HOUR] as const

/** What became of one look at a page. */
export type Looked = 'accepted' | 'refused' | 'waiting'

/**
 * Looks at the page of a webmention: accepts it where the page links to the target, and stores it as a blog post; withdraws
 * it where the page is gone or links no more, found twice ten minutes apart once it was accepted. A page that cannot be
 * reached is asked again, and never withdrawn for that. Null where there is no such mention.
 */
export async function verifyWebmention(
  ctx: Context,
  mentionId: number,
  signal: AbortSignal,
): Promise<Looked | null> {
  const mention = await findMention(ctx.db, mentionId)
  if (!mention) return null
  const { fetch, clock } = ctx
  const found = await askBlogPage(mention.source, { fetch, clock, signal })
  const asked: AskedPage =
    found.kind === 'read' && isOurs(ctx, found.upsert.post.url ?? '') ? { kind: 'refused', why: OURS } : found
  const { looked, isPublic } = await inTransaction(ctx.db, async (tx) => {
    const now = ctx.clock.now()
    const contest = await readContest(tx, mention.contestId)
    const again = collects(contest, now) ? now + RECHECK_AFTER : null
    const links = asked.kind === 'read' && asked.linksTo(mention.target)
    const taken = links ? await storePage(ctx, tx, contest, asked, mention.postHash) : null
    const verified = taken
      ? {
          ...ANSWERED,
          state: 'accepted' as const,
          why: taken.isCopy ? COPY : null,
          postId: taken.postId,
          postHash: taken.postHash,
          nextAt: again,
        }
      : notTaken(mention, asked, now, again)
    await recordVerified(tx, mention.id, verified, now)
    const posts = [...new Set([mention.postId, verified.postId])].filter((id) => id !== null)
    let isPublic = false
    for (const id of posts) isPublic = (await judgeLinked(ctx, tx, contest.id, id)) || isPublic
    return { looked: verified.state, isPublic }
  })
  if (isPublic) ctx.events.tell({ contest: mention.contestId })
  return looked
}

const ANSWERED = { attempts: 0, missingSince: null }
const COPY = 'It is here already, as the copy on another network that it names.'
const NO_LINK = 'The page does not link to the target.'
const OURS = 'The address leads to a page of this site.'
const DELETED = 'The post was deleted by its author.'

/** What a page that brought no post means for its mention. */
function notTaken(mention: Webmention, asked: AskedPage, now: Instant, again: Instant | null): Verified {
  if (asked.kind === 'unknown') return unanswered(mention, asked.why, now, again)
  const why = asked.kind === 'read' ? (asked.linksTo(mention.target) ? DELETED : NO_LINK) : asked.why
  const refused: Verified = { ...mention, ...ANSWERED, state: 'refused', why, nextAt: null }
  if (mention.state !== 'accepted') return refused
  const since = mention.missingSince ?? now
  if (now - since >= GONE_APART) return refused
  return { ...mention, attempts: 0, missingSince: since, nextAt: since + GONE_APART }
}

function unanswered(mention: Webmention, why: string, now: Instant, again: Instant | null): Verified {
  if (mention.state === 'accepted') return { ...mention, nextAt: again }
  const wait = ASK_AGAIN_AFTER[mention.attempts]
  const attempts = mention.attempts + 1
  return wait === undefined
    ? { ...mention, attempts, state: 'refused', why, nextAt: null }
    : { ...mention, attempts, why, nextAt: now + wait }
}
