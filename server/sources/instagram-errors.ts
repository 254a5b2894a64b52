import { z } from 'zod'
import { HOUR, type Instant, MINUTE } from '../contest/instant.ts'
import type { ApiClient, Refusal } from './api-client.ts'
import { regainMinutes } from './instagram-usage.ts'
import type { SourceError } from './source.ts'

/** The envelope of every error. What is meant for a person is in the reader's language, so nothing depends on it. */
const envelope = z.object({
  error: z.object({ code: z.int(), error_subcode: z.int().optional().catch(undefined) }),
})

/** What to do: wait an hour or as long as told, have a person look, leave this target alone, try again, or find nothing. */
export type Reaction = 'wait' | 'attention' | 'leave' | 'again' | 'not_found'

export interface KnownError {
  code: number
  /** Any where it is left out. Those with a subcode stand before those without. */
  subcode?: number
  reaction: Reaction
  /** To follow "server …". */
  words: string
}

const LOG_IN = 'Log in again, make a new token, and connect the source anew.'

const UNAPPROVED = 10

/** Error codes as the Graph API documents them, and as they were seen. */
export const KNOWN_ERRORS: readonly KnownError[] = [
  { code: 24, subcode: 2207024, reaction: 'not_found', words: 'knows no such tag' },
  { code: 24, subcode: 2207045, reaction: 'not_found', words: 'cannot show the post' },
  { code: 24, reaction: 'not_found', words: 'knows nothing of this' },
  {
    code: 18,
    reaction: 'leave',
    words: 'has no place left for this tag: an account may ask for 30 tags in seven days',
  },
  {
    code: 4,
    subcode: 2207051,
    reaction: 'attention',
    words: 'takes this for spam and blocks it. Have somebody look at the app at developers.facebook.com',
  },
  { code: 4, reaction: 'wait', words: 'has had enough requests of this app for an hour' },
  { code: 17, reaction: 'wait', words: 'has had enough requests of this person for an hour' },
  { code: 32, reaction: 'wait', words: 'has had enough requests of this page for an hour' },
  { code: 613, reaction: 'wait', words: 'has had enough requests of this kind for an hour' },
  { code: 80002, reaction: 'wait', words: 'has had enough requests of this account' },
  {
    code: 190,
    subcode: 458,
    reaction: 'attention',
    words: `no longer accepts the token: the app was removed from the account. ${LOG_IN}`,
  },
  {
    code: 190,
    subcode: 459,
    reaction: 'attention',
    words: `no longer accepts the token: the account must confirm something at facebook.com first. ${LOG_IN}`,
  },
  {
    code: 190,
    subcode: 460,
    reaction: 'attention',
    words: `no longer accepts the token: the password was changed. ${LOG_IN}`,
  },
  {
    code: 190,
    subcode: 463,
    reaction: 'attention',
    words: `no longer accepts the token: it has expired. ${LOG_IN}`,
  },
  {
    code: 190,
    subcode: 464,
    reaction: 'attention',
    words: `no longer accepts the token: the account is not confirmed. ${LOG_IN}`,
  },
  { code: 190, reaction: 'attention', words: `does not accept the token. ${LOG_IN}` },
  {
    code: UNAPPROVED,
    reaction: 'attention',
    words:
      'has not approved the app for this: apply for "Instagram Public Content Access" and the permissions, see App Review',
  },
  { code: 100, reaction: 'leave', words: 'does not know something that was asked for' },
  {
    code: 25,
    reaction: 'attention',
    words: 'says that the brand’s account is inactive or restricted. Open it on Instagram and see',
  },
  { code: 1, reaction: 'again', words: 'had a fault of its own' },
  { code: 2, reaction: 'again', words: 'is out of service for the moment' },
  { code: -1, reaction: 'again', words: 'had a fault of its own' },
]

const KINDS = {
  wait: 'throttled',
  attention: 'needs_attention',
  leave: 'refused',
  again: 'unreachable',
} as const

/**
 * What an error means, whatever status it came with; undefined where it is none that is known. `isAlone`: what is not
 * approved keeps nothing else from being read.
 */
export function readRefusal(
  { json, headers, body }: Refusal,
  fail: ApiClient['fail'],
  now: Instant,
  isAlone = false,
): SourceError | 'not_found' | undefined {
  const read = envelope.safeParse(json)
  if (!read.success) return undefined
  const { code, error_subcode: subcode } = read.data.error
  const known = KNOWN_ERRORS.find(
    (one) => one.code === code && (one.subcode === undefined || one.subcode === subcode),
  )
  if (known === undefined) return undefined
  if (known.reaction === 'not_found') return 'not_found'
  const number = subcode === undefined ? String(code) : `${code}/${subcode}`
  const told = regainMinutes(headers)
  const wait = told > 0 ? told * MINUTE : HOUR
  const reaction = isAlone && code === UNAPPROVED ? 'leave' : known.reaction
  return fail(KINDS[reaction], `${known.words} (${number})`, {
    body,
    ...(known.reaction === 'wait' ? { waitUntil: now + Math.min(wait, HOUR) } : {}),
  })
}
