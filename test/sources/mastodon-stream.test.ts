import t from 'tap'
import { DAY, MINUTE } from '../../server/contest/instant.ts'
import { postUri } from '../../server/rehearsal/mastodon-post.ts'
import { mastodon } from '../../server/sources/mastodon.ts'
import { REFUSED_FOR } from '../../server/sources/mastodon-stream.ts'
import type { Batch, Change } from '../../server/sources/source.ts'
import { type Network, NOON, startNetwork, TAG } from '../support/mastodon.ts'
import { memoryFor } from '../support/source-io.ts'
import { until } from '../support/until.ts'

const token = 'stream-token-1234'

/** Listens until told to stop; `changes` grows as they come. */
function listen({ settings, io }: Network, given: { token?: string } = { token }) {
  const over = new AbortController()
  const changes: Change[] = []
  const batches: Batch[] = []
  const run = async () => {
    const signal = over.signal
    const its = { ...settings, ...given }
    for await (const batch of mastodon.stream?.(its, [TAG], undefined, NOON, { ...io, signal }) ?? []) {
      batches.push(batch)
      changes.push(...batch.changes)
    }
  }
  const ended = run().then(
    () => null,
    (error: unknown) => error,
  )
  return { changes, batches, ended, stop: () => over.abort(new Error('called off')) }
}

t.test('posts, edits and deletions come as they happen, and nothing of other tags', async (t) => {
  const network = await startNetwork(t, { token })
  const { timeline, clock, server } = network
  timeline.post({ text: 'before anybody listened #hverdagskatalogen' })
  const stream = listen(network)
  await until('a listener', () => server.streams.listeners() === 1)
  clock.advance(MINUTE)
  const post = timeline.post({ text: 'en #Hverdagskatalogen' })
  timeline.post({ text: 'noe annet #katter' })
  await until('the post', () => stream.changes.length === 1)
  t.match(stream.changes, [
    { kind: 'upsert', ref: post.id, post: { id: postUri(post), text: 'en #Hverdagskatalogen' } },
  ])
  clock.advance(MINUTE)
  timeline.edit(post.id, { text: 'to #hverdagskatalogen' })
  await until('the edit', () => stream.changes.length === 2)
  t.match(stream.changes[1], {
    kind: 'upsert',
    post: { text: 'to #hverdagskatalogen', editedAt: clock.now() },
  })
  clock.advance(MINUTE)
  timeline.delete(post.id)
  await until('the deletion', () => stream.changes.length === 3)
  t.match(stream.changes[2], { kind: 'withdraw_ref', ref: post.id, why: 'deleted' })
  stream.stop()
  t.equal(await stream.ended, null)
  await until('nobody listens', () => server.streams.listeners() === 0)
  t.ok(
    stream.batches.every(({ completeUntil, skipped }) => completeUntil === null && skipped.length === 0),
    'a stream claims nothing of what came before it',
  )
})

t.test('a connection that breaks is trouble, told without the token', async (t) => {
  const network = await startNetwork(t, { token })
  const stream = listen(network)
  await until('a listener', () => network.server.streams.listeners() === 1)
  network.server.streams.cut()
  const error = await stream.ended
  t.match(error, { name: 'SourceError', kind: 'unreachable' })
  t.notMatch(String(error), token)
})

t.test('a token that opens no streams is tried again after a day, and told by the test', async (t) => {
  const network = await startNetwork(t, { token })
  const memory = memoryFor()
  const other = { ...network, io: { ...network.io, memory } }
  const settings = { ...network.settings, token: 'reads-only' }
  const asked = () => network.server.requests().counts.instance
  t.equal(await listen(other, { token: 'reads-only' }).ended, null)
  t.equal(asked(), 1)
  network.clock.advance(REFUSED_FOR - 1)
  t.equal(await listen(other, { token: 'reads-only' }).ended, null)
  t.equal(asked(), 1, 'nothing was asked')
  t.match(await mastodon.test({ ...settings, token }, other.io), { message: /the token opens no streams/ })
  network.clock.advance(1)
  await listen(other, { token: 'reads-only' }).ended
  t.equal(asked(), 3)
  t.equal(REFUSED_FOR, DAY)
})

t.test('only where there is a token is there a stream', async (t) => {
  const { settings } = await startNetwork(t)
  t.equal(mastodon.streams?.(settings), false)
  t.equal(mastodon.streams?.({ ...settings, token }), true)
})
