import t from 'tap'
import { DAY, HOUR, MINUTE, SECOND } from '../../server/contest/instant.ts'
import type { MastodonRehearsal } from '../../server/rehearsal/mastodon.ts'
import { GOTOSOCIAL, PIXELFED } from '../../server/rehearsal/mastodon-habits.ts'
import { postUri } from '../../server/rehearsal/mastodon-post.ts'
import { fromUlid, toUlid } from '../../server/rehearsal/ulid.ts'
import { mastodon } from '../../server/sources/mastodon.ts'
import { NOON, startNetwork, TAG } from '../support/mastodon.ts'
import { sourceContract } from '../support/source-contract.ts'

const token = 'kin-token-9876'

for (const [name, habits] of Object.entries({ PIXELFED, GOTOSOCIAL })) {
  t.test(`against a server with the habits of ${name}`, async (t) => {
    let server: MastodonRehearsal
    sourceContract(t, {
      source: mastodon,
      async start(t) {
        const network = await startNetwork(t, { ...habits, token })
        const { timeline, clock, settings, io } = network
        server = network.server
        const publish = async (text: string) => {
          clock.advance(SECOND)
          return postUri(timeline.post({ text: `${text} #hverdagskatalogen` }))
        }
        return { settings: { ...settings, token }, target: TAG, from: NOON - HOUR, io, publish }
      },
      faults: {
        token,
        plant: (fault, times) =>
          server.faults.plant({ on: /api/, fault, ...(times === undefined ? {} : { times }) }),
        clear: () => server.faults.clear(),
      },
    })
  })
}

t.test('Pixelfed is asked for posts without pictures too, and what is private there stays so', async (t) => {
  const { timeline, poll } = await startNetwork(t, { ...PIXELFED, token })
  timeline.post({ text: 'uten bilde #hverdagskatalogen' })
  timeline.post({ text: 'min egen #hverdagskatalogen', visibility: 'private' })
  t.same((await poll(undefined, { token })).texts, ['uten bilde #hverdagskatalogen'])
})

t.test('after half a year without a post Pixelfed knows no bound, and nothing is missed', async (t) => {
  const { timeline, clock, poll } = await startNetwork(t, { ...PIXELFED, token })
  timeline.post({ text: 'først #hverdagskatalogen' })
  const { cursor } = await poll(undefined, { token })
  clock.advance(200 * DAY)
  timeline.post({ text: 'så #hverdagskatalogen' })
  t.ok((await poll(cursor, { token })).texts.includes('så #hverdagskatalogen'))
})

t.test('ULIDs are turned to pages as they came, forward and back', async (t) => {
  const { timeline, clock, poll } = await startNetwork(t, { ...GOTOSOCIAL, token })
  const write = (from: number) => {
    for (let n = from; n < from + 25; n++) {
      clock.advance(MINUTE)
      timeline.post({ text: `${n} #hverdagskatalogen` })
    }
  }
  write(0)
  const first = await poll(undefined, { token, pageSize: 10 })
  t.equal(new Set(first.texts).size, 25)
  write(25)
  const next = await poll(first.cursor, { token, pageSize: 10 })
  t.same(
    next.texts,
    Array.from({ length: 25 }, (_, n) => `${n + 25} #hverdagskatalogen`),
  )
  t.match(first.batches[0]?.changes[0], { ref: /^[0-9A-HJKMNP-TV-Z]{26}$/ })
})

t.test('a ULID keeps the order of the snowflake it is made of, and leads back to it', async (t) => {
  const ids = [NOON, NOON + 1, NOON + DAY].flatMap((at) =>
    [0n, 1n, 65_535n].map((n) => String((BigInt(at) << 16n) | n)),
  )
  t.same(ids.map(toUlid).toSorted(), ids.map(toUlid))
  t.same(
    ids.map((id) => fromUlid(toUlid(id))),
    ids,
  )
  t.same(['', 'x', 'U'.repeat(26)].map(fromUlid), [null, null, null])
})
