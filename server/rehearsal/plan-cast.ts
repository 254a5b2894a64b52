import type { Instant } from '../contest/instant.ts'
import { canPlay, fillsPages } from './network-ways.ts'
import type { Person } from './people.ts'
import type { Chance } from './photograph/seed.ts'
import { factsOf, isSure, type Kind } from './plan-kinds.ts'
import type { Timed } from './plan-times.ts'
import type { Draft, PlannedItem } from './planned.ts'
import { pickWeighted, shuffled } from './random.ts'
import { canSlip, withoutNorwegianLetters } from './slips.ts'

/** Gaps among 24 items, at least and at most; other catalogues in proportion. */
const FEWEST_GAPS = 1
const MOST_GAPS = 4
const USUAL_CATALOGUE = 24

/** How often a post that comes to nothing is about an item that nobody fills: so near! */
const NEAR_MISS = 0.5

/** So many posts of one person about one item go over the cap, as those do who cannot stop. */
const OVER_THE_CAP = 2

type First = Pick<Draft, 'kind' | 'at' | 'person' | 'items'>

export interface Cast {
  /** Everybody who posts something of their own, with what it is about. */
  firsts: First[]
  /** A plain post, made before an instant if there is one, for somebody to repeat. A picture is repeated once. */
  originalFor(kind: Kind, firsts: readonly Draft[], before: Instant): Draft
  /** Somebody else who can do such a thing; whoever passes a post on is on its network. */
  somebodyBut(person: Person, kind: Kind): Person
}

/**
 * Gives every post a person and an item. Some items stay gaps: only posts that come to nothing are about them. Each of
 * the others has one post that surely counts, at any time of the campaign; the rest go by popularity.
 */
export function castFor(
  timed: readonly Timed[],
  items: readonly PlannedItem[],
  people: readonly Person[],
  chance: Chance,
): Cast {
  const ranked = shuffled(chance, items)
  const gaps = ranked.slice(0, gapsOf(items.length, chance))
  const filled = ranked.slice(gaps.length)
  const sure = shuffled(
    chance,
    timed.filter(({ kind }) => isSure(kind)),
  )
  const covers = new Map(sure.slice(0, filled.length).map((post, i) => [post, filled[i]]))
  const pairs = new Set<string>()
  const repeated = new Set<Draft>()
  let capped: Draft[] = []

  /** The most popular item is asked for about twice as often as the least. */
  const popular = (list: readonly PlannedItem[]) =>
    pickWeighted(chance, list, (item) => 1 / Math.sqrt(filled.indexOf(item) + 6))

  const able = new Map<string, readonly Person[]>()
  const peopleFor = (kind: Kind, isCover: boolean) =>
    able.getOrInsertComputed(`${kind} ${isCover}`, () =>
      people.filter(({ network }) => canPlay(network, kind) && (!isCover || fillsPages(network))),
    )

  const somebody = (item: PlannedItem, kind: Kind, isCover: boolean): Person => {
    const wanted = peopleFor(kind, isCover)
    // Where pictures fill no pages, nobody's post does.
    const those = wanted.length > 0 ? wanted : peopleFor(kind, false)
    // Squared, since some cannot stop and most post once or twice.
    const tries = Array.from({ length: 8 }, () => those[Math.floor(chance.next() ** 2 * those.length)])
    const person = tries.find((one) => one !== undefined && !pairs.has(pairOf(one, item))) ?? tries[0]
    if (person === undefined) throw new Error('Found nobody; expected at least two people')
    pairs.add(pairOf(person, item))
    return person
  }

  const first = (post: Timed): First => {
    if (post.kind === 'two_items' && filled.length < 2) return first({ ...post, kind: 'plain' })
    const cover = covers.get(post)
    const isLost = factsOf(post.kind).ending !== 'public' && post.kind !== 'edit_removes_tag'
    const near = isLost && chance.happens(NEAR_MISS) ? gaps[chance.whole(0, gaps.length - 1)] : undefined
    const fitting = filled.filter((item) => suits(item, post.kind))
    const item = cover ?? near ?? popular(fitting)
    // A catalogue may have no item with an alias or an æ: then nobody makes that mistake.
    if (item === undefined) return first({ ...post, kind: 'plain' })
    const second = post.kind === 'two_items' ? popular(filled.filter((one) => one !== item)) : undefined
    return {
      ...post,
      person: somebody(item, post.kind, cover !== undefined),
      items: second === undefined ? [item] : [item, second],
    }
  }

  return {
    firsts: timed.map(first),
    originalFor(kind, firsts, before) {
      const shared = kind === 'over_cap' ? capped.pop() : undefined
      if (shared !== undefined) return shared
      const plain = firsts.filter(
        (one) => one.kind === 'plain' && !repeated.has(one) && canPlay(one.person.network, kind),
      )
      const early = plain.filter((one) => one.at < before)
      const found = early[chance.whole(0, early.length - 1)] ?? plain[0] ?? firsts[0]
      if (found === undefined) throw new Error(`Found no post to repeat; expected one for ${kind}`)
      if (kind !== 'boost') repeated.add(found)
      if (kind === 'over_cap') capped = Array(OVER_THE_CAP - 1).fill(found)
      return found
    },
    somebodyBut(person, kind) {
      const others = people.filter(
        (one) =>
          one !== person &&
          canPlay(one.network, kind) &&
          (kind !== 'boost' || one.network === person.network),
      )
      return others[chance.whole(0, others.length - 1)] ?? person
    },
  }
}

function gapsOf(items: number, chance: Chance): number {
  if (items < 2) return 0
  const share = chance.whole(FEWEST_GAPS, MOST_GAPS) / USUAL_CATALOGUE
  return Math.min(Math.max(Math.round(items * share), 1), items - 1)
}

/** Whether a mistake can be made with an item's tag. */
function suits(item: PlannedItem, kind: Kind): boolean {
  if (kind === 'alias_tag') return item.aliases.length > 0
  if (kind === 'other_spelling') return withoutNorwegianLetters(item.tag) !== null
  return kind !== 'typo' || canSlip(item.tag)
}

function pairOf({ account }: Person, item: PlannedItem): string {
  return `${account.user}@${account.host} ${item.slug}`
}
