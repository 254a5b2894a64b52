import { hash, randomBytes } from 'node:crypto'
import { localCommitment } from '../contest/hcd1/randomness.ts'
import type { RulesFacts } from '../contest/rules-facts.ts'
import { rulesText } from '../contest/rules-text.ts'
import type { Context } from '../context.ts'
import { type Contest, lockContest, touchContests } from '../db/contests.ts'
import { type Item, listItems } from '../db/items.ts'
import { openContest as markOpen } from '../db/new-contest.ts'
import { listSourcesOfContest } from '../db/sources.ts'
import { inTransaction } from '../db/transaction.ts'
import { nodeHashing } from '../hashing.ts'
import { Refusal } from '../refusal.ts'
import { chainOf } from './draw-chain.ts'

/**
 * Opens a contest: the rules text is made from the data that is enforced, hashed and locked; a `local` draw commits to
 * its secret now, before anybody can enter. Throws `Refusal` where something is missing or it is open already.
 */
export async function openContest(ctx: Context, contestId: number): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    const contest = await lockContest(tx, contestId)
    if (contest.state !== 'draft') throw new Refusal('conflict', `${contest.slug} is open already.`)
    const items = await listItems(tx, contestId)
    const sources = await listSourcesOfContest(tx, contestId)
    const missing = [
      ...(items.length === 0 ? ['items: it has none'] : []),
      ...(items.length > 0 && items.every((item) => item.winners === 0)
        ? ['a prize: every item has 0 winners']
        : []),
      ...items.filter((item) => item.tags.length === 0).map((item) => `a tag for ${item.name}`),
      ...(ctx.clock.now() >= contest.rules.closesAt ? ['a closing time that is still to come'] : []),
    ]
    if (missing.length > 0)
      throw new Refusal('conflict', `${contest.slug} cannot open; it still needs: ${missing.join('; ')}.`)
    const secret = contest.drawKind === 'local' ? randomBytes(32) : null
    const commit = secret === null ? null : await localCommitment(secret, nodeHashing)
    const text = rulesText(
      factsOf(
        ctx,
        contest,
        items,
        sources.map((s) => s.kind),
        commit,
      ),
      contest.language,
    )
    await markOpen(tx, contestId, {
      rulesText: text,
      rulesHash: hash('sha256', text),
      local:
        secret === null || commit === null
          ? null
          : { secret: ctx.secrets.seal('draw.secret', secret.toString('hex')), commit },
      openedAt: ctx.clock.now(),
    })
    await touchContests(tx, [contestId])
  })
  ctx.events.tell({ contest: contestId })
}

/** The rules as they would be locked if the contest opened as it is. A local draw's commitment is made only then. */
export async function draftRulesText(ctx: Context, contest: Contest): Promise<string> {
  const items = await listItems(ctx.db, contest.id)
  const sources = await listSourcesOfContest(ctx.db, contest.id)
  const kinds = sources.map(({ kind }) => kind)
  return rulesText(
    factsOf(ctx, contest, items, kinds, contest.drawKind === 'local' ? '…' : null),
    contest.language,
  )
}

function factsOf(
  ctx: Context,
  contest: Contest,
  items: Item[],
  networks: string[],
  localCommit: string | null,
): RulesFacts {
  const url = `${ctx.config.publicUrl}/c/${contest.slug}`
  return {
    title: contest.title,
    url,
    sponsor: { name: contest.sponsor, address: contest.sponsorAddress, contact: contest.privacyContact },
    privacyContact: contest.privacyContact,
    rules: contest.rules,
    networks: [...new Set(networks)].sort(),
    uploadUrl: `${url}/take-part`,
    prizes: items
      .filter((item) => item.winners > 0)
      .map((item) => ({
        item: item.name,
        prize: item.prize[contest.language],
        winners: item.winners,
        alternates: item.alternates,
      })),
    maxPrizes: contest.maxPrizes,
    draw: {
      at: contest.drawAt,
      answerDays: contest.answerDays,
      randomness:
        localCommit === null
          ? { type: 'drand', chain: chainOf(ctx).hash }
          : { type: 'local', commit: localCommit },
    },
    moderation: contest.moderation,
    eligibility: contest.eligibility,
    retentionDays: contest.retentionDays,
    rehearsal: contest.rehearsal,
  }
}
