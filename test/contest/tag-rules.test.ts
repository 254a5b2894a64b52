import fc from 'fast-check'
import t from 'tap'
import { extractHashtags } from '../../server/contest/hashtag.ts'
import { parseTag, TAG_MAX, TAG_MIN, tagClashes } from '../../server/contest/tag-rules.ts'
import { aTag } from './samples.ts'

const faults = (typed: string, use: 'campaign' | 'item' = 'campaign') => {
  const parsed = parseTag(typed, use)
  return parsed.ok ? [] : parsed.faults.map(({ code, found }) => `${code} ${found}`.trim())
}
const warnings = (typed: string, use: 'campaign' | 'item' = 'campaign') => {
  const parsed = parseTag(typed, use)
  return parsed.ok ? parsed.warnings : null
}

t.test('a tag is taken with or without its sign', async (t) => {
  for (const typed of ['folkekatalog', '#folkekatalog', ' ##folkekatalog ', '＃folkekatalog']) {
    t.match(parseTag(typed, 'campaign'), { ok: true, tag: { display: 'folkekatalog' }, warnings: [] }, typed)
  }
  t.match(parseTag('#FolkeKatalog_26', 'campaign'), { ok: true, tag: { canonical: 'folkekatalog_26' } })
})

t.test('everything that is wrong with a tag is told at once', async (t) => {
  t.same(faults(''), ['empty'])
  t.same(faults('#'), ['empty #'])
  t.same(faults('h&k'), ['ampersand &'])
  t.same(faults('a-b–c'), ['hyphen - –'])
  t.same(faults('min stue'), ['space'])
  t.same(faults('stue🛋️'), ['emoji 🛋 \ufe0f'])
  t.same(faults('stue\u200b'), ['invisible \u200b'])
  t.same(faults("kari's.no"), ["other_sign ' ."])
  t.same(faults('a#b'), ['other_sign #'])
  t.same(faults('\u0301stue'), ['other_sign \u0301'])
  t.same(faults('__'), ['no_letter __'])
  t.same(faults('-'), ['hyphen -', 'too_short 1', 'no_letter -'])
  t.same(faults('7 & 🛋'), ['space', 'ampersand &', 'emoji 🛋', 'no_letter 7 & 🛋'])
})

t.test('a tag has two to fifty characters', async (t) => {
  t.equal(TAG_MIN, 2)
  t.equal(TAG_MAX, 50)
  t.same(faults('x'), ['too_short 1'])
  t.same(faults('xy'), [])
  t.same(faults('x'.repeat(50)), [])
  t.same(faults('x'.repeat(51)), ['too_long 51'])
  t.same(faults('æø'), [], 'characters, not bytes')
})

t.test('digits alone are no campaign tag; for an item they are warned of', async (t) => {
  t.same(faults('2026'), ['no_letter 2026'])
  t.same(faults('2026', 'item'), [])
  t.same(warnings('2026', 'item'), ['digits_only'])
  t.same(faults('__', 'item'), ['no_letter __'])
})

t.test('a manager is warned of what makes work', async (t) => {
  t.same(warnings('folkekatalog'), [])
  t.same(warnings('blåbær'), ['accents'])
  t.same(warnings('İstanbul'), ['accents'])
  t.same(warnings('椅子椅子'), ['not_latin'])
  t.same(warnings('stue'), ['common'])
  t.same(warnings('Kjøkken', 'item'), ['accents', 'common'])
  t.same(warnings('bod', 'item'), ['no_typos'])
  t.same(warnings('bodd', 'item'), [])
  t.same(warnings('bod'), [], 'slips of a campaign tag are not looked for')
})

t.test('whatever is typed: a tag that is taken is read whole out of a caption', async () => {
  const typed = fc.string({
    unit: fc.oneof(fc.constantFrom(...'#＃aÅßøİ_1-& 🛋️\u0301\u200d\u20e3'), fc.string()),
    maxLength: 6,
  })
  fc.assert(
    fc.property(typed, fc.constantFrom('campaign', 'item'), (typed, use) => {
      const parsed = parseTag(typed, use)
      if (!parsed.ok) return parsed.faults.length > 0
      const [read, ...more] = extractHashtags(`Se #${parsed.tag.display}!`)
      return read?.canonical === parsed.tag.canonical && more.length === 0
    }),
    { numRuns: 2_000 },
  )
})

t.test('tags that a caption could take for one another clash', async (t) => {
  const clashes = (one: string, other: string) => tagClashes([aTag(one)], [aTag(other)]).map(({ how }) => how)
  t.same(clashes('Krakk', 'krakk'), ['same'])
  t.same(clashes('rød', 'rod'), ['alike'])
  t.same(clashes('rød', 'røde'), [])
})
