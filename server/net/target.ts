import { isIP } from 'node:net'
import { addressRefusal } from './address.ts'
import { FetchError, place } from './fetch-error.ts'

/** Where requests may go. */
export interface Reach {
  allowLoopback: boolean
  /** Ports open on every host. Loopback hosts are open on all ports when `allowLoopback`. */
  ports: readonly number[]
}

/** The web's own ports. Others are where databases, mail and consoles listen. */
export const WEB_PORTS: readonly number[] = [80, 443]

/** Longer ones are refused: browsers and servers agree on about 2,000 to 8,000 characters. */
export const MAX_URL_LENGTH = 8_000

/**
 * Parses a URL and checks all that can be checked without a name server. The parser normalises every disguise of
 * an IPv4 literal (decimal, hex, octal, full-width digits), so that what is checked is what would be connected to.
 * Throws `FetchError` `bad_url` or `refused_address`.
 */
export function checkTarget(text: string, reach: Reach): URL {
  if (text.length > MAX_URL_LENGTH) {
    throw new FetchError(
      'bad_url',
      `The URL has ${text.length} characters; at most ${MAX_URL_LENGTH} are read`,
    )
  }
  const url = URL.parse(text)
  if (!url) throw new FetchError('bad_url', 'Not a URL; expected https://host/path')
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new FetchError('bad_url', `Found a ${url.protocol} URL; expected https: or http:`)
  }
  if (url.username !== '' || url.password !== '') {
    throw new FetchError('bad_url', `${place(url)}: a URL with a user name or password is not fetched`)
  }
  const host = bareHost(url)
  const literal = isIP(host) !== 0
  const refusal = literal ? addressRefusal(host, reach.allowLoopback) : null
  if (refusal) throw new FetchError('refused_address', `${place(url)}: ${host} is ${refusal}`)
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const onLoopback = reach.allowLoopback && (isLoopbackName(host) || (literal && isLoopback(host)))
  if (!onLoopback && !reach.ports.includes(port)) {
    throw new FetchError(
      'bad_url',
      `${place(url)}: port ${port} is not fetched; expected ${reach.ports.join(' or ')}`,
    )
  }
  return url
}

/** `localhost` and everything below it: loopback by definition, whatever a name server says (RFC 6761, 6.3). */
export function isLoopbackName(host: string): boolean {
  return /(^|\.)localhost\.?$/i.test(host)
}

function isLoopback(address: string): boolean {
  return addressRefusal(address, true) === null && addressRefusal(address, false) !== null
}

/** The host without the brackets of an IPv6 literal. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}
