import type { Say } from '../strings/say.ts'
import type { Fault } from '../views.ts'

/** What is wrong with a field, what was found and what was expected. */
export function faultWords(say: Say, { code, detail = {} }: Fault): string {
  const value = (name: string) => detail[name] ?? '–'
  const n = Number(detail.n ?? 0)
  switch (code) {
    case 'tooLong':
      return say('fault.tooLong', { n, found: value('found') })
    case 'tooShort':
      return say('fault.tooShort', { n })
    case 'notPicture':
      return say('fault.notPicture', { found: value('found') })
    case 'tooLarge':
      return say('fault.tooLarge', { limit: value('limit'), found: value('found') })
    case 'other':
      return say('fault.other', { text: value('text') })
    default:
      return say(`fault.${code}`)
  }
}
