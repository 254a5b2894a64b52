import type { Say } from '../strings/say.ts'
import type { Fault } from '../views.ts'

/** What is wrong with a field, what was found and what was expected. */
export function faultWords(say: Say, fault: Fault): string {
  const words = wordsOf(say, fault)
  const file = fault.detail?.file
  return file ? say('fault.ofFile', { file, words }) : words
}

function wordsOf(say: Say, { code, detail = {} }: Fault): string {
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
    case 'tooLargeTogether':
      return say(`fault.${code}`, { limit: value('limit'), found: value('found') })
    case 'tooManyPhotos':
      return say('fault.tooManyPhotos', { n, found: value('found') })
    case 'other':
      return say('fault.other', { text: value('text') })
    default:
      return say(`fault.${code}`)
  }
}
