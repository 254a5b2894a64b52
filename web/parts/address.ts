/** A path without the choice of language in its query. */
export function withoutLang(path: string): string {
  const [before = '', query = ''] = path.split('?')
  const kept = new URLSearchParams(query)
  kept.delete('lang')
  return kept.size === 0 ? before : `${before}?${kept}`
}

/** An address others gave us, where it leads to a web page; null for anything else a link could do. */
export function webAddress(given: string | null): string | null {
  return given !== null && /^https?:\/\//i.test(given) ? given : null
}
