export type FetchErrorKind =
  /** Not an address of the web: scheme, port, credentials, or no URL at all. */
  | 'bad_url'
  /** The address is not on the public internet. Nothing was sent. */
  | 'refused_address'
  /** No such name, no connection, or the connection broke. */
  | 'unreachable'
  /** The deadline passed. */
  | 'timeout'
  | 'too_large'
  /** Too many of them, or one that leads somewhere it must not. */
  | 'redirects'
  /** The body does not decompress as its headers say. */
  | 'undecodable'
  /** The caller's own signal. */
  | 'aborted'
  /** The request's own headers cannot be sent. */
  | 'bad_request'
  /** A WebSocket's handshake was answered with something else than 101. */
  | 'no_upgrade'

/** What was answered in place of an upgrade: headers with names in lower case, the beginning of the body. */
export interface Refused {
  status: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: string
}

/** Why a guarded request brought nothing. The message says what and where, without query string or credentials. */
export class FetchError extends Error {
  readonly kind: FetchErrorKind
  /** Of `no_upgrade` alone. */
  readonly answer: Refused | null
  constructor(kind: FetchErrorKind, message: string, cause?: unknown, answer?: Refused) {
    super(message, { cause })
    this.name = 'FetchError'
    this.kind = kind
    this.answer = answer ?? null
  }
}

const LONGEST = 200

/** A URL as it may be logged: origin and path only, since queries carry tokens. */
export function place(url: URL): string {
  const text = `${url.protocol}//${url.host}${url.pathname}`
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
