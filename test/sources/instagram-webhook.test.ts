import t from 'tap'
import { signBody, signDelivery } from '../../server/rehearsal/instagram-webhook.ts'
import { instagram } from '../../server/sources/instagram.ts'
import type { Received } from '../../server/sources/source.ts'
import { type Gram, startGram } from '../support/instagram.ts'

const receive = (gram: Gram, change: Partial<Received>) =>
  instagram.receive?.(
    gram.settings,
    { method: 'POST', query: {}, headers: {}, body: new Uint8Array(), ...change },
    gram.io,
  )

const take = async (gram: Gram, payload: unknown) => instagram.take?.(gram.settings, payload, gram.io)

t.test('the handshake is answered to who knows the verify token', async (t) => {
  const gram = await startGram(t)
  const query = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'shake-hands' }
  t.same(await receive(gram, { method: 'GET', query }), { status: 200, body: '1158201444', deliveries: [] })
  for (const odd of [
    { ...query, 'hub.verify_token': 'shake-hand' },
    { ...query, 'hub.verify_token': 'shake-handsx' },
    { ...query, 'hub.verify_token': '' },
    { ...query, 'hub.mode': 'unsubscribe' },
    { ...query, 'hub.challenge': '<script>' },
    {},
  ])
    t.match(await receive(gram, { method: 'GET', query: odd }), { status: 403 }, JSON.stringify(odd))
  const settings = { ...gram.settings, verifyToken: undefined }
  t.match(
    await instagram.receive?.(
      settings,
      { method: 'GET', query, headers: {}, body: new Uint8Array() },
      gram.io,
    ),
    {
      status: 403,
    },
  )
})

t.test('a signature is over the bytes that came, however they are written', async (t) => {
  const gram = await startGram(t)
  const { appSecret } = gram.server.habits
  const odd = `{\n\t"entry" : [ {"changes":[{"value":{"media_id":"18\\u0030" , "text":"\\u00e5\\ud83d\\ude00 å"},"field":"mentions"}],"id":"1","time":1} ],\r\n "object":"instagram"}  `
  const signed = signBody(appSecret, Buffer.from(odd))
  t.match(await receive(gram, signed), { status: 200, deliveries: [{ key: 'mention:180' }] })
  const same = Buffer.from(JSON.stringify(JSON.parse(odd)))
  t.match(
    await receive(gram, { ...signed, body: same }),
    { status: 401, deliveries: [] },
    'the same words in other bytes',
  )
  for (const header of [
    '',
    'sha256=',
    `sha1=${'0'.repeat(40)}`,
    `sha256=${'0'.repeat(64)}`,
    `sha256=${'zz'.repeat(32)}`,
  ]) {
    const headers = { 'x-hub-signature-256': header }
    t.match(await receive(gram, { headers, body: signed.body }), { status: 401 }, header)
  }
  t.match(await receive(gram, { ...signBody('another-secret', Buffer.from(odd)) }), { status: 401 })
  t.match(await receive(gram, { body: signed.body }), { status: 401 })
})

t.test(
  'news comes as one object or in an array, several at once, with things that are not ours',
  async (t) => {
    const gram = await startGram(t)
    const news = [
      { mediaId: '181', time: 1 },
      { mediaId: '182', commentId: '17', time: 2 },
      { mediaId: '181', time: 3 },
    ]
    for (const wrapped of [false, true]) {
      t.same((await receive(gram, signDelivery(gram.server.habits, news, wrapped)))?.deliveries, [
        { key: 'mention:181', payload: { mediaId: '181', commentId: null } },
        { key: 'comment:182:17', payload: { mediaId: '182', commentId: '17' } },
        { key: 'mention:181', payload: { mediaId: '181', commentId: null } },
      ])
    }
    const { appSecret } = gram.server.habits
    const mixed = {
      object: 'instagram',
      entry: [
        null,
        { changes: 'x' },
        {
          changes: [{ field: 'comments', value: {} }, { field: 'mentions', value: { media_id: '../me' } }, 7],
        },
        { changes: [{ field: 'mentions', value: { media_id: '183' } }] },
      ],
    }
    t.match(await receive(gram, signBody(appSecret, Buffer.from(JSON.stringify(mixed)))), {
      status: 200,
      deliveries: [{ key: 'mention:183' }],
    })
    for (const odd of ['', '{', '[1]', '{"object":"page","entry":[]}', '"x"', '\xff'])
      t.match(
        await receive(gram, signBody(appSecret, Buffer.from(odd, 'latin1'))),
        { status: 400, deliveries: [] },
        odd,
      )
  },
)

t.test('a mention is taken in with its author; its address only where it is told', async (t) => {
  const gram = await startGram(t, { mentionPermalink: true, sameIds: false })
  const post = gram.publish('Se hva @lillevik@lillevik.example lager!')
  const { mediaId } = gram.server.newsOf(post)
  const payload = { mediaId, commentId: null }
  const taken = await instagram.take?.(gram.settings, payload, gram.io)
  t.match(taken?.changes, [
    {
      post: {
        id: `media:${mediaId}`,
        url: null,
        author: { id: 'kari.fjordposten' },
        text: /Se hva lillevik lager/,
      },
      also: [],
      identifiedBy: 'mention',
    },
  ])
  const asking = { ...gram.settings, mentionPermalink: true }
  t.match((await instagram.take?.(asking, payload, gram.io))?.changes, [
    { post: { url: /\/p\// }, also: [`media:${mediaId}`] },
  ])
})

t.test('a mention in a comment is noted and left; what is not ours to see is refused', async (t) => {
  const gram = await startGram(t)
  const post = gram.publish('Uten navn')
  const { mediaId } = gram.server.newsOf(post)
  t.match(await instagram.take?.(gram.settings, { mediaId, commentId: '17' }, gram.io), {
    changes: [],
    skipped: [{ why: /comment/ }],
  })
  t.equal(gram.server.requests().count, 0)
  await t.rejects(take(gram, { mediaId, commentId: null }), { message: /\(100\)/ })
  for (const odd of [null, {}, { mediaId: '../me', commentId: null }, 'x'])
    await t.rejects(take(gram, odd), { message: /no mention/ })
})
