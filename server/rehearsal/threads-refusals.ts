import type { Reply } from './double.ts'

export const MISSING = refusal(
  100,
  'Unsupported get request. Object does not exist, cannot be loaded due to missing permissions, or does not support this operation',
  400,
  { error_subcode: 33 },
)

/** A token that is not, or no longer, one. */
export function dead(message: string, subcode: number | undefined): Reply {
  const more = subcode === undefined ? {} : { error_subcode: subcode }
  const headers = { 'www-authenticate': `OAuth "Facebook Platform" "invalid_token" "${message}"` }
  return { ...refusal(190, message, 400, more), headers }
}

/** The envelope of every error of the Graph API. */
export function refusal(code: number, message: string, status = 400, more: object = {}): Reply {
  const error = { message, type: 'OAuthException', code, ...more, fbtrace_id: 'Arehearsal' }
  return { status, json: { error } }
}
