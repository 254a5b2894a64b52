import type { Instant } from '../contest/instant.ts'
import type { RehearsalAccount, RehearsalPost } from './post.ts'

/**
 * An id as Mastodon makes it (lib/mastodon/snowflake.rb): milliseconds in the upper bits, 16 bits of a sequence below.
 * A post of another server gets one from the time its author claims, not from the time of its arrival.
 */
export function snowflake(createdAt: Instant, sequence: number): string {
  return String((BigInt(Math.floor(createdAt)) << 16n) | BigInt(sequence & 0xffff))
}

/** The identity of an account on the fediverse, the same wherever it is read. */
export function actorUri(account: RehearsalAccount): string {
  return `https://${account.host}/users/${account.user}`
}

/** The identity of a post on the fediverse. */
export function postUri(post: RehearsalPost): string {
  return `${actorUri(post.account)}/statuses/${post.id}`
}
