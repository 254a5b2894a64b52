/** The ids that turn to the neighbouring pages. */
export interface PageLinks {
  /** `max_id` of `rel="next"`: the page of older posts. */
  older: string | null
  /** `min_id` (or `since_id`) of `rel="prev"`: the page of newer posts. */
  newer: string | null
}

/**
 * Reads a `Link` header (RFC 8288). Only the ids are taken: Mastodon builds these addresses anew and forgets most of
 * the question's parameters, and an address out of an answer is not one to send a token to.
 */
export function readLinks(header: string | null): PageLinks {
  const links: PageLinks = { older: null, newer: null }
  for (const [, address = '', parameters = ''] of (header ?? '').matchAll(/<([^<>]*)>([^<]*)/g)) {
    const query = URL.parse(address, 'https://host.invalid')?.searchParams
    const relation = /;\s*rel\s*=\s*"?([^";,]+)/i.exec(parameters)?.[1]?.toLowerCase().split(/\s+/) ?? []
    if (relation.includes('next')) links.older ??= query?.get('max_id') || null
    if (relation.includes('prev')) links.newer ??= query?.get('min_id') || query?.get('since_id') || null
  }
  return links
}
