import { DAY } from '../contest/instant.ts'
import { canPlay } from './network-ways.ts'
import { drawPeople } from './people.ts'
import { chanceFrom } from './photograph/seed.ts'
import { castFor } from './plan-cast.ts'
import { drawKinds, isCopy } from './plan-kinds.ts'
import { copyTime, eventsOf, timesFor } from './plan-times.ts'
import type { Draft, PlanRequest } from './planned.ts'

/** A campaign needs room for posts that are edited and deleted after they were seen, and before it closes. */
export const SHORTEST_CAMPAIGN = 10 * DAY

/** Who posts about what and when, in the order of posting. */
export function draftPosts(request: PlanRequest): Draft[] {
  checkRequest(request)
  const { opensAt, closesAt, posts } = request
  const chance = chanceFrom(request.seed)
  const networks = request.networks ?? ['mastodon']
  const kinds = drawKinds(posts, chance.branch('kinds'), (kind) => networks.some((one) => canPlay(one, kind)))
  const crowd = Math.max(2 * networks.length, Math.round(posts / 3))
  const people = drawPeople(chance.branch('people'), crowd, opensAt, networks)
  const moments = chance.branch('times')
  const timed = timesFor(
    kinds.filter((kind) => !isCopy(kind)),
    moments,
    opensAt,
    closesAt,
  )
  const cast = castFor(timed, request.catalogue.items, people, chance.branch('cast'))
  const firsts = cast.firsts.map(
    (first): Draft => ({ ...first, ...eventsOf(first, moments, closesAt), original: null }),
  )
  const copies = kinds.filter(isCopy).map((kind): Draft => {
    const original = cast.originalFor(kind, firsts, closesAt - 2 * DAY)
    const at = copyTime(original.at, moments, closesAt)
    const person =
      kind === 'same_picture_yours' || kind === 'over_cap'
        ? original.person
        : cast.somebodyBut(original.person, kind)
    return {
      kind,
      at,
      arrivesAt: at,
      editedAt: null,
      deletedAt: null,
      person,
      items: [original.items[0]],
      original,
    }
  })
  return [...firsts, ...copies].toSorted((a, b) => a.at - b.at)
}

function checkRequest({ posts, opensAt, closesAt, catalogue }: PlanRequest): void {
  if (!Number.isSafeInteger(posts) || posts < 1)
    throw new Error(`Found ${posts} posts; expected a whole number from 1 on`)
  if (!(closesAt - opensAt >= SHORTEST_CAMPAIGN)) {
    const days = Math.round(((closesAt - opensAt) / DAY) * 100) / 100
    throw new Error(`Found a campaign of ${days} days; expected at least ${SHORTEST_CAMPAIGN / DAY}`)
  }
  if (catalogue.items.length === 0) throw new Error('Found a catalogue without items; expected at least one')
}
