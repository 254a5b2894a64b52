import { type Entrants, lineOf, weightOf } from './entrants.ts'
import { must } from './fault.ts'
import { hasExactly, isHex32, isInteger, isObject } from './shape.ts'

/** Why tickets are void, the reasons that stand in public files. */
export const VOID_REASONS = [
  'deleted_at_source',
  'account_gone',
  'private_at_source',
  'hashtag_removed',
  'edited_ineligible',
  'not_eligible',
  'duplicate_person',
  'fraud',
  'staff_or_family',
  'no_response',
  'declined',
  'erasure',
  'data_error',
] as const

export type VoidReason = (typeof VOID_REASONS)[number]

/** Takes tickets out of a draw. `item` null: all of the participant's; `ticket` null: all of them for that item. */
export interface VoidEvent {
  /** 1, 2, 3 … */
  seq: number
  /** Whether it was known when revision 1 of the record was published. */
  phase: 'before' | 'after'
  pid: string
  item: string | null
  ticket: number | null
  reason: VoidReason
  /** RFC 3339 in UTC: `2026-05-03T10:01:00Z`. */
  at: string
}

/**
 * Reads the events of a record. First all of their order (`event-order`: a list of objects, seq, phase), then all of
 * what they void (`event-scope`): the pid is in the list, it has tickets for the item, and that ticket; also the
 * fields, reason and time, for which the specification has no code of their own. Throws `Hcd1Fault`.
 */
export function checkEvents(value: unknown, entrants: Entrants): VoidEvent[] {
  must(Array.isArray(value), 'event-order', 'expected a list of events')
  return checkEventOrder(value).map((event, i) => checkEvent(event, i + 1, entrants))
}

type Ordered = Record<string, unknown> & Pick<VoidEvent, 'phase'>

function checkEventOrder(values: unknown[]): Ordered[] {
  let last = 'before'
  return values.map((value, i) => {
    const where = `event ${i + 1}`
    must(isObject(value), 'event-order', `${where} is not an object`)
    const { seq, phase } = value
    must(seq === i + 1, 'event-order', `${where}: seq: expected ${i + 1}`)
    must(phase === 'before' || phase === 'after', 'event-order', `${where}: phase: expected before or after`)
    must(
      phase === 'after' || last === 'before',
      'event-order',
      `${where} of before the draw follows one of after it`,
    )
    last = phase
    return { ...value, phase }
  })
}

const FIELDS = ['seq', 'phase', 'pid', 'item', 'ticket', 'reason', 'at']

function checkEvent(event: Ordered, seq: number, entrants: Entrants): VoidEvent {
  const where = `event ${seq}`
  must(hasExactly(event, FIELDS), 'event-scope', `${where}: expected exactly the fields ${FIELDS.join(', ')}`)
  const { phase, pid, item, ticket, reason, at } = event
  const line = isHex32(pid) ? lineOf(entrants, pid) : -1
  must(isHex32(pid) && line >= 0, 'event-scope', `${where}: pid: not in the list`)
  must(
    item === null || typeof item === 'string',
    'event-scope',
    `${where}: item: expected an item id or null`,
  )
  const weight = item === null ? 0 : weightOf(entrants, line, item)
  must(item === null || weight > 0, 'event-scope', `${where}: item: this pid has no tickets for it`)
  const exists = ticket === null || isInteger(ticket, 0, weight - 1)
  must(exists, 'event-scope', `${where}: ticket: expected null or one of the ${weight} of an item`)
  const known = VOID_REASONS.find((one) => one === reason)
  must(known !== undefined, 'event-scope', `${where}: reason: expected one of ${VOID_REASONS.join(', ')}`)
  must(isUtcTime(at), 'event-scope', `${where}: at: expected RFC 3339 in UTC, such as 2026-05-03T10:01:00Z`)
  return { seq, phase, pid, item, ticket, reason: known, at }
}

/** Whether a text is a time of RFC 3339 in UTC (`Z`, upper case) on a day that the calendar has; no leap seconds. */
export function isUtcTime(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const found = /^(\d{4}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/.exec(value)
  const day = found?.[1]
  if (day === undefined) return false
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)
}
