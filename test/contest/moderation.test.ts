import fc from 'fast-check'
import t from 'tap'
import { asks, fails, openQuestions, passes, verdictOf, waits } from '../../server/contest/check.ts'
import type { Check, Judgement } from '../../server/contest/entry.ts'
import {
  approvesItself,
  type Moderation,
  type ModerationEvent,
  moderate,
  needsPerson,
  newModeration,
  REJECTION_TEXT_MAX,
} from '../../server/contest/moderation.ts'

const approve: ModerationEvent = { kind: 'approve', accepts: ['time_in_doubt'] }
const reject: ModerationEvent = { kind: 'reject', code: 'not_the_item', text: null }
const gone: ModerationEvent = { kind: 'withdraw', by: 'source' }
const back: ModerationEvent = { kind: 'restore', by: 'source' }

/** The entry after the events, all of which must be possible. */
function after(...events: ModerationEvent[]): Moderation {
  return events.reduce((entry, event) => {
    const decided = moderate(entry, event)
    if (!decided.ok) throw new Error(`${event.kind} refused: ${decided.refusal.code}`)
    return decided.entry
  }, newModeration('krakk'))
}

function refused(entry: Moderation, event: ModerationEvent) {
  const decided = moderate(entry, event)
  return decided.ok ? null : decided.refusal
}

t.test('a new entry waits', async (t) => {
  t.same(after(), {
    state: 'waiting',
    item: 'krakk',
    named: 'krakk',
    accepted: [],
    reason: null,
    withdrawn: null,
  })
})

t.test('approving keeps which questions were answered', async (t) => {
  t.match(after(approve), { state: 'approved', accepted: ['time_in_doubt'] })
})

t.test('two moderators do not decide the same entry twice', async (t) => {
  t.same(refused(after(approve), approve), { code: 'wrong_state', found: 'approved', expected: 'waiting' })
  t.match(refused(after(reject), approve), { code: 'wrong_state', found: 'rejected' })
  t.match(refused(after(reject), reject), { code: 'wrong_state' })
})

t.test('an entry that is shown can still be rejected', async (t) => {
  t.match(after(approve, reject), {
    state: 'rejected',
    accepted: [],
    reason: { code: 'not_the_item', text: null },
  })
})

t.test('a rejection gives a reason that a moderator can find, and words where it is their own', async (t) => {
  const why = (code: 'refused' | 'tag_missing' | 'not_the_item', text: string | null) =>
    refused(after(), { kind: 'reject', code, text })?.code ?? null
  t.equal(why('tag_missing', null), 'not_for_moderators')
  t.equal(why('refused', null), 'text_missing')
  t.equal(why('refused', '  '), 'text_missing')
  t.equal(why('refused', 'Bildet er for mørkt.'), null)
  t.equal(REJECTION_TEXT_MAX, 500)
  t.equal(why('refused', 'x'.repeat(500)), null)
  t.equal(why('refused', 'x'.repeat(501)), 'text_too_long')
  t.same(after({ kind: 'reject', code: 'refused', text: ' For mørkt. ' }).reason, {
    code: 'refused',
    text: 'For mørkt.',
  })
})

t.test('a decision can be taken back', async (t) => {
  t.same(after(approve, { kind: 'reopen' }), after())
  t.same(after(reject, { kind: 'reopen' }), after())
  t.match(refused(after(), { kind: 'reopen' }), { code: 'wrong_state', found: 'waiting' })
})

t.test('a person can set the item, and what the caption named is remembered', async (t) => {
  t.match(after({ kind: 'assign', item: 'bod' }), { state: 'waiting', item: 'bod', named: 'krakk' })
  t.match(after(approve, { kind: 'assign', item: 'bod' }), { state: 'approved', item: 'bod' })
  t.match(refused(after(reject), { kind: 'assign', item: 'bod' }), { code: 'wrong_state' })
})

t.test('a changed post has to be looked at again', async (t) => {
  t.same(after(approve, { kind: 'change' }), after())
  t.same(after(reject, { kind: 'change' }), after())
  t.match(after(approve, gone, { kind: 'change' }), { state: 'withdrawn', accepted: [] })
  t.same(after(approve, gone, { kind: 'change' }, back), after())
})

t.test('a post that comes back has the state it had', async (t) => {
  t.match(after(approve, gone), { state: 'withdrawn' })
  t.same(after(approve, gone, back), after(approve))
  t.same(after(reject, gone, back), after(reject))
  t.same(after(gone, gone, back), after())
  t.match(refused(after(), back), { code: 'wrong_state' })
})

t.test('what the participant withdrew stays out when the post comes back', async (t) => {
  const mine: ModerationEvent = { kind: 'withdraw', by: 'participant' }
  for (const entry of [after(approve, mine), after(approve, mine, gone), after(approve, gone, mine)]) {
    t.same(refused(entry, back), { code: 'withdrawn_by_other', found: 'participant', expected: 'source' })
    t.match(moderate(entry, { kind: 'restore', by: 'participant' }), {
      ok: true,
      entry: { state: 'approved' },
    })
  }
})

t.test('erased is final', async (t) => {
  const erased = after(approve, { kind: 'erase' })
  t.match(erased, { state: 'erased', accepted: [], reason: null, withdrawn: null })
  t.same(after(approve, { kind: 'erase' }, { kind: 'erase' }), erased)
  for (const event of [approve, reject, gone, back, { kind: 'reopen' }, { kind: 'change' }] as const) {
    t.match(refused(erased, event), { code: 'wrong_state', found: 'erased' }, event.kind)
  }
})

t.test('whatever happens, an entry stays whole', async () => {
  const event = fc.constantFrom<ModerationEvent>(
    approve,
    reject,
    gone,
    back,
    { kind: 'withdraw', by: 'participant' },
    { kind: 'restore', by: 'participant' },
    { kind: 'reopen' },
    { kind: 'change' },
    { kind: 'assign', item: 'bod' },
    { kind: 'erase' },
  )
  fc.assert(
    fc.property(fc.array(event, { maxLength: 20 }), (events) => {
      let entry = newModeration('krakk')
      return events.every((event) => {
        const before = structuredClone(entry)
        const decided = moderate(entry, event)
        if (JSON.stringify(entry) !== JSON.stringify(before)) return false
        if (!decided.ok) return true
        entry = decided.entry
        const { state, reason, withdrawn, accepted } = entry
        const rejected = state === 'rejected' || withdrawn?.from === 'rejected'
        const approved = state === 'approved' || withdrawn?.from === 'approved'
        return (
          (withdrawn !== null) === (state === 'withdrawn') &&
          (reason !== null) === rejected &&
          (accepted.length === 0 || approved) &&
          (before.state !== 'erased' || state === 'erased')
        )
      })
    }),
    { numRuns: 1_000 },
  )
})

function judged(...checks: Check[]): Judgement {
  return { item: 'krakk', suggested: [], verdict: verdictOf(checks), checks, room: false }
}

t.test('a person looks at questions always, and at the rest as the contest sets', async (t) => {
  const fine = judged(passes('tag_missing'))
  const asking = judged(asks('time_in_doubt'), asks('tag_missing'), asks('tag_missing'))
  const waiting = judged(asks('time_in_doubt'), waits('picture_pending'))
  const failing = judged(asks('time_in_doubt'), fails('no_picture'))
  t.same(
    [fine, asking, waiting, failing].map((judgement) => needsPerson(judgement, 'before')),
    [true, true, false, false],
  )
  t.same(
    [fine, asking, waiting, failing].map((judgement) => needsPerson(judgement, 'after')),
    [false, true, false, false],
  )
  t.same(
    [fine, asking, waiting, failing].map((judgement) => approvesItself(judgement, 'after')),
    [true, false, false, false],
  )
  t.notOk(approvesItself(fine, 'before'))
  t.same(openQuestions(asking), ['time_in_doubt', 'tag_missing'])
})

t.test('one failure fails, one question asks, nothing at all counts', async (t) => {
  t.equal(verdictOf([]), 'counts')
  t.equal(verdictOf([passes('tag_missing'), waits('picture_pending')]), 'review')
  t.equal(verdictOf([asks('tag_missing'), fails('no_picture'), passes('too_late')]), 'fails')
})
