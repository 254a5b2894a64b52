import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import { CLAIM_AHEAD, CLAIM_BEHIND, isInDoubt, isSeenInTime } from '../../server/contest/timing.ts'
import { NOON } from './samples.ts'

t.test('a post is seen in time until before the end of the grace', async (t) => {
  const rules = { closesAt: NOON, grace: DAY }
  t.ok(isSeenInTime(NOON + DAY - 1, rules))
  t.notOk(isSeenInTime(NOON + DAY, rules))
  t.notOk(isSeenInTime(NOON, { closesAt: NOON, grace: 0 }))
})

t.test('a claimed time is in doubt beyond five minutes ahead or a day behind our first sight', async (t) => {
  t.equal(CLAIM_AHEAD, 5 * MINUTE)
  t.equal(CLAIM_BEHIND, 24 * HOUR)
  t.notOk(isInDoubt(NOON + CLAIM_AHEAD, NOON))
  t.ok(isInDoubt(NOON + CLAIM_AHEAD + 1, NOON))
  t.notOk(isInDoubt(NOON - CLAIM_BEHIND, NOON))
  t.ok(isInDoubt(NOON - CLAIM_BEHIND - 1, NOON))
})
