import { asks, fails, passes, waits } from './check.ts'
import type { Rules } from './contest.ts'
import type { Check } from './entry.ts'
import type { Evidence } from './evidence.ts'
import { DAY, type Instant } from './instant.ts'
import { networkFacts } from './networks.ts'
import { isInDoubt, isSeenInTime } from './timing.ts'

/** What a contest asks of every post beside its caption: that it is there, its time, its pictures, its author. */
export function checkPost(evidence: Evidence, rules: Rules): Check[] {
  return [
    evidence.gone === null ? passes('private_or_gone') : fails('private_or_gone', { why: evidence.gone }),
    ...checkTime(evidence, rules),
    ...checkPictures(evidence),
    ...checkIdentity(evidence, rules),
    ...checkAccount(evidence, rules),
  ]
}

function checkTime({ post, firstSeenAt }: Evidence, rules: Rules): Check[] {
  const { opensAt: opens, closesAt: closes, zone } = rules
  const detail = { time: post.postedAt, opens, closes, zone }
  const isEarly = post.postedAt < opens
  return [
    isEarly ? fails('too_early', detail) : passes('too_early', detail),
    checkLate(post.postedAt, firstSeenAt, rules, detail),
    ...(networkFacts(post.network).stampsTime ? [] : [checkClaim(post.postedAt, firstSeenAt)]),
  ]
}

/** A post made in time but first seen after the grace is late too: `seen` says when we saw it. */
function checkLate(postedAt: Instant, seen: Instant, rules: Rules, detail: Check['detail']): Check {
  if (postedAt >= rules.closesAt) return fails('too_late', detail)
  return isSeenInTime(seen, rules) ? passes('too_late', detail) : fails('too_late', { ...detail, seen })
}

function checkClaim(time: Instant, seen: Instant): Check {
  return isInDoubt(time, seen)
    ? asks('time_in_doubt', { time, seen })
    : passes('time_in_doubt', { time, seen })
}

/**
 * One readable picture is enough. A picture the network withholds can be looked at where it was posted, so a
 * person decides; a broken one can be seen nowhere.
 */
function checkPictures({ pictures }: Evidence): Check[] {
  if (pictures.length === 0) return [fails('no_picture')]
  const present = passes('no_picture')
  if (pictures.some(({ state }) => state === 'stored')) return [present, passes('picture_broken')]
  if (pictures.some(({ state }) => state === 'pending')) return [present, waits('picture_pending')]
  if (pictures.some(({ state }) => state === 'withheld')) return [present, asks('withheld')]
  const broken = pictures.find((picture) => picture.state === 'broken')
  return [present, fails('picture_broken', { why: broken?.why ?? '' })]
}

/**
 * An upload waits until its address is confirmed. A post whose author no interface tells counts in an open
 * contest (the winner proves to be its author by claiming), but not where the rules ask for a mention, which
 * is what makes authors known.
 */
function checkIdentity({ identity, upload }: Evidence, rules: Rules): Check[] {
  if (identity === 'unconfirmed') return [waits('unconfirmed')]
  if (upload !== null) return [passes('unconfirmed')]
  if (identity === 'identified') return [passes('unidentified')]
  return rules.mention === null ? [] : [waits('unidentified')]
}

/** Measured at the time of the post. An account whose age no network tells is not refused. */
function checkAccount({ post }: Evidence, { minAccountAgeDays: days }: Rules): Check[] {
  if (days === null) return []
  const since = post.author?.since ?? null
  const tooNew = since !== null && post.postedAt - since < days * DAY
  return [tooNew ? fails('account_too_new', { days }) : passes('account_too_new', { days })]
}
