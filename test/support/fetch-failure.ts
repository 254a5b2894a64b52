import type { FetchErrorKind } from '../../server/net/fetch-error.ts'

/** What `t.rejects` compares a `FetchError` with. */
export function failure(kind: FetchErrorKind, message: string | RegExp = /./) {
  return { name: 'FetchError', kind, message }
}
