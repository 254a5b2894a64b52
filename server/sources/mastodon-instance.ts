import { z } from 'zod'
import type { MastodonClient } from './mastodon-client.ts'
import { SourceError } from './source.ts'

const access = z.enum(['public', 'authenticated', 'disabled']).catch('public')

/** `/api/v2/instance` (Mastodon 4.0), and what `/api/v1/instance` of other servers shares with it. */
const instance = z.object({
  domain: z.string().max(300).optional(),
  uri: z.string().max(300).optional(),
  title: z.string().max(300).catch(''),
  version: z.string().max(100),
  configuration: z
    .object({
      timelines_access: z
        .object({ hashtag_feeds: z.object({ local: access, remote: access }) })
        .optional()
        .catch(undefined),
      urls: z
        .object({ streaming: z.url({ protocol: /^(wss?|https?)$/ }).max(300) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
})

export interface Instance {
  /** Its title and its domain, as far as it tells them. */
  name: string
  version: string
  /** Who may read the posts of other servers under a tag (Mastodon 4.5); null where the server does not say. */
  tagFeed: 'public' | 'authenticated' | 'disabled' | null
  /** Where its streams are, as an http(s) origin; null where it names no place of their own. */
  streaming: string | null
}

/** What a server says of itself. Throws `SourceError`, `unreadable` where it does not speak the Mastodon API. */
export async function askInstance(client: MastodonClient): Promise<Instance> {
  const newer = await client.get('/api/v2/instance').catch((error: unknown) => {
    if (error instanceof SourceError && (error.kind === 'unreadable' || error.kind === 'refused')) return null
    throw error
  })
  const answer = newer?.found ? newer : await client.get('/api/v1/instance')
  const read = instance.safeParse(answer.json)
  if (!answer.found || !read.success)
    throw client.unreadable(
      'does not speak the Mastodon API; expected its description at /api/v2/instance',
      answer.json,
    )
  const { title, domain, uri, version, configuration } = read.data
  const parts = [title.trim(), (domain ?? uri ?? '').trim()].filter((part) => part !== '')
  return {
    name: [...new Set(parts)].join(', ') || 'The server',
    version,
    tagFeed: configuration?.timelines_access?.hashtag_feeds.remote ?? null,
    streaming: URL.parse((configuration?.urls?.streaming ?? '').replace(/^ws/, 'http'))?.origin ?? null,
  }
}
