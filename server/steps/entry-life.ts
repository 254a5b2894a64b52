import { hash } from 'node:crypto'
import { openQuestions } from '../contest/check.ts'
import type { EntryState, Judgement, Verdict } from '../contest/entry.ts'
import type { Instant } from '../contest/instant.ts'
import { coversDisplay } from '../contest/licence.ts'
import {
  approvesItself,
  type Moderation,
  type ModerationEvent,
  moderate,
  newModeration,
} from '../contest/moderation.ts'
import type { Entry, NewEntry } from '../db/entries.ts'
import type { StoredEvidence } from '../db/evidence.ts'
import type { Judge } from './judge.ts'

/** Whether everybody sees an entry. */
export function isPublic(entry: { state: EntryState; verdict: Verdict }): boolean {
  return entry.state === 'approved' && entry.verdict !== 'fails'
}

/** The part of a stored entry that people decide about. */
export function moderationOf(judge: Judge, entry: Entry): Moderation {
  return {
    state: entry.state,
    item: slugOf(judge, entry.itemId),
    named: slugOf(judge, entry.namedItemId),
    accepted: entry.accepted,
    reason: entry.reason,
    withdrawn: entry.withdrawn,
  }
}

/** The entry as a decision leaves it. */
export function decidedEntry(judge: Judge, entry: Entry, moderation: Moderation, now: Instant): Entry {
  return {
    ...entry,
    state: moderation.state,
    itemId: rowIdOf(judge, moderation.item),
    namedItemId: rowIdOf(judge, moderation.named),
    accepted: [...moderation.accepted],
    reason: moderation.reason,
    withdrawn: moderation.withdrawn,
    decidedAt: moderation.state === entry.state ? entry.decidedAt : now,
  }
}

/** A judgement that has no entry yet. */
export function newEntryOf(judge: Judge, post: StoredEvidence, judgement: Judgement, now: Instant): NewEntry {
  const moderation = follow(judge, newModeration(judgement.item), judgement, post, true)
  const itemId = rowIdOf(judge, judgement.item)
  return {
    contestId: judge.contest.id,
    postId: post.postId,
    itemId,
    namedItemId: itemId,
    ...judgedPart(judge, post, judgement),
    state: moderation.state,
    accepted: [...moderation.accepted],
    reason: moderation.reason,
    withdrawn: moderation.withdrawn,
    postedAt: post.post.postedAt,
    postHash: lookOf(post, null),
    decidedAt: moderation.state === 'waiting' ? null : now,
  }
}

/**
 * An entry before its post is judged again. Where the post reads or looks otherwise than what was decided about, the
 * entry waits for a person once more, and what was let through is asked anew; else it is as it was.
 */
export function lookedAtAgain(judge: Judge, entry: Entry, post: StoredEvidence, now: Instant): Entry {
  const postHash = lookOf(post, entry)
  if (postHash === entry.postHash) return entry
  const next = moderate(moderationOf(judge, entry), { kind: 'change' })
  return { ...(next.ok ? decidedEntry(judge, entry, next.entry, now) : entry), postHash }
}

/** An entry after its post was judged again: `before` as it is stored, `entry` as `lookedAtAgain` left it. */
export function rejudged(
  judge: Judge,
  { before, entry }: { before: Entry; entry: Entry },
  post: StoredEvidence,
  judgement: Judgement,
  now: Instant,
): Entry {
  const standing = moderationOf(judge, entry)
  // An entry without item takes the item its caption names now; that is no decision of a person.
  const named =
    standing.item === null && judgement.item !== null
      ? { ...standing, item: judgement.item, named: judgement.item }
      : standing
  // What a person took back is not approved by rule again, unless something about it has changed.
  const isNews = before.verdict !== 'counts' || before.postHash !== entry.postHash
  const moderation = follow(judge, named, judgement, post, isNews)
  return { ...decidedEntry(judge, entry, moderation, now), ...judgedPart(judge, post, judgement) }
}

/** An entry that the post no longer makes. */
export function withdrawnFrom(entry: Entry, now: Instant): Entry {
  if (entry.state === 'withdrawn' || entry.state === 'erased') return entry
  return { ...entry, state: 'withdrawn', withdrawn: { by: 'source', from: entry.state }, decidedAt: now }
}

function judgedPart(judge: Judge, post: StoredEvidence, judgement: Judgement) {
  return {
    suggested: judgement.suggested.flatMap((slug) => judge.rowIds.get(slug) ?? []),
    participantId: post.participantId,
    room: judgement.room,
    verdict: judgement.verdict,
    checks: judgement.checks,
    basis: basisOf(judgement, post.post.licence),
    mediaId: post.pictures.find((picture) => picture.mediaId !== null)?.mediaId ?? null,
  }
}

/**
 * Whoever posts under the contest's rules, by its tag or its form, lets it show the picture here; nothing beyond that. A
 * page that only links here has agreed to nothing. A free licence lets anybody show it, whatever the rules.
 */
function basisOf({ room, checks }: Judgement, licence: string | null): 'rules' | 'licence' | null {
  if (coversDisplay(licence)) return 'licence'
  const isTagged = checks.some(({ code, outcome }) => code === 'tag_missing' && outcome === 'pass')
  return !room || isTagged ? 'rules' : null
}

/**
 * Names what there is to look at: the wording, and the bytes of the pictures. While one of them is still being fetched,
 * the pictures count as those that were known before: an address that changed may hold the same bytes.
 */
function lookOf(post: StoredEvidence, before: Entry | null): string {
  const isWhole = post.pictures.every(({ state }) => state !== 'pending')
  const pictures = isWhole
    ? hash('sha256', post.pictures.map(({ mediaId }) => mediaId ?? '').join())
    : (before?.postHash.split(' ')[1] ?? 'unseen')
  return `${post.hash} ${pictures}`
}

/** What happens to an entry because of its post, in the order in which it matters. */
function follow(
  judge: Judge,
  entry: Moderation,
  judgement: Judgement,
  post: StoredEvidence,
  isNews: boolean,
): Moderation {
  const events: ModerationEvent[] = []
  if (post.gone) events.push({ kind: 'withdraw', by: 'source' })
  else if (entry.withdrawn?.by === 'source') events.push({ kind: 'restore', by: 'source' })
  if (isNews && approvesItself(judgement, judge.contest.moderation))
    events.push({ kind: 'approve', accepts: openQuestions(judgement) })
  return events.reduce((current, event) => {
    const next = moderate(current, event)
    return next.ok ? next.entry : current
  }, entry)
}

function slugOf(judge: Judge, itemId: number | null): string | null {
  return itemId === null ? null : (judge.slugs.get(itemId) ?? null)
}

function rowIdOf(judge: Judge, slug: string | null): number | null {
  return slug === null ? null : (judge.rowIds.get(slug) ?? null)
}
