import type { Check, Judgement, Verdict } from './entry.ts'
import type { ReasonCode } from './reason.ts'

type Detail = Check['detail']

/** One rule kept. */
export function passes(code: ReasonCode, detail: Detail = {}): Check {
  return { code, outcome: 'pass', detail }
}

/** One rule broken. */
export function fails(code: ReasonCode, detail: Detail = {}): Check {
  return { code, outcome: 'fail', detail }
}

/** One rule that only a person can decide. */
export function asks(code: ReasonCode, detail: Detail = {}): Check {
  return { code, outcome: 'review', detail }
}

/** One rule that will be decided without a person. */
export function waits(code: ReasonCode, detail: Detail = {}): Check {
  return { code, outcome: 'wait', detail }
}

/** One failure is enough; else one open question is. */
export function verdictOf(checks: readonly Check[]): Verdict {
  if (checks.some(({ outcome }) => outcome === 'fail')) return 'fails'
  return checks.every(({ outcome }) => outcome === 'pass') ? 'counts' : 'review'
}

/** The questions a judgement puts to a person; approving the entry answers them. */
export function openQuestions(judgement: Pick<Judgement, 'checks'>): ReasonCode[] {
  const asking = judgement.checks.filter(({ outcome }) => outcome === 'review')
  return [...new Set(asking.map(({ code }) => code))]
}

/** What only an item can answer is not let through without one. */
const NEEDS_AN_ITEM: readonly ReasonCode[] = ['item_missing', 'item_near_miss', 'item_ambiguous']

/** A question that a person has answered before is passed. */
export function letThrough(check: Check, accepted: readonly ReasonCode[]): Check {
  const answered = accepted.includes(check.code) && !NEEDS_AN_ITEM.includes(check.code)
  return check.outcome === 'review' && answered ? { ...check, outcome: 'pass' } : check
}
