import { openQuestions } from '../contest/check.ts'
import { type ModerationEvent, moderate } from '../contest/moderation.ts'
import type { ReasonCode } from '../contest/reason.ts'
import type { Context } from '../context.ts'
import { type Contest, lockContests, touchContests } from '../db/contests.ts'
import { insertDecision } from '../db/decisions.ts'
import { type Entry, findEntry, listEntriesOfPosts, updateEntries } from '../db/entries.ts'
import { readEvidence, type StoredEvidence } from '../db/evidence.ts'
import { refreshItems } from '../db/items.ts'
import type { Tx } from '../db/pool.ts'
import { lockPosts } from '../db/posts.ts'
import { closeReports } from '../db/reports.ts'
import { inTransaction } from '../db/transaction.ts'
import { Refusal } from '../refusal.ts'
import { decidedEntry, isPublic, moderationOf } from './entry-life.ts'
import { createJudge, type Judge } from './judge.ts'
import { judgePosts } from './judge-posts.ts'

/** What a moderator does with a card. `item`: the slug chosen, set before anything else happens. `dismiss` only closes reports. */
export interface Decision {
  action: 'approve' | 'reject' | 'reopen' | 'assign' | 'dismiss'
  item?: string | undefined
  code?: ReasonCode | undefined
  text?: string | undefined
}

/** Everything a decision about an entry needs, its post and its contest locked. */
interface Desk {
  tx: Tx
  judge: Judge
  evidence: StoredEvidence[]
  by: string
  now: number
}

/**
 * Applies one decision, writes its history and answers the entry as it then stands. The same decision a second time is
 * refused as a conflict and changes nothing. Throws `Refusal`.
 */
export async function moderateEntry(
  ctx: Context,
  contest: Contest,
  entryId: number,
  decision: Decision,
  by: string,
): Promise<Entry> {
  const entry = await inTransaction(ctx.db, async (tx) => {
    const judge = await createJudge(tx, contest.id)
    const { postId } = await readEntry(tx, contest, entryId)
    await lockPosts(tx, [postId])
    await lockContests(tx, [contest.id])
    const desk = { tx, judge, evidence: await readEvidence(tx, [postId]), by, now: ctx.clock.now() }
    const decided = await decide(desk, await readEntry(tx, contest, entryId), decision)
    await closeReports(tx, entryId, desk.now)
    return decided
  })
  ctx.events.tell({ contest: contest.id })
  return entry
}

async function decide(desk: Desk, given: Entry, { action, item, code, text }: Decision): Promise<Entry> {
  let entry = given
  if (item !== undefined && desk.judge.rowIds.get(item) !== entry.itemId) {
    await refuseItem(desk, entry, item)
    entry = await apply(desk, entry, { kind: 'assign', item })
  }
  if (action === 'reject') return apply(desk, entry, rejection(code, text))
  if (action === 'reopen') return apply(desk, entry, { kind: 'reopen' })
  if (action !== 'approve') return entry
  refuseFailing(entry)
  refuseUnsettled(entry)
  // A question that came up after the approval is answered by approving once more.
  if (entry.state === 'approved' && unanswered(entry).length > 0)
    entry = await apply(desk, entry, { kind: 'reopen' })
  return apply(desk, entry, { kind: 'approve', accepts: questionsOf(entry) })
}

async function readEntry(tx: Tx, contest: Contest, entryId: number): Promise<Entry> {
  const entry = await findEntry(tx, contest.id, entryId)
  if (!entry) throw new Refusal('not_found', `There is no entry ${entryId} in ${contest.slug}.`)
  return entry
}

async function refuseItem({ tx, judge }: Desk, entry: Entry, item: string): Promise<void> {
  const itemId = judge.rowIds.get(item)
  if (itemId === undefined) {
    throw new Refusal('invalid', `There is no item "${item}" in this contest.`, {
      faults: [{ field: 'body.item', found: `"${item}"`, expected: 'the slug of an item of this contest' }],
    })
  }
  const siblings = await listEntriesOfPosts(tx, entry.contestId, [entry.postId])
  const twin = siblings.find((one) => one.itemId === itemId)
  if (twin)
    throw new Refusal(
      'conflict',
      `The post already has entry ${twin.id} for "${item}"; decide about that one.`,
    )
}

/** An approval answers questions; a rule that is broken is none. */
function refuseFailing(entry: Entry): void {
  if (entry.verdict !== 'fails') return
  const broken = entry.checks.filter(({ outcome }) => outcome === 'fail').map(({ code }) => code)
  throw new Refusal(
    'conflict',
    `Entry ${entry.id} breaks a rule that nobody can let pass: ${broken.join(', ')}.`,
    {
      faults: [
        { field: 'entry.verdict', found: `fails (${broken.join(', ')})`, expected: 'counts or review' },
      ],
    },
  )
}

/** What waits for something else (a picture being fetched, an address being confirmed) is no question to a person yet. */
function refuseUnsettled({ id, checks }: Entry): void {
  const open = checks.filter(({ outcome }) => outcome === 'wait').map(({ code }) => code)
  if (open.length === 0) return
  const found = `an entry that waits for ${open.join(', ')}`
  throw new Refusal('conflict', `Entry ${id} cannot be approved yet: found ${found}.`, {
    faults: [{ field: 'entry.checks', found, expected: 'one in which only people are asked' }],
  })
}

/** Afterwards the post is judged again: an item that was set, or a question that was answered, changes what the rules say. */
async function apply(desk: Desk, before: Entry, event: ModerationEvent): Promise<Entry> {
  const { tx, judge, now } = desk
  const decided = moderate(moderationOf(judge, before), event)
  if (!decided.ok) {
    const { code, found, expected } = decided.refusal
    const kind = code === 'wrong_state' || code === 'withdrawn_by_other' ? 'conflict' : 'invalid'
    throw new Refusal(kind, `Entry ${before.id}: found ${found}, expected ${expected}.`, {
      faults: [{ field: kind === 'conflict' ? 'entry.state' : 'body', found, expected }],
    })
  }
  await updateEntries(tx, [decidedEntry(judge, before, decided.entry, now)], now)
  await judgePosts(tx, judge, desk.evidence, now)
  const after = await findEntry(tx, before.contestId, before.id)
  if (!after) throw new Error(`Entry ${before.id} vanished while it was locked`)
  await insertDecision(tx, {
    entryId: after.id,
    action: event.kind,
    code: event.kind === 'reject' ? event.code : null,
    text: event.kind === 'reject' ? event.text : null,
    itemId: event.kind === 'assign' ? after.itemId : null,
    from: before.state,
    to: after.state,
    by: desk.by,
    at: now,
  })
  if (isPublic(before) || isPublic(after)) {
    await refreshItems(
      tx,
      [before.itemId, after.itemId].flatMap((id) => id ?? []),
    )
    await touchContests(tx, [after.contestId])
  }
  return after
}

function rejection(code: ReasonCode | undefined, text: string | undefined): ModerationEvent {
  if (code) return { kind: 'reject', code, text: text ?? null }
  throw new Refusal('invalid', 'A rejection needs a reason.', {
    faults: [{ field: 'body.code', found: 'nothing', expected: 'a reason code such as not_the_item' }],
  })
}

function questionsOf({ checks }: Entry): ReasonCode[] {
  return openQuestions({ checks })
}

/** What has come up since a person let the entry through. */
function unanswered(entry: Entry): ReasonCode[] {
  return questionsOf(entry).filter((code) => !entry.accepted.includes(code))
}
