import fc from 'fast-check'
import t from 'tap'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import { JITTER, LONGEST_FIRST, LONGEST_PAUSE, nextRead, nextTry, YOUNG } from '../../server/sources/pace.ts'
import { NOON } from '../support/mastodon.ts'

/** The pause in minutes, as long as chance lets it be. */
const pause = (failures: number, waitUntil: number | null = null, chance = 0) =>
  (nextTry(NOON, failures, waitUntil, chance) - NOON) / MINUTE

t.test('pauses grow to one usual turn, and after half an hour to an hour', async (t) => {
  const pauses = Array.from({ length: 16 }, (_, failures) => pause(failures))
  t.same(pauses, [1, 2, 4, 5, 5, 5, 5, 5, 5, 5, 10, 20, 40, 60, 60, 60])
  t.equal(pause(1_000_000), LONGEST_PAUSE / MINUTE)
})

t.test('half an hour of trouble takes ten tries at most, whatever chance does', async (t) => {
  for (const chance of [0, 0.5, 1]) {
    let at = 0
    let tries = 0
    for (; at < 30; tries++) at += pause(tries, null, chance)
    t.ok(tries <= YOUNG, `${tries} tries`)
    t.ok(at - 30 <= LONGEST_FIRST / MINUTE, 'and the next comes within one usual turn')
  }
})

t.test('a network that names a time is believed, an hour at most', async (t) => {
  t.equal(pause(0, NOON + 2 * MINUTE), 2)
  t.equal(pause(0, NOON + 59 * MINUTE), 59)
  t.equal(pause(0, NOON + 2 * HOUR), 60)
  t.equal(pause(5, NOON + MINUTE), 5, 'a shorter one than its own does not shorten a pause')
  t.equal(pause(0, NOON - HOUR), 1)
})

t.test('chance takes off a quarter at most, and never from what a network asked for', async (t) => {
  const failures = fc.nat(2_000)
  const chance = fc.double({ min: 0, max: 1, noNaN: true })
  const wait = fc.option(fc.integer({ min: -HOUR, max: 3 * HOUR }))
  const isRight = fc.check(
    fc.property(failures, chance, wait, (failures, chance, wait) => {
      const own = nextTry(NOON, failures, null, 0) - NOON
      const at = nextTry(NOON, failures, wait === null ? null : NOON + wait, chance) - NOON
      const asked = Math.min(wait ?? 0, HOUR)
      return (
        at >= Math.floor(own * (1 - JITTER)) &&
        at >= asked &&
        at <= Math.max(own, asked) &&
        Number.isInteger(at)
      )
    }),
  )
  t.notOk(isRight.failed, String(isRight.counterexample))
})

t.test('a source that was read is read again after its own time, up to a quarter sooner', async (t) => {
  t.equal(nextRead(NOON, 0, 0.5), null, 'at the next tick, where it has none')
  t.equal(nextRead(NOON, HOUR, 0), NOON + HOUR)
  t.equal(nextRead(NOON, HOUR, 1), NOON + HOUR * (1 - JITTER))
})
