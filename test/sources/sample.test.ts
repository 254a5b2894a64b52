import t from 'tap'
import { SAMPLE_BYTES, sampleOf } from '../../server/sources/sample.ts'

t.test('a sample holds at most its bytes, whole letters only', async (t) => {
  t.equal(sampleOf('x'.repeat(SAMPLE_BYTES)).length, SAMPLE_BYTES)
  t.equal(sampleOf('x'.repeat(SAMPLE_BYTES + 1)).length, SAMPLE_BYTES)
  const sample = sampleOf('ø'.repeat(SAMPLE_BYTES))
  t.equal(sample, 'ø'.repeat(SAMPLE_BYTES / 2))
  t.equal(sampleOf(`x${'ø'.repeat(SAMPLE_BYTES)}`), `x${'ø'.repeat(SAMPLE_BYTES / 2 - 1)}`)
})

t.test('secrets are taken out, known ones and those that look like one', async (t) => {
  t.equal(sampleOf('a hunter22 b', ['hunter22']), 'a *** b')
  t.equal(sampleOf('a b', ['']), 'a b')
  t.notMatch(
    sampleOf({ access_token: 'abc123', client_secret: 'def456', note: 'Authorization: Bearer ghi789' }),
    /abc123|def456|ghi789/,
  )
  t.notMatch(sampleOf('https://a.example/?access_token=abc123&x=1'), /abc123/)
  t.notMatch(sampleOf(`${'x'.repeat(SAMPLE_BYTES - 4)}hunter22`, ['hunter22']), /hunt/)
})

t.test('anything can be sampled', async (t) => {
  let deep: unknown = 1
  for (let i = 0; i < 100_000; i++) deep = [deep]
  t.equal(sampleOf(deep), '['.repeat(SAMPLE_BYTES))
  t.equal(sampleOf(undefined), 'undefined')
  t.equal(sampleOf({ a: 1 }), '{"a":1}')
  t.equal(sampleOf('a\0b\ud800'), 'ab\ufffd')
})
