import t from 'tap'
import { DomainError, ERROR_CODES } from '../../server/contest/errors.ts'
import { VOID_REASONS } from '../../server/contest/hcd1/events.ts'
import { isForModerators, REASON_CODES, reasonFacts } from '../../server/contest/reason.ts'

t.test('every code has its facts, with words that draw records know', async (t) => {
  for (const code of REASON_CODES) {
    t.ok(
      reasonFacts(code).voids.every((reason) => VOID_REASONS.includes(reason)),
      code,
    )
  }
  t.equal(new Set(REASON_CODES).size, REASON_CODES.length)
})

t.test('moderators reject for what only people see', async (t) => {
  t.same(REASON_CODES.filter(isForModerators), [
    'not_the_item',
    'same_picture_yours',
    'same_picture_other',
    'not_eligible',
    'sponsor_repost',
    'refused',
  ])
})

t.test('what cannot be mended voids a ticket or was never one', async (t) => {
  t.match(reasonFacts('tag_missing'), { remedy: 'mend', voids: ['hashtag_removed'] })
  t.match(reasonFacts('private_or_gone').voids, ['deleted_at_source', 'private_at_source', 'account_gone'])
  t.match(reasonFacts('erased'), { remedy: 'none', voids: ['erasure'] })
})

t.test('a domain error says what was found and what was expected', async (t) => {
  const error = new DomainError('window_empty', 'nothing', 'something')
  t.match(error, { name: 'DomainError', code: 'window_empty', found: 'nothing', expected: 'something' })
  t.equal(error.message, 'Found nothing; expected something.')
  t.ok(error instanceof Error)
  t.same(ERROR_CODES.toSorted(), ERROR_CODES)
})
