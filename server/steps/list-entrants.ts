import { randomBytes } from 'node:crypto'
import { ticketsOf } from '../contest/eligibility.ts'
import type { CountedEntry } from '../contest/entry.ts'
import { formatEntrants } from '../contest/hcd1/build-entrants.ts'
import { participantKey, pidOf, SALT_BYTES } from '../contest/hcd1/participant.ts'
import { dayIn } from '../contest/window.ts'
import type { Context } from '../context.ts'
import type { Contest } from '../db/contests.ts'
import { type Counting, listCounting } from '../db/counting.ts'
import type { Item } from '../db/items.ts'
import { readParticipants } from '../db/participants.ts'
import type { Tx } from '../db/pool.ts'
import type { NewEntrant } from '../db/tickets.ts'
import { nodeHashing } from '../hashing.ts'

/** Entries as the caps look at them: those for items that have a prize. What wins nothing takes up nobody's limit. */
export function countedEntries(counting: readonly Counting[], items: readonly Item[]): CountedEntry[] {
  const slugs = new Map(items.filter(({ winners }) => winners > 0).map(({ id, slug }) => [id, slug]))
  return counting.flatMap(({ entryId, itemId, participantId, postedAt, postId }) => {
    const item = slugs.get(itemId)
    return item === undefined
      ? []
      : [{ id: String(entryId), item, participant: String(participantId), postedAt, postId }]
  })
}

/** Everybody with at least one ticket, under a pid of this draw alone, in the order of the list, and the list itself. */
export async function listEntrants(
  ctx: Context,
  tx: Tx,
  contest: Contest,
  items: Item[],
): Promise<{ entrants: NewEntrant[]; lines: Uint8Array }> {
  const counted = countedEntries(await listCounting(tx, contest.id, null), items)
  const tickets = ticketsOf(counted, contest.rules.caps, dayIn(contest.rules.zone))
  const people = await readParticipants(tx, [...tickets.keys()].map(Number))
  const drawn = []
  for (const [participant, byItem] of tickets) {
    const person = people.get(Number(participant))
    if (!person) throw new Error(`Participant ${participant} has entries but no row`)
    const salt = randomBytes(SALT_BYTES)
    const pid = await pidOf(participantKey(person.provider, person.providerId), salt, nodeHashing)
    drawn.push({ pid, participantId: person.id, salt, byItem })
  }
  drawn.sort((a, b) => (a.pid < b.pid ? -1 : 1))
  const lines = formatEntrants(
    drawn.map(({ pid, byItem }) => ({
      pid,
      shares: [...byItem].map(([item, list]) => ({ item, weight: list.length, tier: 0 })),
    })),
  )
  const itemIds = new Map(items.map(({ id, slug }) => [slug, id]))
  const entrants = drawn.map(({ pid, participantId, salt, byItem }, line) => ({
    pid,
    participantId,
    salt: ctx.secrets.seal('draw.salt', salt.toString('hex')),
    line,
    tickets: [...byItem].flatMap(([item, list]) =>
      list.map((entry, ticket) => ({ itemId: itemIds.get(item) ?? 0, ticket, entryId: Number(entry.id) })),
    ),
  }))
  return { entrants, lines }
}
