import { FetchError, place } from './fetch-error.ts'

/** One request on its way. */
export interface Hop {
  url: URL
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body: string | undefined
}

/** What another origin may be told. Everything else could be a secret of the first one. */
const SENT_ACROSS_ORIGINS = new Set(['accept', 'accept-language', 'if-modified-since', 'if-none-match'])

/**
 * The next request after a redirect (RFC 9110, 15.4); null when the answer is final. The target still has to be
 * checked. From https a redirect never leads back to http, and a POST body never to another origin.
 */
export function nextHop(hop: Hop, status: number, location: string | null): Hop | null {
  if (![301, 302, 303, 307, 308].includes(status) || location === null) return null
  const url = URL.parse(location, hop.url)
  if (!url) throw new FetchError('redirects', `${place(hop.url)}: redirects to something that is not a URL`)
  if (hop.url.protocol === 'https:' && url.protocol === 'http:') {
    throw new FetchError('redirects', `${place(hop.url)}: redirects from https to http (${place(url)})`)
  }
  url.hash = ''
  const sameOrigin = url.origin === hop.url.origin
  const keepsBody = hop.method === 'POST' && (status === 307 || status === 308)
  if (keepsBody && !sameOrigin) {
    throw new FetchError('redirects', `${place(hop.url)}: redirects a POST to another origin (${place(url)})`)
  }
  return {
    url,
    method: keepsBody ? 'POST' : 'GET',
    body: keepsBody ? hop.body : undefined,
    headers: keepHeaders(hop.headers, (name) =>
      sameOrigin ? keepsBody || !name.startsWith('content-') : SENT_ACROSS_ORIGINS.has(name),
    ),
  }
}

function keepHeaders(
  headers: Record<string, string>,
  keep: (name: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => keep(name.toLowerCase())))
}
