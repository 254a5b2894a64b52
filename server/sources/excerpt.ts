/** Characters of the text of a blog post that are kept and shown: a taste, with a link to the whole (about 80 words). */
export const EXCERPT_LENGTH = 500
/** Characters of a title. Search engines show about 60; a longer one is cut at a word. */
export const TITLE_LENGTH = 200

/** The beginning of a text, whole words, with `…` where it was cut. */
export function cutWords(text: string, most: number): string {
  const whole = text.trim()
  if (whole.length <= most) return whole
  const cut = whole
    .slice(0, most)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
  const words = cut.replace(/\s+\S*$/u, '')
  return `${(words === '' ? cut : words).trimEnd()}…`
}
