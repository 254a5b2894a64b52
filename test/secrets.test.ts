import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { createSecrets, hashToken, nameKeyOf, newToken, SealError, sameDigest } from '../server/secrets.ts'

const secrets = createSecrets(Buffer.alloc(32, 7))

t.test('what was sealed opens again, whatever it was', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const whole = text.toWellFormed()
      return secrets.open('a purpose', secrets.seal('a purpose', whole)) === whole
    }),
  )
})

t.test('the same text is sealed otherwise each time', async (t) => {
  t.notSame(secrets.seal('a purpose', 'hei'), secrets.seal('a purpose', 'hei'))
  t.notMatch(secrets.seal('a purpose', 'hei på deg').toString('latin1'), /hei/)
})

t.test('a changed bit anywhere is noticed', async (t) => {
  const sealed = secrets.seal('a purpose', 'Kari, Storgata 1')
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    t.throws(() => secrets.open('a purpose', changed), SealError, `bit ${bit}`)
  }
  for (let length = 0; length < sealed.length; length++)
    t.throws(() => secrets.open('a purpose', sealed.subarray(0, length)), SealError, `${length} bytes`)
})

t.test('what was sealed for one purpose does not open for another', async (t) => {
  const sealed = secrets.seal('upload.address', 'kari@post.example')
  t.throws(() => secrets.open('upload.name', sealed), { message: /another purpose/ })
})

t.test('what another key sealed names that key and says what to do', async (t) => {
  const other = createSecrets(randomBytes(32))
  t.not(other.keyId, secrets.keyId)
  t.throws(() => secrets.open('a purpose', other.seal('a purpose', 'hei')), {
    message: `Sealed by key ${other.keyId}, but this server has key ${secrets.keyId}: set SECRET_KEY or SECRET_KEY_FILE to the key it was sealed with`,
  })
})

t.test('the id of a key is stored beside what it sealed and tells nothing of it', async (t) => {
  t.equal(secrets.seal('a purpose', 'hei').subarray(1, 5).toString('hex'), secrets.keyId)
  t.equal(createSecrets(Buffer.alloc(32, 7)).keyId, secrets.keyId)
  t.match(secrets.keyId, /^[0-9a-f]{8}$/)
})

t.test('a key has 32 bytes', async (t) => {
  for (const length of [0, 31, 33]) t.throws(() => createSecrets(randomBytes(length)), SealError)
})

t.test('a name by key is the same for the same text and purpose, and no other', async (t) => {
  t.equal(secrets.mac('sign-in', 'kari'), secrets.mac('sign-in', 'kari'))
  t.not(secrets.mac('sign-in', 'kari'), secrets.mac('report', 'kari'))
  t.not(secrets.mac('sign-in', 'kari'), createSecrets(randomBytes(32)).mac('sign-in', 'kari'))
  t.match(secrets.mac('sign-in', 'kari'), /^[0-9a-f]{64}$/)
})

t.test('tokens are 160 bits in groups, and never the same', async (t) => {
  const tokens = new Set(Array.from({ length: 1_000 }, newToken))
  t.equal(tokens.size, 1_000)
  for (const token of tokens) t.match(token, /^[0-9a-hjkmnp-tv-z]{8}(-[0-9a-hjkmnp-tv-z]{8}){3}$/)
})

t.test('case and blanks of a token do not matter, anything else does', async (t) => {
  const token = newToken()
  t.equal(hashToken(` ${token.toUpperCase()}\n`), hashToken(token))
  t.not(hashToken(token.slice(1)), hashToken(token))
  t.notMatch(hashToken(token), token)
})

t.test('digests are compared by value and length', async (t) => {
  t.ok(sameDigest('00ff', '00FF'))
  t.notOk(sameDigest('00ff', '00fe'))
  t.notOk(sameDigest('00ff', '00'))
})

t.test('older keys open what they sealed, and seal nothing', async (t) => {
  const [old, key] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const before = createSecrets(old)
  const after = createSecrets(key, { older: [old] })
  t.same(after.keyIds, [createSecrets(key).keyId, before.keyId])
  t.equal(after.open('mail', before.seal('mail', 'hei')), 'hei')
  t.throws(() => after.open('draw.salt', before.seal('mail', 'hei')), { message: /another purpose/ })
  t.throws(() => before.open('mail', after.seal('mail', 'hei')), SealError)
})

t.test('names whose key was written down outlive the key, others do not', async (t) => {
  const [old, key] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
  const names = new Map([['upload.participant', nameKeyOf(old, 'upload.participant')]])
  const [before, after] = [createSecrets(old), createSecrets(key, { older: [old], names })]
  t.equal(after.mac('upload.participant', 'kari'), before.mac('upload.participant', 'kari'))
  t.not(after.mac('kept', 'kari'), before.mac('kept', 'kari'))
})
