/** What a page may honestly say about an item's prize now. */
export interface Odds {
  people: number
  tickets: number
  winners: number
  /** Tickets one person can have for the item. */
  cap: number
  /** The chance of one more person with one ticket, from 0 to 1. */
  chance: number
  /** How `chance` was found: `exact`, or `approximate` with more winners than `EXACT_WINNERS`. */
  method: 'exact' | 'approximate'
  /** Tickets that came the free way in (direct upload) ÷ all tickets; null while there are none. */
  freeShare: number | null
}

/** Up to this many winners of one item the chance is exact; beyond, a closed approximation takes its place. */
export const EXACT_WINNERS = 50

/**
 * The odds of one item. `tickets` holds each participant's number of tickets. The chance is for this item
 * alone: where prizes a person are limited, winners of earlier items drop out and it can only be greater.
 */
export function itemOdds(
  tickets: readonly number[],
  freeTickets: number,
  winners: number,
  cap: number,
): Odds {
  const held = tickets.filter((n) => n > 0)
  const total = held.reduce((sum, n) => sum + n, 0)
  return {
    people: held.length,
    tickets: total,
    winners,
    cap,
    chance: chanceOfOneMore(held, winners),
    method: winners > EXACT_WINNERS && winners <= held.length ? 'approximate' : 'exact',
    freeShare: total === 0 ? null : freeTickets / total,
  }
}

/**
 * The chance that one more person with one ticket is among the winners, as hcd1 draws: tickets in random
 * order, the first `winners` different people win.
 *
 * A random order of tickets is the order of independent exponential waiting times of rate 1. A person with t
 * tickets is reached at rate t, so by time x with the chance 1 − e^(−tx), and the newcomer wins if fewer than
 * `winners` others were reached before them: ∫ e^(−x) · P(fewer than `winners` reached by x) dx.
 */
export function chanceOfOneMore(tickets: readonly number[], winners: number): number {
  if (winners <= 0) return 0
  if (winners > tickets.length) return 1
  const total = tickets.reduce((sum, n) => sum + n, 0)
  if (winners === 1) return 1 / (total + 1)
  const people = [...Map.groupBy(tickets, (t) => t)].map(([t, of]) => ({ t, n: of.length }))
  if (people.length === 1 && people[0]?.t === 1) return winners / (tickets.length + 1)
  return winners > EXACT_WINNERS ? chanceAmongMany(people, winners) : integrate(people, winners)
}

const STEP = 0.1
const TAIL = 32

type People = readonly { t: number; n: number }[]

/**
 * The integral over s = ln x, where the integrand is smooth and dies out exponentially on both sides: there the
 * plain trapezoid sum is exact to rounding: the error is of the order e^(−2π/STEP), the part cut off e^(−TAIL).
 */
function integrate(people: People, winners: number): number {
  const total = people.reduce((all, { t, n }) => all + t * n, 0)
  let sum = 0
  for (let s = -Math.log(total) - TAIL; s <= TAIL; s += STEP) {
    const x = Math.exp(s)
    const fewer = fewerReached(people, winners, x)
    if (fewer < Number.EPSILON ** 2) break
    sum += Math.exp(-x) * x * fewer
  }
  return Math.min(1, sum * STEP)
}

/** The chance that fewer than `winners` people were reached by time x. */
function fewerReached(people: People, winners: number, x: number): number {
  let chances = [1]
  for (const { t, n } of people) chances = convolve(chances, reachedOf(n, t * x, winners), winners)
  return chances.reduce((sum, chance) => sum + chance, 0)
}

/** The chances that 0, 1, … `winners` − 1 of n people were reached, each at waiting time `tx`; in logarithms. */
function reachedOf(n: number, tx: number, winners: number): number[] {
  const step = tx + Math.log(-Math.expm1(-tx))
  let log = -n * tx
  const chances: number[] = []
  for (let k = 0; k < Math.min(winners, n + 1); k++) {
    chances.push(Math.exp(log))
    log += Math.log((n - k) / (k + 1)) + step
  }
  return chances
}

function convolve(one: readonly number[], other: readonly number[], length: number): number[] {
  const sums = new Array<number>(Math.min(length, one.length + other.length - 1)).fill(0)
  for (const [i, a] of one.entries()) {
    for (const [j, b] of other.entries()) {
      if (i + j < sums.length) sums[i + j] = (sums[i + j] ?? 0) + a * b
    }
  }
  return sums
}

/** With many winners the time at which the last is reached hardly varies: the one at which as many are expected. */
function chanceAmongMany(people: People, winners: number): number {
  const expected = (x: number) => people.reduce((sum, { t, n }) => sum + n * -Math.expm1(-t * x), 0)
  let low = 0
  let high = 1
  while (expected(high) < winners && high < 1e6) high *= 2
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (expected(middle) < winners) low = middle
    else high = middle
  }
  return -Math.expm1(-high)
}
