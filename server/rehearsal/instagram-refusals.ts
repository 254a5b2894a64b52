import type { Reply } from './double.ts'

/** What is refused, by what one calls it here. */
export type Refusal =
  | {
      kind: 'unknown_tag' | 'budget' | 'app_limit' | 'business_limit' | 'unapproved' | 'unpermitted' | 'embed'
    }
  | { kind: 'token'; subcode: number }
  | { kind: 'field'; field: string }
  | { kind: 'parameter'; message: string }

/** Thrown by whoever answers; the server makes the envelope of it. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.kind)
    this.refusal = refusal
  }
}

interface Words {
  status: number
  code: number
  subcode?: number
  message: string
  transient?: boolean
  /** Title and text for a person, in English and Bokmål. */
  person?: { en: [string, string]; nb: [string, string] }
}

/** An error as the Graph API words it; what is meant for a person is in the language asked for. */
export function refusalReply(refusal: Refusal, locale: 'en' | 'nb'): Reply {
  const { status, code, subcode, message, transient, person } = wordsOf(refusal)
  const said = person?.[locale]
  const headers: Record<string, string> =
    code === 190 ? { 'www-authenticate': `OAuth "Facebook Platform" "invalid_token" "${message}"` } : {}
  return {
    status,
    headers,
    json: {
      error: {
        message,
        type: 'OAuthException',
        code,
        ...(subcode === undefined ? {} : { error_subcode: subcode }),
        ...(transient === undefined ? {} : { is_transient: transient }),
        ...(said === undefined ? {} : { error_user_title: said[0], error_user_msg: said[1] }),
        fbtrace_id: 'Arehearsal',
      },
    },
  }
}

function wordsOf(refusal: Refusal): Words {
  if (refusal.kind === 'token') {
    const message = TOKEN[refusal.subcode] ?? 'Error validating access token'
    return { status: 400, code: 190, subcode: refusal.subcode, message }
  }
  if (refusal.kind === 'field') {
    return { status: 400, code: 100, message: `(#100) Tried accessing nonexisting field (${refusal.field})` }
  }
  if (refusal.kind === 'parameter') return { status: 400, code: 100, message: `(#100) ${refusal.message}` }
  return WORDS[refusal.kind]
}

const TOKEN: Record<number, string> = {
  458: 'Error validating access token: The user has not authorized application.',
  459: 'Error validating access token: You cannot access the app till you log in and follow the instructions given.',
  460: 'Error validating access token: The session has been invalidated because the user changed their password.',
  463: 'Error validating access token: Session has expired.',
  467: 'Error validating access token: This access token is invalid.',
}

const WORDS: Record<Exclude<Refusal['kind'], 'token' | 'field' | 'parameter'>, Words> = {
  unknown_tag: {
    status: 400,
    code: 24,
    subcode: 2207024,
    message: 'The requested resource does not exist',
    person: {
      en: ['The hashtag does not exist', 'The hashtag you are looking for is restricted or does not exist.'],
      nb: ['Emneknaggen finnes ikke', 'Emneknaggen du leter etter, er begrenset eller finnes ikke.'],
    },
  },
  budget: {
    status: 400,
    code: 18,
    subcode: 2207034,
    message: '(#18) This account has reached its resource limits for hashtags',
    person: {
      en: ['Too many hashtags', 'You have searched for 30 unique hashtags in 7 days.'],
      nb: ['For mange emneknagger', 'Du har søkt etter 30 ulike emneknagger på 7 dager.'],
    },
  },
  app_limit: { status: 403, code: 4, message: '(#4) Application request limit reached', transient: true },
  business_limit: {
    status: 400,
    code: 80002,
    message: '(#80002) There have been too many calls to this account.',
  },
  unapproved: {
    status: 400,
    code: 10,
    message:
      "(#10) To use 'Instagram Public Content Access', your use of this endpoint must be reviewed and approved by Facebook.",
  },
  unpermitted: {
    status: 403,
    code: 10,
    message: '(#10) Application does not have permission for this action',
  },
  embed: { status: 400, code: 24, subcode: 2207045, message: 'The requested resource does not exist' },
}
