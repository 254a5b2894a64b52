import { z } from 'zod'
import { secretField, serverOrigin } from './setting-fields.ts'

/** The hosts that Bluesky itself runs for everybody (docs.bsky.app/blog/jetstream); each has all posts. */
export const PUBLIC_JETSTREAMS: readonly string[] = [
  'wss://jetstream1.us-east.bsky.network',
  'wss://jetstream2.us-east.bsky.network',
  'wss://jetstream1.us-west.bsky.network',
  'wss://jetstream2.us-west.bsky.network',
]

/** How far back a public Jetstream can be read (its README, section 5). */
export const USUAL_LOOK_BACK_HOURS = 36

/** What a brand says about Bluesky. All of it has defaults; without an app password what the stream missed is not searched for. */
export interface BlueskySettings {
  /** Where the account signs in. */
  service: string
  /** The handle, DID or address of an account. */
  identifier?: string | undefined
  /** An app password of it, never the main one. */
  password?: string | undefined
  /** Who is asked about people and posts where nobody signs in. */
  appview: string
  /** Origins, in the order in which they are tried. */
  jetstream: string[]
  /** Of the stream's protocol. */
  version: 1 | 2
  lookBackHours: number
  /** Where the bytes of a picture are: `{did}` is its author, `{cid}` the hash of it. */
  pictures: string
  /** Where the still of a video is, in the same way. */
  posters: string
}

/** An origin as `wss://`: whatever may be asked over https can be listened to. */
const streamOrigin = z
  .string()
  .transform((text) => text.trim().replace(/^ws(s?):\/\//i, 'http$1://'))
  .pipe(serverOrigin)
  .transform((origin) => origin.replace(/^http/, 'ws'))

function template(usual: string) {
  return z
    .string()
    .max(1_000)
    .refine(
      (text) => text.includes('{did}') && text.includes('{cid}') && URL.canParse(text),
      'Expected an address with {did} and {cid} in it',
    )
    .default(usual)
}

/** Of settings as they are stored or typed; defaults are filled in. */
export const blueskySettings: z.ZodType<BlueskySettings> = z
  .strictObject({
    service: serverOrigin.default('https://bsky.social'),
    identifier: z
      .string()
      .trim()
      .regex(
        /^@?[^\s@]{3,253}$|^[^\s@]{1,200}@[^\s@]{3,253}$/,
        'Expected a handle such as brand.example, without blanks',
      )
      .transform((text) => text.replace(/^@/, ''))
      .optional(),
    password: secretField('an app password').optional(),
    appview: serverOrigin.default('https://public.api.bsky.app'),
    jetstream: z
      .array(streamOrigin)
      .min(1)
      .max(20)
      .default([...PUBLIC_JETSTREAMS]),
    version: z.union([z.literal(1), z.literal(2)]).default(1),
    lookBackHours: z.number().min(0).max(720).default(USUAL_LOOK_BACK_HOURS),
    pictures: template('https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{cid}@jpeg'),
    posters: template('https://video.bsky.app/watch/{did}/{cid}/thumbnail.jpg'),
  })
  .refine(({ identifier, password }) => (identifier === undefined) === (password === undefined), {
    path: ['password'],
    message: 'Expected a handle and an app password, or neither',
  })

/** An account to sign in with; null where there is none. */
export function accountOf(settings: BlueskySettings): { identifier: string; password: string } | null {
  const { identifier, password } = settings
  return identifier === undefined || password === undefined ? null : { identifier, password }
}
