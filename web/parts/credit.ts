import { shortHandle } from '../format.ts'
import type { Say } from '../strings/say.ts'
import type { Credit, PhotoView } from '../views.ts'

/** `@kari`, else the name given, else words for somebody nameless. */
export function shortCredit(say: Say, { handle, name }: Credit): string {
  if (handle !== null) return `@${shortHandle(handle)}`
  return name ?? say('photo.nameless')
}

/** `@kari@social.example`, else the name given, else words for somebody nameless. */
export function fullCredit(say: Say, { handle, name }: Credit): string {
  return handle === null ? (name ?? say('photo.nameless')) : `@${handle}`
}

/** The author's own alternative text, else who photographed what. */
export function altOf(
  say: Say,
  { image, item, credit }: Pick<PhotoView, 'image' | 'item' | 'credit'>,
): string {
  if (image?.alt) return image.alt
  const who = shortCredit(say, credit)
  return item ? say('photo.alt', { name: item.name, who }) : say('photo.altNoItem', { who })
}
