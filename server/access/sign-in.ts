import { betterAuth } from 'better-auth'
import type { Config } from '../config.ts'
import { countKept, keep, readKept, removeKept } from '../db/kept.ts'
import { type Db, openPool } from '../db/pool.ts'
import type { Secrets } from '../secrets.ts'

/** Somebody who signed in to the console. */
export interface Person {
  id: string
  name: string
  email: string
}

/** What a sign-in hands to the browser: `Set-Cookie` values, to be passed on as they are. */
export interface SignedIn {
  person: Person
  cookies: string[]
}

/** How managers come in. Their brands and roles are ours (`brand_member`); passwords and sessions are better-auth's. */
export interface SignIn {
  /** Null when the address is taken. */
  register(person: { name: string; email: string; password: string }): Promise<SignedIn | null>
  /** Null when address and password do not belong together. */
  enter(email: string, password: string): Promise<SignedIn | null>
  whoIs(headers: Headers): Promise<Person | null>
  /** Answers the `Set-Cookie` values that make the browser forget. */
  leave(headers: Headers): Promise<string[]>
  close(): Promise<void>
}

/** NIST SP 800-63B section 3.1.1.2 asks for 15 where a password stands alone. */
export const MIN_PASSWORD = 15
export const MAX_PASSWORD = 128
/** A session ends after a week without use. */
export const SESSION_SECONDS = 7 * 86_400

/** How passwords are stored. `verify` answers whether the hash was made of the password. */
export interface PasswordHashing {
  hash(password: string): Promise<string>
  verify(given: { hash: string; password: string }): Promise<boolean>
}

/**
 * `url`: the database; better-auth's tables live in its schema `auth`. Passwords are stored by its scrypt, which takes a
 * tenth of a second on purpose; `passwords` is for those who have none to protect.
 */
export function createSignIn(
  url: string,
  db: Db,
  secrets: Secrets,
  config: Config,
  passwords?: PasswordHashing,
): SignIn {
  const pool = openPool(url, { max: 2, name: 'folkalog-sign-in', searchPath: 'auth' })
  const secure = config.publicUrl.startsWith('https:')
  const auth = betterAuth({
    appName: 'Folkalog',
    baseURL: config.publicUrl,
    secret: secrets.mac('better-auth', 'cookie signature'),
    database: pool,
    secondaryStorage: sealedStorage(db, secrets),
    emailAndPassword: {
      enabled: true,
      autoSignIn: true,
      minPasswordLength: MIN_PASSWORD,
      maxPasswordLength: MAX_PASSWORD,
      ...(passwords ? { password: passwords } : {}),
    },
    session: { expiresIn: SESSION_SECONDS, updateAge: 86_400 },
    advanced: {
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      // The prefix __Host- makes browsers refuse the cookie from anything but this host over TLS (RFC 6265bis 4.1.3.2).
      cookies: { session_token: { name: secure ? '__Host-folkalog' : 'folkalog' } },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })

  return {
    async register(person) {
      const response = await auth.api.signUpEmail({ body: person, asResponse: true })
      return signedIn(response)
    },
    async enter(email, password) {
      const response = await auth.api.signInEmail({ body: { email, password }, asResponse: true })
      return signedIn(response)
    },
    async whoIs(headers) {
      const session = await auth.api.getSession({ headers })
      return session ? { id: session.user.id, name: session.user.name, email: session.user.email } : null
    },
    async leave(headers) {
      const response = await auth.api.signOut({ headers, asResponse: true })
      return response.headers.getSetCookie()
    },
    close: () => pool.end(),
  }
}

async function signedIn(response: Response): Promise<SignedIn | null> {
  if (response.status >= 500) throw new Error(`Sign-in answered ${response.status}: ${await response.text()}`)
  if (!response.ok) return null
  const { user } = (await response.json()) as { user: Person }
  return {
    person: { id: user.id, name: user.name, email: user.email },
    cookies: response.headers.getSetCookie(),
  }
}

/** Sessions are found by token, so the token is the key: it is stored hashed, and what it opens is sealed. */
function sealedStorage(db: Db, secrets: Secrets) {
  const name = (key: string) => secrets.mac('kept', key)
  const open = (value: Buffer | null) => (value === null ? null : secrets.open('kept', value))
  return {
    get: async (key: string) => open(await readKept(db, name(key))),
    set: async (key: string, value: string, ttl?: number) => {
      await keep(db, name(key), secrets.seal('kept', value), ttl)
    },
    delete: async (key: string) => {
      await removeKept(db, name(key))
    },
    getAndDelete: async (key: string) => open(await removeKept(db, name(key))),
    increment: (key: string, ttl: number) => countKept(db, name(key), ttl),
  }
}
