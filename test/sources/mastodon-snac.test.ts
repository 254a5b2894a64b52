import t from 'tap'
import { type Clock, systemClock } from '../../server/clock.ts'
import { HOUR, MINUTE } from '../../server/contest/instant.ts'
import { mastodon } from '../../server/sources/mastodon.ts'
import type { MastodonSettings } from '../../server/sources/mastodon-settings.ts'
import { pollAll, targetOf } from '../support/mastodon.ts'
import { startSnac } from '../support/snac.ts'
import { appFor } from '../support/snac-api.ts'
import { sourceContract } from '../support/source-contract.ts'
import { ioFor } from '../support/source-io.ts'

const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

const snac = await startSnac(t)
if ('unavailable' in snac) {
  t.comment(`not tested against snac: ${snac.unavailable}`)
  t.match(snac.unavailable, /\S/, 'the reason is told')
} else {
  const token = await snac.signIn()
  const app = appFor(snac.url, token)
  const anonymous = mastodon.settings.parse({ url: snac.url, pageSize: 5 })
  const signed = { ...anonymous, token }
  const read = (
    tag: string,
    cursor?: string,
    settings: MastodonSettings = anonymous,
    clock: Clock = systemClock,
  ) => pollAll(settings, cursor, systemClock.now() - HOUR, ioFor(t, clock), targetOf(tag))

  t.test('a post is read with its text, tags, time, author, picture and alternative text', async (t) => {
    const { id, uri } = await app.post('Stua vår & deg #HverdagsKatalogen #somlebo\nny linje', {
      bytes: DOT,
      alt: 'En rød prikk',
    })
    const [post] = (await read('hverdagskatalogen')).posts
    t.match(post, {
      network: 'mastodon',
      id: uri,
      url: uri,
      author: { id: `${snac.url}/alice`, handle: /^alice@localhost:\d+$/, name: 'alice' },
      text: 'Stua vår & deg #HverdagsKatalogen #somlebo\nny linje',
      tags: ['HverdagsKatalogen', 'somlebo'],
      pictures: [{ kind: 'image', alt: 'En rød prikk' }],
      editedAt: null,
    })
    t.ok(Math.abs((post?.postedAt ?? 0) - systemClock.now()) < MINUTE)
    const picture = await ioFor(t, systemClock).fetch(post?.pictures[0]?.url ?? '')
    t.strictSame(Buffer.from(picture.body), DOT)
    t.match(id, /^[0-9a-f]{42}$/, 'an id is not a number')
  })

  t.test('a tag is found whatever the case it is written in', async (t) => {
    await app.post('en #StueTid')
    await app.post('to #stuetid')
    for (const tag of ['stuetid', 'STUETID', '#StueTid'])
      t.same((await read(tag)).texts, ['en #StueTid', 'to #stuetid'], tag)
  })

  t.test('many posts are read back page by page, and new ones forward without a gap', async (t) => {
    const texts = Array.from({ length: 22 }, (_, i) => `nr ${i} #mange`)
    for (const text of texts) await app.post(text)
    const first = await read('mange')
    t.same(first.texts.toSorted(), texts.toSorted())
    t.ok(first.batches.length >= 5)
    const more = Array.from({ length: 12 }, (_, i) => `ny ${i} #mange`)
    for (const text of more) await app.post(text)
    const second = await read('mange', first.cursor)
    t.same(second.texts, more)
    t.same((await read('mange', second.cursor)).texts, [])
  })

  t.test('a cursor whose post was deleted still finds what came after', async (t) => {
    await app.post('en #borte')
    const last = await app.post('to #borte')
    const { cursor } = await read('borte')
    await app.delete(last.id)
    await app.post('tre #borte')
    t.ok((await read('borte', cursor)).texts.includes('tre #borte'))
  })

  t.test('edits and deletions are seen by a check, with a token', async (t) => {
    const [stays, edited, deleted] = [
      await app.post('en #sjekk'),
      await app.post('to #sjekk'),
      await app.post('tre #sjekk'),
    ]
    await app.edit(edited.id, 'endret #somlebo #sjekk')
    await app.delete(deleted.id)
    const refs = [stays, edited, deleted].map(({ id, uri }) => ({ id: uri, ref: id }))
    const found = await mastodon.check(signed, refs, ioFor(t, systemClock))
    t.match(found.get(stays.uri), { state: 'present', change: { post: { text: 'en #sjekk' } } })
    t.match(found.get(edited.uri), {
      state: 'present',
      change: { post: { text: 'endret #somlebo #sjekk', editedAt: Number } },
    })
    t.same(found.get(deleted.uri), { state: 'gone', why: 'deleted' })
    const without = await mastodon.check(anonymous, refs, ioFor(t, systemClock))
    t.same(
      [...without.values()],
      refs.map(() => ({ state: 'unknown' })),
      'without one it tells nothing',
    )
  })

  t.test('an edit is seen by the next walk too', async (t) => {
    const post = await app.post('før #vandring')
    const { cursor } = await read('vandring')
    await app.edit(post.id, 'etter #vandring')
    t.same((await read('vandring', cursor, { ...anonymous, rescanMinutes: 0 })).texts, ['etter #vandring'])
  })

  t.test('it is described in one line', async (t) => {
    const { ok, message } = await mastodon.test(anonymous, ioFor(t, systemClock))
    t.equal(ok, true)
    t.match(
      message,
      /^localhost:\d+ \(.*snac.*\) answers; its tag feed needs no token; but without a token it does not tell/,
    )
    t.match((await mastodon.test(signed, ioFor(t, systemClock))).message, /the token is accepted/)
  })

  sourceContract(t, {
    source: mastodon,
    async start(t) {
      const tag = `kontrakt${Math.floor(Math.random() * 1e9)}`
      return {
        settings: signed,
        target: targetOf(tag),
        from: systemClock.now() - HOUR,
        io: ioFor(t, systemClock),
        publish: async (text) => (await app.post(`${text} #${tag}`)).uri,
      }
    },
  })
}
