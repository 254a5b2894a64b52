import { z } from 'zod'
import { DAY, type Instant, SECOND } from '../contest/instant.ts'
import { createInstagramClient, type InstagramClient } from './instagram-client.ts'
import type { InstagramSettings } from './instagram-settings.ts'
import { SourceError, type SourceIo } from './source.ts'

/** A token that works, and whom it speaks for. */
export interface SignedIn {
  client: InstagramClient
  /** The professional account. */
  accountId: string
  expiresAt: Instant | null
}

const TOKEN = 'token'
const ACCOUNT = 'account'
/** A token is made to last again no more often than this. */
const TRIED_EVERY = DAY

const keptToken = z.object({
  /** What was exchanged for it: with new settings it counts no more. */
  given: z.string(),
  token: z.string(),
  gotAt: z.number(),
  expiresAt: z.number().nullable(),
  triedAt: z.number(),
})
export type KeptToken = z.infer<typeof keptToken>

const exchanged = z.object({
  access_token: z.string().min(1).max(1_000),
  expires_in: z.number().min(1).optional(),
})
const id = z.string().regex(/^\d{1,30}$/)
const page = z.object({ instagram_business_account: z.object({ id }) })
const keptAccount = z.object({ pageId: z.string(), id: z.string() })

/** Finds a token and the account behind the page; both are remembered. Throws `SourceError`. */
export async function signIn(settings: InstagramSettings, io: SourceIo): Promise<SignedIn> {
  const { token, expiresAt } = await findToken(settings, io)
  const client = createInstagramClient(settings, token, io)
  return { client, expiresAt, accountId: settings.accountId ?? (await findAccount(settings, client, io)) }
}

/** The token as it is remembered; null where none is, or where it was made of other settings. */
export async function readToken(settings: InstagramSettings, io: SourceIo): Promise<KeptToken | null> {
  const kept = keptToken.safeParse(await io.memory.read(TOKEN))
  return kept.success && kept.data.given === settings.token ? kept.data : null
}

/**
 * A pasted token lasts hours and is exchanged at once for one of about 60 days; from the middle of its life on that one is
 * exchanged again, once a day until it lasts longer. One that has expired cannot be exchanged.
 */
async function findToken(
  settings: InstagramSettings,
  io: SourceIo,
): Promise<{ token: string; expiresAt: Instant | null }> {
  if (!settings.exchange) return { token: settings.token, expiresAt: null }
  const kept = await readToken(settings, io)
  const now = io.clock.now()
  if (kept !== null && !isDue(kept, now)) return kept
  try {
    const fresh = await exchange(settings, kept?.token ?? settings.token, io)
    await io.memory.write(TOKEN, fresh)
    return fresh
  } catch (error) {
    if (kept === null || !(error instanceof SourceError)) throw error
    await io.memory.write(TOKEN, { ...kept, triedAt: now })
    return kept
  }
}

function isDue({ gotAt, expiresAt, triedAt }: KeptToken, now: Instant): boolean {
  return expiresAt !== null && now >= (gotAt + expiresAt) / 2 && now - triedAt >= TRIED_EVERY
}

async function exchange(settings: InstagramSettings, token: string, io: SourceIo): Promise<KeptToken> {
  const client = createInstagramClient(settings, token, io)
  const query = {
    grant_type: 'fb_exchange_token',
    client_id: settings.appId,
    client_secret: settings.appSecret,
    fb_exchange_token: token,
  }
  const answer = await client.get('/oauth/access_token', query).catch((error: unknown) => {
    if (!(error instanceof SourceError) || error.kind !== 'refused') throw error
    const words = 'does not exchange the token: see that app id, app secret and token belong together'
    throw client.fail('needs_attention', words)
  })
  const read = exchanged.safeParse(answer.json)
  if (!answer.found || !read.success) throw client.unreadable('answered without a token', answer.json)
  const now = io.clock.now()
  const { access_token, expires_in } = read.data
  const expiresAt = expires_in === undefined ? null : now + expires_in * SECOND
  return { given: settings.token, token: access_token, gotAt: now, expiresAt, triedAt: now }
}

async function findAccount(
  { pageId }: InstagramSettings,
  client: InstagramClient,
  io: SourceIo,
): Promise<string> {
  const kept = keptAccount.safeParse(await io.memory.read(ACCOUNT))
  if (kept.success && kept.data.pageId === pageId) return kept.data.id
  const answer = await client.get(`/${pageId}`, { fields: 'instagram_business_account' })
  const read = page.safeParse(answer.json)
  if (!answer.found || !read.success) {
    const words = `knows no professional account of the page ${pageId}: connect them in the page’s settings`
    throw client.fail('needs_attention', words)
  }
  const account = read.data.instagram_business_account.id
  await io.memory.write(ACCOUNT, { pageId, id: account })
  return account
}
