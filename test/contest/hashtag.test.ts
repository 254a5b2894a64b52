import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { extractHashtags, looseKey, TAG_CHARACTER, toHashtag } from '../../server/contest/hashtag.ts'

const fixture = new URL('../fixtures/contest/hashtags.json', import.meta.url)
const cases: [string, string[]][] = JSON.parse(readFileSync(fixture, 'utf8')).cases

const canonicals = (text: string) => extractHashtags(text).map(({ canonical }) => canonical)

t.test('texts give the tags of the table', async (t) => {
  for (const [text, expected] of cases) t.same(canonicals(text), expected, JSON.stringify(text))
})

t.test('halves of surrogate pairs end a tag and harm nothing', async (t) => {
  t.same(canonicals('#stue\ud83d'), ['stue'])
  t.same(canonicals('\ude0b#stue'), ['stue'])
  t.equal(toHashtag('\ud83d'), null)
  t.ok(toHashtag('stue\ud83d')?.display.isWellFormed())
})

t.test('a tag keeps the spelling of the person, first of several', async (t) => {
  t.same(extractHashtags('#StueGlede #stueglede'), [
    { display: 'StueGlede', canonical: 'stueglede', loose: 'stueglede' },
  ])
})

t.test('the canonical key folds case and width, without locale', async (t) => {
  const key = (text: string) => toHashtag(text)?.canonical
  t.equal(key('BLÅBÆR'), 'blåbær')
  t.equal(key('bla\u030abær'), 'blåbær', 'a decomposed ring is the same ring')
  t.equal(key('ＫＲＡＫＫ'), 'krakk')
  t.equal(key('TITLE'), 'title', 'I becomes i also where Turkish is spoken')
  t.equal(key('ΟΔΟΣ'), key('οδος'), 'a final sigma is a sigma')
  t.not(key('blåbær'), key('blabaer'))
  t.not(key('straße'), key('strasse'))
  t.not(key('İstanbul'), key('istanbul'))
})

t.test('the loose key folds diacritics and the letters that keyboards lack', async (t) => {
  const key = (text: string) => toHashtag(text)?.loose
  t.equal(key('Blåbærsyltetøy'), 'blabaersyltetoy')
  t.equal(key('Straße'), 'strasse')
  t.equal(key('İstanbul'), 'istanbul')
  t.equal(key('Ağrı'), 'agri')
  t.equal(key('Crème_Brûlée'), 'creme_brulee')
  t.equal(key('Łódź'), 'lodz')
  t.equal(key('Þórr'), 'thorr')
  t.equal(key('می\u200cخواهم'), key('میخواهم'), 'zero width characters vanish')
  t.not(key('कि'), key('का'), 'vowel signs are no diacritics')
  t.equal(key('한국'), '한국', 'Hangul comes back together')
})

t.test('tags of lists lose signs and blanks; what is then empty is no tag', async (t) => {
  t.same(toHashtag(' #Stue '), { display: 'Stue', canonical: 'stue', loose: 'stue' })
  t.same(toHashtag('Living Room'), { display: 'Living Room', canonical: 'livingroom', loose: 'livingroom' })
  t.equal(toHashtag('a\u0000b')?.canonical, 'ab')
  for (const empty of ['', '#', '＃', '##', ' ', '\n', '# #'])
    t.equal(toHashtag(empty), null, JSON.stringify(empty))
})

t.test('keys are stable: taking them again changes nothing', async (t) => {
  const unstable: string[] = []
  let characters = 0
  for (let point = 0; point <= 0xe01ff; point = point === 0x3ffff ? 0xe0000 : point + 1) {
    const tag = toHashtag(`a${String.fromCodePoint(point)}b`)
    const again = tag && toHashtag(tag.canonical)
    const isStable =
      tag !== null &&
      again?.canonical === tag.canonical &&
      again.loose === tag.loose &&
      looseKey(tag.loose) === tag.loose
    if (!isStable) unstable.push(`U+${point.toString(16)}`)
    characters += 1
  }
  t.same(unstable, [])
  t.equal(characters, 0x40000 + 0x200, 'all planes that have characters')
})

t.test('whatever the text, its tags are found again in themselves', async () => {
  const text = fc.string({
    unit: fc.oneof(
      fc.constantFrom(...'##＃aÅøß_1 .-/&;\u200d\u0301🛋️'),
      fc.string({ minLength: 1, maxLength: 1 }),
    ),
  })
  fc.assert(
    fc.property(text, (text) => {
      for (const tag of extractHashtags(text)) {
        const characters = [...tag.display].every(
          (one) => TAG_CHARACTER.test(one) || one === '\u200c' || one === '\u200d',
        )
        const [again] = extractHashtags(`#${tag.display}`)
        if (!characters || again?.canonical !== tag.canonical) return false
      }
      return true
    }),
    { numRuns: 2_000 },
  )
})

t.test('a tag is found in the middle of any other words', async () => {
  const words = fc.stringMatching(/^[a-zæøå .,!?]*$/u)
  fc.assert(
    fc.property(words, words, (before, after) => canonicals(`${before} #stue ${after}`).includes('stue')),
  )
})

t.test('a hostile text of a million characters is read at once', async (t) => {
  for (const part of ['#', 'a.', '#a\u200d', 'https://', '&amp;', '-', '＃ ', 'www.']) {
    t.ok(Array.isArray(extractHashtags(part.repeat(1_000_000 / part.length))), part)
  }
})
