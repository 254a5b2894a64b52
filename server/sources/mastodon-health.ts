import { createMastodonClient, type MastodonClient } from './mastodon-client.ts'
import { askInstance } from './mastodon-instance.ts'
import type { MastodonSettings } from './mastodon-settings.ts'
import { wasRefused } from './mastodon-stream.ts'
import { SourceError, type SourceHealth, type SourceIo } from './source.ts'

/** Any tag does: it is only asked whether tags can be read at all. */
const PROBED_TAG = '/api/v1/timelines/tag/photography?limit=1'

/** No server has it; one that answers 401 keeps single posts from strangers. */
const PROBED_POST = '/api/v1/statuses/0'

/** Asks a server who it is and what it shows to us; in one line for a person. */
export async function testServer(settings: MastodonSettings, io: SourceIo): Promise<SourceHealth> {
  const client = createMastodonClient(settings, io)
  try {
    const who = await askInstance(client)
    await client.get(PROBED_TAG)
    const line = [`${who.name} (${who.version}) answers`]
    if (who.tagFeed === 'disabled')
      line.push('it shows no tag feeds, so it brings nothing: choose another server')
    else line.push(settings.token === undefined ? 'its tag feed needs no token' : 'the token is accepted')
    if (!(await showsPosts(client)))
      line.push('but without a token it does not tell which posts were deleted')
    if (settings.token !== undefined && (await wasRefused(io)))
      line.push('but the token opens no streams, so edits and deletions are found later')
    const budget = client.budget()
    if (budget !== null) line.push(`${budget.left} of ${budget.of} requests left`)
    return { ok: who.tagFeed !== 'disabled', message: `${line.join('; ')}.`, budget }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { ok: false, message: error.message, budget: client.budget() }
  }
}

async function showsPosts(client: MastodonClient): Promise<boolean> {
  try {
    await client.get(PROBED_POST)
    return true
  } catch (error) {
    if (error instanceof SourceError && error.kind === 'needs_attention') return false
    throw error
  }
}
