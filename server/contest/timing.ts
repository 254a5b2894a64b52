import type { Rules } from './contest.ts'
import { HOUR, type Instant, MINUTE } from './instant.ts'

/** A post may claim to be this much younger than our first sight of it: clocks differ. */
export const CLAIM_AHEAD = 5 * MINUTE
/** A post may have been out this long before we first saw it: collection takes time. Older claims are looked at. */
export const CLAIM_BEHIND = 24 * HOUR

/** Whether something first seen at this instant was still seen in time to count. */
export function isSeenInTime(seenAt: Instant, rules: Pick<Rules, 'closesAt' | 'grace'>): boolean {
  return seenAt < rules.closesAt + rules.grace
}

/** Whether a claimed time and our first sight of the post differ too much to be believed without a look. */
export function isInDoubt(claimedAt: Instant, firstSeenAt: Instant): boolean {
  return claimedAt - firstSeenAt > CLAIM_AHEAD || firstSeenAt - claimedAt > CLAIM_BEHIND
}
