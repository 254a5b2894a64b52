import { FetchError } from '../net/fetch-error.ts'
import { type BlueskyClient, createBlueskyClient } from './bluesky-client.ts'
import { askPeople } from './bluesky-people.ts'
import { SILENCE } from './bluesky-reading.ts'
import type { BlueskySettings } from './bluesky-settings.ts'
import { streamAddress, streamProtocols } from './bluesky-stream-address.ts'
import { SourceError, type SourceHealth, type SourceIo } from './source.ts'

/** Milliseconds after which a stream that says nothing counts as silent. Everybody's posts come by many a second. */
const PATIENCE = 5_000
/** Any tag and any account will do: it is only asked whether there is an answer. */
const PROBED_TAG = '#photography'
const PROBED_PERSON = 'bsky.app'

/** Signs in and searches, or asks as a stranger, and listens for a moment; in one line for a person. */
export async function testBluesky(settings: BlueskySettings, io: SourceIo): Promise<SourceHealth> {
  const client = createBlueskyClient(settings, io)
  try {
    io.signal.throwIfAborted()
    const line = [await askAround(client, settings)]
    const heard = await listenOnce(settings, io)
    line.push(heard === null ? 'but no host of the stream sends anything' : `${heard} sends what is posted`)
    const budget = client.budget()
    if (budget !== null) line.push(`${budget.left} of ${budget.of} requests left`)
    return { ok: heard !== null, message: `${line.join('; ')}.`, budget }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { ok: false, message: error.message, budget: client.budget() }
  }
}

async function askAround(client: BlueskyClient, settings: BlueskySettings): Promise<string> {
  const session = await client.who()
  if (session !== null) {
    await client.query('app.bsky.feed.searchPosts', new URLSearchParams({ q: PROBED_TAG, limit: '1' }))
    return `Signed in as ${session.handle}, and search answers`
  }
  await askPeople(client, [PROBED_PERSON])
  const host = new URL(settings.appview).host
  return `${host} answers strangers, who may not search: what the stream misses stays a gap until an app password is added`
}

/** The first host that sends something; null where none does. */
async function listenOnce(settings: BlueskySettings, io: SourceIo): Promise<string | null> {
  const micros = (io.clock.now() - SILENCE) * 1000
  for (const host of settings.jetstream) {
    const address = streamAddress(host, settings.version, null, micros)
    const options = {
      protocols: streamProtocols(settings.version),
      limits: { idle: PATIENCE },
      signal: io.signal,
    }
    try {
      for await (const _ of io.open(address, options)) return new URL(host).host
    } catch (error) {
      if (!(error instanceof FetchError)) throw error
    }
    io.signal.throwIfAborted()
  }
  return null
}
