import { applyCaps, type CappedEntry } from '../contest/eligibility.ts'
import type { DrawRecord } from '../contest/hcd1/record.ts'
import type { Instant } from '../contest/instant.ts'
import { reasonFacts } from '../contest/reason.ts'
import { dayIn } from '../contest/window.ts'
import type { Context } from '../context.ts'
import type { Contest } from '../db/contests.ts'
import { listCountingOf } from '../db/counting.ts'
import { listRecords } from '../db/draw-records.ts'
import { listDraws } from '../db/draws.ts'
import { listItems } from '../db/items.ts'
import { findNamed } from '../db/post-names.ts'
import { findPostByUrl } from '../db/posts.ts'
import { type EntryStatus, listStatuses } from '../db/statuses.ts'
import { listTicketsOf } from '../db/tickets.ts'
import { findUploadByReceipt } from '../db/uploads.ts'
import { hashToken } from '../secrets.ts'
import { readLink } from '../sources/list-link.ts'
import { countedEntries } from './list-entrants.ts'

/** Where an entry stands on its way, from being received to the result. */
export interface Followed extends EntryStatus {
  /** Until when something can be mended; null where nothing can. */
  fixableUntil: Instant | null
  ticket: 'none' | 'later' | 'carries' | { draw: number }
  result: Result
}

export type Result =
  | { kind: 'pending'; drawAt: Instant | null }
  | { kind: 'won'; draw: number }
  | { kind: 'alternate'; place: number; draw: number }
  | { kind: 'notDrawn'; draw: number }
  | { kind: 'none' }

/** What was found for a link or receipt. `byReceipt`: only its owner has it, so a moderator's own words may be shown. */
export interface Found {
  byReceipt: boolean
  entries: Followed[]
}

/** Follows what a link to a post, or a receipt, stands for. Unknown ones find nothing. */
export async function followEntries(ctx: Context, contest: Contest, query: string): Promise<Found> {
  const upload = await findUploadByReceipt(ctx.db, contest.id, hashToken(query))
  const postId = upload?.postId ?? (await findPost(ctx, query.trim()))
  if (postId === null) return { byReceipt: false, entries: [] }
  const statuses = await listStatuses(ctx.db, contest.id, postId)
  const capped = await capsOf(ctx, contest, statuses)
  const drawn = await resultsOf(ctx, contest, statuses)
  return {
    byReceipt: upload !== null,
    entries: statuses.map((status) => follow(ctx, contest, status, capped, drawn)),
  }
}

/** By the very address, or where that is written in several ways, by the name of the post in it. */
async function findPost({ db }: Context, address: string): Promise<number | null> {
  // Blogs may name their posts by the query alone (`?p=1`); on networks it says where a reader came from.
  for (const url of [address.replace(/#.*$/, ''), address.replace(/[#?].*$/, '')]) {
    const found = await findPostByUrl(db, url)
    if (found !== null) return found
  }
  const link = readLink(/^[a-z]+:\/\//i.test(address) ? address : `https://${address}`, '')
  if (!link || link.network === null) return null
  const [named] = await findNamed(db, link.network, [link.id])
  return named?.postId ?? null
}

type Capped = ReadonlyMap<string, CappedEntry>

/** `isFrozen`: a list was published, and an entry that has no ticket in it never gets one. */
interface Drawn {
  isFrozen: boolean
  results: ReadonlyMap<number, { draw: number; result: Result }>
}

function follow(
  ctx: Context,
  contest: Contest,
  status: EntryStatus,
  capped: Capped,
  { isFrozen, results }: Drawn,
): Followed {
  const cap = capped.get(String(status.entryId))
  const over = cap?.overLimit ?? null
  const checks =
    over === null
      ? status.checks
      : [
          ...status.checks,
          { code: 'over_limit' as const, outcome: 'fail' as const, detail: { n: over.n, scope: over.scope } },
        ]
  const drawn = results.get(status.entryId)
  const isOut =
    status.state === 'rejected' ||
    status.state === 'withdrawn' ||
    status.state === 'erased' ||
    status.verdict === 'fails' ||
    status.room ||
    over !== null ||
    isFrozen ||
    // It counts, and not towards a prize: the item has none.
    (status.state === 'approved' && status.verdict === 'counts' && cap === undefined)
  return {
    ...status,
    checks,
    fixableUntil: fixableUntil(ctx, contest, status),
    ticket: drawn ? { draw: drawn.draw } : isOut ? 'none' : cap ? 'carries' : 'later',
    result:
      drawn?.result ?? (isOut ? { kind: 'none' } : { kind: 'pending', drawAt: whenDrawn(ctx, contest) }),
  }
}

/** Null once that time has passed without a list: nobody can know. */
function whenDrawn({ clock }: Context, { drawAt }: Contest): Instant | null {
  return clock.now() < drawAt ? drawAt : null
}

function fixableUntil(ctx: Context, contest: Contest, status: EntryStatus): Instant | null {
  const { closesAt } = contest.rules
  const codes = [
    ...status.checks
      .filter((check) => check.outcome === 'fail' || check.outcome === 'review')
      .map((check) => check.code),
    ...(status.state === 'rejected' && status.reason ? [status.reason.code] : []),
  ]
  return ctx.clock.now() < closesAt && codes.some((code) => reasonFacts(code).remedy === 'mend')
    ? closesAt
    : null
}

/** Caps look at all entries of a participant, so they are held against them here and not kept with one. */
async function capsOf(ctx: Context, contest: Contest, statuses: EntryStatus[]): Promise<Capped> {
  const participant = statuses.find((status) => status.participantId !== null)?.participantId
  if (participant === undefined || participant === null) return new Map()
  const counting = await listCountingOf(ctx.db, contest.id, participant)
  const entries = countedEntries(counting, await listItems(ctx.db, contest.id))
  return new Map(
    applyCaps(entries, contest.rules.caps, dayIn(contest.rules.zone)).map((one) => [one.entry.id, one]),
  )
}

async function resultsOf(ctx: Context, contest: Contest, statuses: EntryStatus[]): Promise<Drawn> {
  const draws = new Map((await listDraws(ctx.db, contest.id)).map((draw) => [draw.id, draw]))
  const tickets = await listTicketsOf(
    ctx.db,
    statuses.map((status) => status.entryId),
  )
  const results = new Map<number, { draw: number; result: Result }>()
  for (const ticket of tickets) {
    const draw = draws.get(ticket.drawId)
    const text = draw?.state === 'drawn' ? (await listRecords(ctx.db, ticket.drawId)).at(-1)?.text : undefined
    const record = text === undefined ? null : (JSON.parse(text) as DrawRecord)
    results.set(ticket.entryId, {
      draw: ticket.number,
      result: record ? resultOf(record, ticket) : { kind: 'pending', drawAt: draw?.drawAt ?? null },
    })
  }
  return { isFrozen: draws.size > 0, results }
}

/** Prizes go to people, so it is the person's place that counts for any of their tickets of the item. */
function resultOf(record: DrawRecord, ticket: { number: number; pid: string; item: string }): Result {
  const drawn = record.result.find((result) => result.item === ticket.item)
  const draw = ticket.number
  if (drawn?.winners.some((winner) => winner.pid === ticket.pid)) return { kind: 'won', draw }
  const place = drawn?.alternates.findIndex((alternate) => alternate.pid === ticket.pid) ?? -1
  return place >= 0 ? { kind: 'alternate', place: place + 1, draw } : { kind: 'notDrawn', draw }
}
