import type { VoidReason } from './hcd1/events.ts'

/** Why an entry does not count (yet). One vocabulary for tables, pages and draw records. */
export const REASON_CODES = [
  'tag_missing',
  'tag_added_late',
  'mention_missing',
  'disclosure_missing',
  'item_missing',
  'item_near_miss',
  'item_ambiguous',
  'too_early',
  'too_late',
  'time_in_doubt',
  'no_picture',
  'picture_broken',
  'picture_pending',
  'not_the_item',
  'same_picture_yours',
  'same_picture_other',
  'over_limit',
  'unconfirmed',
  'unidentified',
  'account_too_new',
  'not_eligible',
  'private_or_gone',
  'story_only',
  'withheld',
  'sponsor_repost',
  'blocked_words',
  'blocked_account',
  'refused',
  'reported',
  'withdrawn',
  'erased',
] as const

export type ReasonCode = (typeof REASON_CODES)[number]

/** What is always true of a reason, whatever the entry. Its words for people live with the pages. */
export interface ReasonFacts {
  /** What the participant can do: mend it until closing, ask for a second look, or nothing. */
  remedy: 'mend' | 'appeal' | 'none'
  /** Who finds it. */
  finder: 'rules' | 'media' | 'recheck' | 'moderator' | 'reader' | 'participant'
  /** What a ticket is voided with when this comes up after the freeze; the first fits where nothing else is known. */
  voids: readonly VoidReason[]
}

const FACTS: Readonly<Record<ReasonCode, ReasonFacts>> = {
  tag_missing: { remedy: 'mend', finder: 'rules', voids: ['hashtag_removed'] },
  tag_added_late: { remedy: 'none', finder: 'rules', voids: ['edited_ineligible'] },
  mention_missing: { remedy: 'mend', finder: 'rules', voids: ['edited_ineligible'] },
  disclosure_missing: { remedy: 'mend', finder: 'rules', voids: ['edited_ineligible'] },
  item_missing: { remedy: 'mend', finder: 'rules', voids: [] },
  item_near_miss: { remedy: 'mend', finder: 'rules', voids: [] },
  item_ambiguous: { remedy: 'mend', finder: 'rules', voids: [] },
  too_early: { remedy: 'none', finder: 'rules', voids: ['not_eligible'] },
  too_late: { remedy: 'none', finder: 'rules', voids: ['not_eligible'] },
  time_in_doubt: { remedy: 'none', finder: 'rules', voids: [] },
  no_picture: { remedy: 'mend', finder: 'rules', voids: ['edited_ineligible'] },
  picture_broken: { remedy: 'mend', finder: 'media', voids: [] },
  picture_pending: { remedy: 'none', finder: 'media', voids: [] },
  not_the_item: { remedy: 'mend', finder: 'moderator', voids: ['not_eligible'] },
  same_picture_yours: { remedy: 'mend', finder: 'moderator', voids: ['duplicate_person'] },
  same_picture_other: { remedy: 'appeal', finder: 'moderator', voids: ['not_eligible'] },
  over_limit: { remedy: 'none', finder: 'rules', voids: [] },
  unconfirmed: { remedy: 'mend', finder: 'rules', voids: [] },
  unidentified: { remedy: 'mend', finder: 'rules', voids: [] },
  account_too_new: { remedy: 'none', finder: 'rules', voids: ['not_eligible'] },
  not_eligible: { remedy: 'appeal', finder: 'moderator', voids: ['not_eligible', 'staff_or_family'] },
  private_or_gone: {
    remedy: 'mend',
    finder: 'recheck',
    voids: ['deleted_at_source', 'private_at_source', 'account_gone'],
  },
  story_only: { remedy: 'mend', finder: 'participant', voids: [] },
  withheld: { remedy: 'mend', finder: 'media', voids: [] },
  sponsor_repost: { remedy: 'none', finder: 'moderator', voids: ['not_eligible'] },
  blocked_words: { remedy: 'appeal', finder: 'rules', voids: ['fraud'] },
  blocked_account: { remedy: 'appeal', finder: 'rules', voids: ['fraud'] },
  refused: { remedy: 'appeal', finder: 'moderator', voids: ['not_eligible'] },
  reported: { remedy: 'none', finder: 'reader', voids: [] },
  withdrawn: { remedy: 'none', finder: 'participant', voids: ['declined'] },
  erased: { remedy: 'none', finder: 'participant', voids: ['erasure'] },
}

/** What is always true of a reason. */
export function reasonFacts(code: ReasonCode): ReasonFacts {
  return FACTS[code]
}

/** Whether a moderator may reject an entry for this reason; the others are found by rules or machines. */
export function isForModerators(code: ReasonCode): boolean {
  return FACTS[code].finder === 'moderator'
}
