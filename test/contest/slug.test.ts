import fc from 'fast-check'
import t from 'tap'
import { extractHashtags } from '../../server/contest/hashtag.ts'
import {
  isSlug,
  SLUG_MAX,
  SUGGESTED_TAG_MAX,
  slugOf,
  suggestItemTags,
  uniqueSlug,
} from '../../server/contest/slug.ts'

t.test('a slug is made of the Latin letters of a name', async (t) => {
  t.equal(slugOf('Krakken Ask'), 'krakken-ask')
  t.equal(slugOf('  Blåbær & Øl -- 2. utgave!'), 'blabaer-ol-2-utgave')
  t.equal(slugOf('Crème Brûlée, Straße'), 'creme-brulee-strasse')
  t.equal(slugOf('ＫＲＡＫＫ'), 'krakk')
  t.equal(slugOf('İstanbul'), 'istanbul')
  t.equal(slugOf('椅子 2'), '2')
  for (const name of ['', '椅子', '🛋️', '---'])
    t.throws(() => slugOf(name), { code: 'name_without_letters' }, name)
})

t.test('a slug has at most 63 characters and does not end in a hyphen', async (t) => {
  t.equal(SLUG_MAX, 63)
  t.equal(slugOf('x'.repeat(63)), 'x'.repeat(63))
  t.equal(slugOf('x'.repeat(64)), 'x'.repeat(63))
  t.equal(slugOf(`${'x'.repeat(62)} yy`), 'x'.repeat(62))
  t.ok(isSlug('x'.repeat(63)))
  t.notOk(isSlug('x'.repeat(64)))
  for (const text of ['', '-a', 'A', 'a_b', 'a b', 'å', 'a\n']) t.notOk(isSlug(text), JSON.stringify(text))
})

t.test('a taken slug gets the first free number, and still fits', async (t) => {
  t.equal(uniqueSlug('lampe', new Set()), 'lampe')
  t.equal(uniqueSlug('lampe', new Set(['lampe'])), 'lampe-2')
  t.equal(uniqueSlug('lampe', new Set(['lampe', 'lampe-2', 'lampe-4'])), 'lampe-3')
  const long = 'x'.repeat(63)
  t.equal(uniqueSlug(long, new Set([long])), `${'x'.repeat(61)}-2`)
})

t.test('whatever the names, their slugs are slugs and differ', async () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), (names) => {
      const taken = new Set<string>()
      for (const name of names) {
        const slug = uniqueSlug(slugOf(`x${name}`), taken)
        if (!isSlug(slug) || taken.has(slug)) return false
        taken.add(slug)
      }
      return true
    }),
  )
})

t.test('item tags are suggested as people write them, and without accents', async (t) => {
  t.same(suggestItemTags('Blåbærsyltetøy, 400 g'), ['blåbærsyltetøy400g', 'blabaersyltetoy400g'])
  t.same(suggestItemTags('Krakken Ask'), ['krakkenask'])
  t.same(suggestItemTags('椅子'), ['椅子'])
  for (const name of ['', '2013', '🛋️']) t.same(suggestItemTags(name), [], name)
  t.equal(SUGGESTED_TAG_MAX, 30)
  t.same(suggestItemTags('x'.repeat(31)), ['x'.repeat(30)])
})

t.test('a suggested tag is read whole out of a caption', async () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) =>
      suggestItemTags(name).every((tag) => extractHashtags(`#${tag}`)[0]?.display === tag),
    ),
    { numRuns: 1_000 },
  )
})
