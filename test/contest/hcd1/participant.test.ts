import t from 'tap'
import { fromHex, toHex, utf8 } from '../../../server/contest/hcd1/bytes.ts'
import {
  canonicalHandle,
  isParticipantKey,
  MAX_PARTICIPANT_BYTES,
  participantKey,
  pidOf,
} from '../../../server/contest/hcd1/participant.ts'
import { nodeHashing } from '../../../server/hashing.ts'
import { vectors } from './vectors.ts'

t.test('handles are spelled as in the vectors', async (t) => {
  for (const { raw, canonical, utf8: bytes } of vectors.handles) {
    t.equal(canonicalHandle(raw), canonical)
    t.equal(toHex(utf8(canonicalHandle(raw))), bytes)
  }
})

t.test('a letter with a combining accent becomes one letter, and one @ goes', async (t) => {
  t.equal(canonicalHandle('e\u0301clair'), '\u00e9clair')
  t.equal(canonicalHandle('@@Kari'), '@kari')
  t.equal(canonicalHandle('kari@Social.Example'), 'kari@social.example')
})

t.test('a pid is made of participant and salt as in the vectors', async (t) => {
  for (const { participants } of vectors.draws) {
    for (const { participant, salt, pid } of participants) {
      t.equal(await pidOf(participant, fromHex(salt) ?? new Uint8Array(), nodeHashing), pid)
    }
  }
})

t.test('a key has 512 bytes of UTF-8 at most', async (t) => {
  const id = 'é'.repeat(250)
  t.equal(utf8(participantKey('mastodon', `abc${id}`)).length, MAX_PARTICIPANT_BYTES)
  t.throws(() => participantKey('mastodon', `abcd${id}`), RangeError)
})

t.test('a provider has 1 to 32 of a-z, 0-9 and -', async (t) => {
  t.equal(participantKey('a'.repeat(32), 'x'), `${'a'.repeat(32)}:x`)
  t.equal(participantKey('instagram-post', 'C8:1'), 'instagram-post:C8:1')
  for (const provider of ['', 'a'.repeat(33), 'Mastodon', 'a_b', 'a:b']) {
    t.throws(() => participantKey(provider, 'x'), { message: /expected provider:id/ })
  }
})

t.test('an id is not empty and holds no control characters and no half characters', async (t) => {
  for (const id of ['', 'a\nb', 'a\u0000', '\u007f', '\u0085', '\ud83d']) {
    t.notOk(isParticipantKey(`rss:${id}`), JSON.stringify(id))
  }
  t.ok(isParticipantKey('rss:👩‍👩‍👧‍👦 "quoted\\"'))
  t.notOk(isParticipantKey(7))
})
