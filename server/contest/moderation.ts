import type { EntryState, Judgement } from './entry.ts'
import type { Standing } from './evidence.ts'
import { isForModerators, type ReasonCode } from './reason.ts'

/** Whether entries are looked at before they are shown, or shown at once and looked at when there is a reason. */
export type ModerationSetting = 'before' | 'after'

/** What people, participants and sources have decided about one entry. */
export interface Moderation extends Standing {
  state: EntryState
  /** Why it was rejected; kept while it is withdrawn. */
  reason: { code: ReasonCode; text: string | null } | null
  /** Set while withdrawn: by whom, and the state it had. */
  withdrawn: { by: 'participant' | 'source'; from: SettledState } | null
}

type SettledState = Exclude<EntryState, 'withdrawn' | 'erased'>

export type ModerationEvent =
  /** `accepts`: the open questions of the judgement that was looked at. */
  | { kind: 'approve'; accepts: readonly ReasonCode[] }
  | { kind: 'reject'; code: ReasonCode; text: string | null }
  /** Takes an approval or rejection back. */
  | { kind: 'reopen' }
  | { kind: 'assign'; item: string }
  /** The author changed the post: it has to be looked at again. */
  | { kind: 'change' }
  | { kind: 'withdraw'; by: 'participant' | 'source' }
  /** Undoes a withdrawal by the same side. */
  | { kind: 'restore'; by: 'participant' | 'source' }
  | { kind: 'erase' }

/** Why an event cannot happen to an entry. */
export interface Refusal {
  code: 'wrong_state' | 'withdrawn_by_other' | 'not_for_moderators' | 'text_missing' | 'text_too_long'
  found: string
  expected: string
}

export type Decided = { ok: true; entry: Moderation } | { ok: false; refusal: Refusal }

/** Characters of the text a moderator gives with a rejection: enough for a reason, too little for an essay. */
export const REJECTION_TEXT_MAX = 500

/** In which states an event can happen. */
const HAPPENS_IN: Readonly<Record<ModerationEvent['kind'], readonly EntryState[]>> = {
  approve: ['waiting'],
  reject: ['waiting', 'approved'],
  reopen: ['approved', 'rejected'],
  assign: ['waiting', 'approved'],
  change: ['waiting', 'approved', 'rejected', 'withdrawn'],
  withdraw: ['waiting', 'approved', 'rejected', 'withdrawn'],
  restore: ['withdrawn'],
  erase: ['waiting', 'approved', 'rejected', 'withdrawn', 'erased'],
}

/** A new entry, before anybody decided anything. */
export function newModeration(item: string | null): Moderation {
  return { state: 'waiting', item, named: item, accepted: [], reason: null, withdrawn: null }
}

/** What becomes of an entry. Erased is final; erasing and withdrawing twice is harmless. */
export function moderate(entry: Moderation, event: ModerationEvent): Decided {
  const states = HAPPENS_IN[event.kind]
  if (!states.includes(entry.state)) return refuse('wrong_state', entry.state, states.join(' or '))
  switch (event.kind) {
    case 'approve':
      return decided(entry, { state: 'approved', accepted: [...event.accepts] })
    case 'reject':
      return reject(entry, event)
    case 'reopen':
      return decided(entry, { state: 'waiting', accepted: [], reason: null })
    case 'assign':
      return decided(entry, { item: event.item })
    case 'change':
      return decided(entry, changed(entry))
    case 'withdraw':
      return withdraw(entry, event.by)
    case 'restore':
      return restore(entry, event.by)
    case 'erase':
      return decided(entry, { state: 'erased', accepted: [], reason: null, withdrawn: null })
  }
}

/** Whether the queue has to show an entry that waits: not what fails anyway, nor what still waits for us. */
export function needsPerson(judgement: Judgement, setting: ModerationSetting): boolean {
  if (judgement.verdict === 'fails') return false
  if (judgement.checks.some(({ outcome }) => outcome === 'wait')) return false
  return judgement.verdict === 'review' || judgement.room || setting === 'before'
}

/**
 * Whether an entry that waits is approved without anybody looking. Never in the room: whoever links to a contest can come
 * there, so somebody looks first.
 */
export function approvesItself(judgement: Judgement, setting: ModerationSetting): boolean {
  return setting === 'after' && judgement.verdict === 'counts' && !judgement.room
}

function reject(entry: Moderation, { code, text }: { code: ReasonCode; text: string | null }): Decided {
  const words = text?.trim() || null
  if (!isForModerators(code)) return refuse('not_for_moderators', code, 'a reason that a moderator can find')
  if (code === 'refused' && words === null) {
    return refuse('text_missing', 'no text', 'a text that tells the participant why')
  }
  if (words !== null && words.length > REJECTION_TEXT_MAX) {
    return refuse('text_too_long', `${words.length} characters`, `at most ${REJECTION_TEXT_MAX}`)
  }
  return decided(entry, { state: 'rejected', accepted: [], reason: { code, text: words } })
}

function changed(entry: Moderation): Partial<Moderation> {
  const again = { accepted: [], reason: null }
  return entry.withdrawn
    ? { ...again, withdrawn: { ...entry.withdrawn, from: 'waiting' } }
    : { ...again, state: 'waiting' }
}

/** A participant's word outlasts the source's: what they withdrew stays out when the post comes back. */
function withdraw(entry: Moderation, by: 'participant' | 'source'): Decided {
  const from = entry.withdrawn?.from ?? entry.state
  if (from === 'withdrawn' || from === 'erased') return refuse('wrong_state', from, 'a state to come back to')
  const who = entry.withdrawn?.by === 'participant' ? 'participant' : by
  return decided(entry, { state: 'withdrawn', withdrawn: { by: who, from } })
}

function restore(entry: Moderation, by: 'participant' | 'source'): Decided {
  if (entry.withdrawn === null) return refuse('wrong_state', entry.state, 'withdrawn')
  if (entry.withdrawn.by !== by) return refuse('withdrawn_by_other', entry.withdrawn.by, by)
  return decided(entry, { state: entry.withdrawn.from, withdrawn: null })
}

function decided(entry: Moderation, change: Partial<Moderation>): Decided {
  return { ok: true, entry: { ...entry, ...change } }
}

function refuse(code: Refusal['code'], found: string, expected: string): Decided {
  return { ok: false, refusal: { code, found, expected } }
}
