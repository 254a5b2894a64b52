import type { Lang } from './page-context.ts'
import { sayIn } from './strings/say.ts'

/** What a mail that asks for confirmation is about. */
export interface ConfirmationFacts {
  item: string
  title: string
  brand: string
  /** Where the button is. */
  address: string
  rehearsal: boolean
}

/** The mail that confirms an address, as plain text. */
export function confirmationMail(lang: Lang, facts: ConfirmationFacts): { subject: string; text: string } {
  const say = sayIn(lang)
  const { item, title, brand, address, rehearsal } = facts
  const text = say('mail.confirmText', { item, title, brand, address })
  return {
    subject: say('mail.confirmSubject', { item, title }),
    text: rehearsal ? `${text}\n${say('mail.rehearsal')}` : text,
  }
}
