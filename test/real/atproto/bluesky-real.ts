import t from 'tap'
import { systemClock } from '../../../server/clock.ts'
import { HOUR, MINUTE } from '../../../server/contest/instant.ts'
import type { Post } from '../../../server/contest/post.ts'
import { bluesky } from '../../../server/sources/bluesky.ts'
import { listen } from '../../support/bluesky.ts'
import { targetOf } from '../../support/mastodon.ts'
import { ioFor } from '../../support/source-io.ts'
import { streamContract } from '../../support/stream-contract.ts'
import { until } from '../../support/until.ts'
import { signUp } from './people.ts'
import { startNetwork } from './start.ts'

const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const network = await startNetwork(t)
if ('unavailable' in network) {
  t.comment(`not tested against a real network of the AT Protocol: ${network.unavailable}`)
  t.match(network.unavailable, /\S/, 'the reason is told')
} else {
  const { pds, appview, stream } = network
  const blobs = `${pds}/xrpc/com.atproto.sync.getBlob?did={did}&cid={cid}`
  const given = { service: pds, appview, jetstream: [stream], pictures: blobs, posters: blobs }
  const settings = bluesky.settings.parse(given)
  const kari = await signUp(pds, 'kari')
  const collector = await signUp(pds, 'samler')
  const signedIn = bluesky.settings.parse({
    ...given,
    identifier: collector.handle,
    password: await collector.appPassword(),
  })
  const from = systemClock.now() - MINUTE
  const io = ioFor(t, systemClock)

  /** Waits until the AppView has taken a post in, or out. */
  async function indexed(uri: string, state: 'present' | 'gone'): Promise<void> {
    await until(`${uri} to be ${state}`, async () => {
      const checked = await bluesky.check(settings, [{ id: uri, ref: uri }], io)
      return checked.get(uri)?.state === state
    })
  }

  t.test(
    'a post comes by the stream with facets and pictures, whose bytes are those that were uploaded',
    async (t) => {
      const text = '🧑‍🚀 Stua vår & deg #HverdagsKatalogen'
      const uri = await kari.post({ text, tags: ['Somlebo'], image: { bytes: DOT, alt: 'En rød prikk' } })
      const heard = await listen({
        settings,
        io,
        from,
        targets: [targetOf('hverdagskatalogen')],
        until: ({ posts }) => posts.length > 0,
      })
      t.match(heard.posts, [
        {
          id: uri,
          text,
          tags: ['HverdagsKatalogen', 'Somlebo'],
          language: 'nb',
          author: { id: kari.did, handle: 'kari.test' },
          pictures: [{ kind: 'image', alt: 'En rød prikk' }],
        },
      ])
      const picture = await io.fetch(heard.posts[0]?.pictures[0]?.url ?? '')
      t.same([picture.status, Buffer.from(picture.body)], [200, DOT])
    },
  )

  t.test('a deletion comes by the stream, and a check sees the same', async (t) => {
    const uri = await kari.post({ text: 'Snart borte #bortekatalogen' })
    await indexed(uri, 'present')
    await kari.delete(uri)
    const ref = { id: uri, ref: uri }
    // Deletions are handed over in bundles, and nobody else says anything here.
    const others = setInterval(() => void kari.post({ text: 'Noe annet' }), 2_000)
    t.teardown(() => clearInterval(others))
    const heard = await listen({
      settings,
      io,
      from,
      targets: [targetOf('bortekatalogen')],
      until: ({ changes }) => changes.some((change) => change.kind === 'withdraw' && change.ref.id === uri),
    })
    t.match(
      heard.changes.find((change) => change.kind === 'withdraw'),
      { ref, why: 'deleted', ifKnown: { author: kari.did } },
    )
    clearInterval(others)
    await indexed(uri, 'gone')
    t.same((await bluesky.check(settings, [ref], io)).get(uri), { state: 'gone', why: 'deleted' })
  })

  t.test('search, signed in by an app password, brings what the stream would have brought', async (t) => {
    const texts = ['en', 'to', 'tre'].map((word) => `${word} #sokekatalogen`)
    const uris: string[] = []
    for (const text of texts) uris.push(await kari.post({ text }))
    for (const uri of uris) await indexed(uri, 'present')
    const gap = { from: systemClock.now() - HOUR, until: systemClock.now() + MINUTE, why: '' }
    const found: Post[] = []
    for await (const batch of bluesky.fill?.(signedIn, targetOf('sokekatalogen'), gap, io) ?? [])
      found.push(...batch.changes.flatMap((change) => (change.kind === 'upsert' ? change.post : [])))
    t.same(found.map(({ id }) => id).toSorted(), uris.toSorted())
    const heard = await listen({
      settings,
      io,
      from,
      targets: [targetOf('sokekatalogen')],
      until: ({ posts }) => posts.length >= 3,
    })
    const byId = (posts: Post[]) => posts.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    t.strictSame(byId(found), byId(heard.posts))
    t.match(await bluesky.test(signedIn, io), { ok: true, message: /^Signed in as samler\.test/ })
  })

  let arenas = 0
  streamContract(t, {
    source: bluesky,
    async start(t) {
      const tag = `kontrakt${String.fromCharCode(97 + arenas++)}`
      const publish = async (text: string) => {
        const uri = await kari.post({ text: `${text} #${tag}` })
        await indexed(uri, 'present')
        return uri
      }
      return { settings, target: targetOf(tag), from, io: ioFor(t, systemClock), publish }
    },
  })
}
