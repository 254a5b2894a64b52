import { z } from 'zod'
import { DAY } from '../contest/instant.ts'
import { FetchError } from '../net/fetch-error.ts'
import { createLine } from '../net/line.ts'
import { fetchFailure, parseJson } from './api-client.ts'
import { createMastodonClient } from './mastodon-client.ts'
import { askInstance } from './mastodon-instance.ts'
import type { MastodonSettings } from './mastodon-settings.ts'
import { readStatus } from './mastodon-status.ts'
import { sampleOf } from './sample.ts'
import type { Batch, Change, Skip, SourceIo, Target } from './source.ts'
import { tagOf } from './target.ts'

/** A frame of the WebSocket (docs.joinmastodon.org/methods/streaming). Events that are not named here are let pass. */
const frame = z.object({ event: z.string(), payload: z.string().optional() })

/** A frame holds a status as text within text, at most twice as long as the longest of them. */
const LARGEST_FRAME = 1_000_000

/**
 * What happens under some tags of a server, as it happens; since Mastodon 4.2 that takes the token of a user. Whatever comes
 * while nobody listens is lost here: the timeline is read all the same, so a stream makes no claim of being complete, and
 * leaves no position. A `delete` tells the server's own id alone.
 */
export async function* streamTags(
  settings: MastodonSettings,
  targets: Target[],
  _since: string | undefined,
  _from: number,
  io: SourceIo,
): AsyncIterable<Batch> {
  if (await wasRefused(io)) return
  const { streaming } = await askInstance(createMastodonClient(settings, io))
  const base = streaming ?? settings.url
  const secrets = settings.token === undefined ? [] : [settings.token]
  const line = createLine()
  const over = new AbortController()
  const signal = AbortSignal.any([io.signal, over.signal])
  const listening = targets.map(async (target) => {
    const query = new URLSearchParams({ stream: 'hashtag', tag: tagOf(target).canonical })
    const frames = io.open(`${base.replace(/^http/, 'ws')}/api/v1/streaming?${query}`, {
      headers: { authorization: `Bearer ${settings.token ?? ''}` },
      limits: { maxMessage: LARGEST_FRAME },
      signal,
    })
    for await (const messages of frames) for (const message of messages) line.add(message)
  })
  // The first connection that ends, ends them all: the next turn opens them anew.
  Promise.race(listening).then(
    () => line.end(null),
    (error: unknown) => line.end(error instanceof Error ? error : new Error(String(error))),
  )
  try {
    while (true) {
      const messages = await line.take()
      if (messages === null) return
      yield readFrames(messages, secrets)
    }
  } catch (error) {
    io.signal.throwIfAborted()
    // A token may read timelines and no streams: that is no trouble, since the timeline is read all the same.
    if (isRefusal(error)) return await io.memory.write(REFUSED, io.clock.now())
    throw fetchFailure(new URL(base).host, error, secrets)
  } finally {
    over.abort()
    await Promise.allSettled(listening)
  }
}

/** Where it is remembered that the token opens no streams. */
const REFUSED = 'stream-refused'
/** So long it is not tried again. */
export const REFUSED_FOR = DAY

/** Whether the server said lately that the token opens no streams. */
export async function wasRefused({ memory, clock }: SourceIo): Promise<boolean> {
  const at = await memory.read(REFUSED)
  return typeof at === 'number' && clock.now() - at < REFUSED_FOR
}

function isRefusal(error: unknown): boolean {
  const status = error instanceof FetchError ? error.answer?.status : undefined
  return status === 401 || status === 403
}

function readFrames(messages: readonly string[], secrets: readonly string[]): Batch {
  const changes: Change[] = []
  const skipped: Skip[] = []
  for (const message of messages) {
    const read = frame.safeParse(parseJson(message))
    if (!read.success)
      skipped.push({ why: 'Found no frame; expected one', sample: sampleOf(message, secrets) })
    else readEvent(read.data, secrets, changes, skipped)
  }
  return { changes, skipped, cursor: '', completeUntil: null }
}

function readEvent(
  { event, payload = '' }: z.infer<typeof frame>,
  secrets: readonly string[],
  changes: Change[],
  skipped: Skip[],
): void {
  if (event === 'delete') changes.push({ kind: 'withdraw_ref', ref: payload, why: 'deleted' })
  if (event !== 'update' && event !== 'status.update') return
  const read = readStatus(parseJson(payload), secrets)
  if (read.kind === 'post') changes.push(read.change)
  if (read.kind === 'odd') skipped.push(read.skip)
}
