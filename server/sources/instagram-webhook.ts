import { z } from 'zod'
import { AUTHOR_FIELDS, readMedia } from './instagram-media.ts'
import type { InstagramSettings } from './instagram-settings.ts'
import { signIn } from './instagram-sign-in.ts'
import { sampleOf } from './sample.ts'
import { type Batch, type Receipt, type Received, SourceError, type SourceIo } from './source.ts'

const id = z.string().regex(/^\d{1,30}$/)
const mention = z.object({ media_id: id, comment_id: id.nullish() })
/** Somebody named the brand, in a caption or in a comment. */
const news = z.object({ mediaId: id, commentId: id.nullable() })
type News = z.infer<typeof news>

const change = z.object({ field: z.literal('mentions'), value: mention })
const entry = z.object({ changes: z.array(z.unknown()).max(10_000) })
const delivery = z.object({ object: z.literal('instagram'), entry: z.array(z.unknown()).max(10_000) })
/** The documentation shows an array around it, real deliveries have none. */
const body = z.union([delivery.transform((one) => [one]), z.array(delivery).max(1_000)])

/**
 * Answers the handshake of the webhook's set-up, and takes deliveries whose signature is over exactly the bytes that came.
 * Mentions are kept by what they are of, so that one that is sent again is the same.
 */
export async function receiveMentions(settings: InstagramSettings, request: Received): Promise<Receipt> {
  if (request.method === 'GET') return shakeHands(settings, request.query)
  if (!(await isSigned(settings.appSecret, request)))
    return { status: 401, body: 'The signature does not fit.', deliveries: [] }
  const read = body.safeParse(parse(request.body))
  if (!read.success) return { status: 400, body: 'Expected news of Instagram.', deliveries: [] }
  const items = read.data
    .flatMap((one) => one.entry)
    .flatMap((one) => entry.safeParse(one).data?.changes ?? [])
  const deliveries = items.flatMap((item) => {
    const told = change.safeParse(item).data?.value
    if (told === undefined) return []
    const payload: News = { mediaId: told.media_id, commentId: told.comment_id ?? null }
    return [{ key: keyOf(payload), payload }]
  })
  return { status: 200, body: 'ok', deliveries }
}

function keyOf({ mediaId, commentId }: News): string {
  return commentId === null ? `mention:${mediaId}` : `comment:${mediaId}:${commentId}`
}

function shakeHands({ verifyToken }: InstagramSettings, query: Received['query']): Receipt {
  const isOurs =
    verifyToken !== undefined &&
    query['hub.mode'] === 'subscribe' &&
    isSame(query['hub.verify_token'] ?? '', verifyToken)
  const challenge = query['hub.challenge'] ?? ''
  if (!isOurs || !/^[\w-]{1,200}$/.test(challenge))
    return { status: 403, body: 'The verify token does not fit.', deliveries: [] }
  return { status: 200, body: challenge, deliveries: [] }
}

/** Takes as long for every text of the same length. */
function isSame(given: string, ours: string): boolean {
  let differs = given.length ^ ours.length
  for (let i = 0; i < given.length; i++) differs |= given.charCodeAt(i) ^ ours.charCodeAt(i % ours.length)
  return differs === 0
}

/** `X-Hub-Signature-256: sha256=<hex HMAC of the raw body>`; compared in constant time by Web Crypto. */
async function isSigned(secret: string, { headers, body }: Received): Promise<boolean> {
  const [, hex] = /^sha256=([0-9a-f]{64})$/.exec(headers['x-hub-signature-256'] ?? '') ?? []
  if (hex === undefined) return false
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), hmac, false, ['verify'])
  return crypto.subtle.verify('HMAC', key, Uint8Array.fromHex(hex), new Uint8Array(body))
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** Asks for the post that names the brand. A mention in a comment is not its author's entry: it is noted and left. */
export async function takeMention(
  settings: InstagramSettings,
  payload: unknown,
  io: SourceIo,
): Promise<Batch> {
  const read = news.safeParse(payload)
  if (!read.success) throw new SourceError('unreadable', 'Found a delivery that is no mention')
  const { mediaId, commentId } = read.data
  if (commentId !== null) {
    const why = 'The brand was named in a comment; only the caption of a post makes an entry'
    return batchOf({ skipped: [{ why, sample: sampleOf(payload) }] })
  }
  const { client, accountId } = await signIn(settings, io)
  const permalink = settings.mentionPermalink ? ',permalink' : ''
  const fields = `mentioned_media.media_id(${mediaId}){${AUTHOR_FIELDS}${permalink}}`
  const answer = await client.get(`/${accountId}`, { fields })
  const told = z.object({ mentioned_media: z.unknown() }).safeParse(answer.json)
  if (!answer.found || !told.success)
    throw client.unreadable('did not tell the post that names the brand', answer.json)
  const item = readMedia(told.data.mentioned_media, 'mention', client.secrets)
  return batchOf('kind' in item ? { changes: [item] } : { skipped: [item] })
}

function batchOf(some: Partial<Batch>): Batch {
  return { changes: [], skipped: [], cursor: '', completeUntil: null, ...some }
}
