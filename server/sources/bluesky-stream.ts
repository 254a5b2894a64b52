import type { Instant } from '../contest/instant.ts'
import { createChangeMaker } from './bluesky-changes.ts'
import { createBlueskyClient } from './bluesky-client.ts'
import { createHosts } from './bluesky-hosts.ts'
import { createPeople } from './bluesky-people.ts'
import { createReading } from './bluesky-reading.ts'
import type { BlueskySettings } from './bluesky-settings.ts'
import { startOf } from './bluesky-start.ts'
import { streamAddress, streamProtocols } from './bluesky-stream-address.ts'
import type { Batch, SourceIo, Target } from './source.ts'
import { tagOf } from './target.ts'

/** Listens to Jetstream: all posts of the network, of which those with a wanted tag are kept. */
export async function* streamPosts(
  settings: BlueskySettings,
  targets: Target[],
  since: string | undefined,
  from: Instant,
  io: SourceIo,
): AsyncGenerator<Batch> {
  const { version } = settings
  const tags = targets.map(tagOf)
  const start = startOf(settings, tags, since, from, io.clock.now())
  const maker = createChangeMaker(settings, tags, createPeople(createBlueskyClient(settings, io)))
  const reading = createReading(version, tags, start, maker, io)
  const hosts = createHosts(settings.jetstream, io)
  while (!io.signal.aborted) {
    const cursor = reading.cursor()
    const host = hosts.next(cursor?.version === 2 ? cursor.host : null)
    if (cursor?.version === 2 && cursor.host !== host) reading.lose()
    reading.connect(host)
    const address = streamAddress(host, version, reading.cursor(), start.micros)
    for await (const messages of hosts.listen(host, address, streamProtocols(version))) {
      if (messages === 'too_old') reading.lose()
      else reading.take(messages)
      if (reading.isDue()) yield* unlessCalledOff(() => reading.batch(), io)
    }
  }
}

/** What was begun for a batch that nobody waits for any more is nobody's error: it comes again from the cursor. */
async function* unlessCalledOff(work: () => Promise<Batch>, { signal }: SourceIo): AsyncGenerator<Batch> {
  let batch: Batch
  try {
    batch = await work()
  } catch (error) {
    if (signal.aborted) return
    throw error
  }
  yield batch
}
