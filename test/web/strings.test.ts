import fc from 'fast-check'
import t from 'tap'
import type { Check } from '../../server/contest/entry.ts'
import { REASON_CODES } from '../../server/contest/reason.ts'
import { en } from '../../web/strings/en.ts'
import { nb } from '../../web/strings/nb.ts'
import { reasonWords, refusalWords } from '../../web/strings/reason-words.ts'
import { partsOf, sayIn } from '../../web/strings/say.ts'
import type { Key } from '../../web/strings/translation.ts'

const keys = Object.keys(en) as Key[]

/** Words that are the same in both languages on purpose. */
const SHARED: Key[] = [
  'part.uploadHeldOne',
  'fault.ofFile',
  'entry.original',
  'fault.other',
  'moderate.original',
  'moderate.reportedAt',
  'site.imprint',
  'spread.firstPhotos',
]

function texts(message: (typeof en)[Key] | (typeof nb)[Key]): string[] {
  return typeof message === 'string' ? [message] : [message.one, message.other]
}

function placeholders(message: (typeof en)[Key] | (typeof nb)[Key]): string[] {
  return [
    ...new Set(texts(message).flatMap((text) => partsOf(text).filter((_, place) => place % 2 === 1))),
  ].sort()
}

t.test('both languages hold the same messages with the same placeholders', async (t) => {
  t.same(Object.keys(nb).sort(), [...keys].sort())
  for (const key of keys) {
    t.same(placeholders(nb[key]), placeholders(en[key]), key)
    t.equal(typeof nb[key], typeof en[key], key)
  }
})

t.test('no message is empty, carries a stray space or the typewriter’s quotes', async (t) => {
  const isLetter = (text: string) => text.endsWith('\n')
  for (const message of [...Object.values(en), ...Object.values(nb)]) {
    for (const text of texts(message)) {
      t.match(text, /\S/)
      if (!isLetter(text)) t.equal(text, text.trim())
      t.notMatch(text, / {2}|["']|\.\.\./, text)
    }
  }
})

t.test('nothing was left untranslated', async (t) => {
  const same = keys.filter((key) => texts(en[key]).join() === texts(nb[key]).join() && !SHARED.includes(key))
  t.same(same, [])
})

t.test('numbers are written as the language writes them, and n decides the plural', async (t) => {
  t.equal(sayIn('en')('spread.photographs', { n: 1 }), '1 photograph')
  t.equal(sayIn('en')('spread.photographs', { n: 12_345 }), '12,345 photographs')
  t.equal(sayIn('nb')('spread.photographs', { n: 1 }), '1 bilde')
  t.equal(sayIn('nb')('spread.photographs', { n: 12_345 }), '12\u00a0345 bilder')
  t.equal(sayIn('en')('spread.photographs', { n: 0 }), '0 photographs')
})

t.test('a value that looks like a placeholder is said as it is', async (t) => {
  t.equal(sayIn('en')('sheet.titleSearch', { text: '{n}' }), 'Pages like “{n}”')
})

t.test('every reason has a name, and words for passing and failing, in both languages', async (t) => {
  for (const code of REASON_CODES) {
    for (const messages of [en, nb]) t.hasProps(messages, [`name.${code}`, `passes.${code}`, `fails.${code}`])
  }
})

const details: Check['detail'] = {
  tag: 'hverdagskatalogen',
  found: 'hverdagskatalog',
  item: 'SOMLEBO',
  items: 'SOMLEBO, SUBBVIK',
  suggestions: 'SOMLEBO',
  disclosure: 'konkurranse',
  brand: 'trivelund',
  time: Date.UTC(2027, 9, 19),
  opens: Date.UTC(2027, 9, 1),
  closes: Date.UTC(2027, 9, 28),
  seen: Date.UTC(2027, 9, 30),
  zone: 'Europe/Oslo',
  why: 'a PDF',
  link: '/c/x/entries/1',
  n: 1,
  scope: 'item',
  days: 30,
  who: 'staff',
  text: 'blurred',
}

const when = (at: number) => `<${at}>`

t.test('with all its details every check is said in full, moments as moments', async (t) => {
  for (const lang of ['en', 'nb'] as const) {
    for (const code of REASON_CODES) {
      for (const outcome of ['pass', 'fail', 'review', 'wait'] as const) {
        const { sentence } = reasonWords(lang, { code, outcome, detail: details }, when)
        t.match(sentence, /^[A-ZÆØÅ#@1].*\.$|\?$/u, `${lang} ${code} ${outcome}`)
        t.notMatch(sentence, /[{}]|1\D?8\d{11}[^>]/)
      }
    }
    t.match(reasonWords(lang, { code: 'too_late', outcome: 'fail', detail: details }, when).sentence, '<')
  }
})

t.test('whatever details a check lacks, no sentence is said with a hole in it', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        fc.constantFrom(...REASON_CODES),
        fc.constantFrom('pass', 'fail', 'review', 'wait'),
        fc.subarray(Object.keys(details)),
        fc.constantFrom('en', 'nb'),
        (code, outcome, names, lang) => {
          const detail = Object.fromEntries(names.map((name) => [name, details[name] ?? '']))
          const { name, sentence } = reasonWords(lang, { code, outcome, detail }, when)
          return name.length > 0 && (sentence === null || !/[{}]/.test(sentence))
        },
      ),
    ),
  )
})

t.test('what came too late says which time was the late one', async (t) => {
  const say = (check: Check) => reasonWords('en', check, when).sentence
  const { time = 0, opens = 0, closes = 0, zone = '', seen = 0 } = details
  const posted = { time, opens, closes, zone }
  t.match(say({ code: 'too_late', outcome: 'fail', detail: posted }), 'Entries count from')
  t.match(
    say({ code: 'too_late', outcome: 'fail', detail: { ...posted, seen } }),
    'after collecting had ended',
  )
  t.match(say({ code: 'mention_missing', outcome: 'fail', detail: { brand: 'x' } }), 'does not mention @x')
  t.match(say({ code: 'mention_missing', outcome: 'fail', detail: { brand: 'x', time } }), 'only since')
  t.match(
    say({ code: 'mention_missing', outcome: 'review', detail: { brand: 'x', time } }),
    'A person will look',
  )
})

t.test('a thing that was not recognised is asked about where there is something to suggest', async (t) => {
  const say = (detail: Check['detail']) =>
    reasonWords('en', { code: 'item_missing', outcome: 'review', detail }, when).sentence
  t.match(say({ suggestions: '#somlebo' }), 'Did you mean #somlebo?')
  t.equal(say({}), 'No thing’s tag was recognised.')
})

t.test('a cap names its scope in words', async (t) => {
  const check: Check = { code: 'over_limit', outcome: 'fail', detail: { n: 2, scope: 'total' } }
  t.match(reasonWords('en', check, when).sentence, 'the whole contest')
})

t.test('a tag that has to be looked at says what was found', async (t) => {
  const check: Check = { code: 'tag_missing', outcome: 'review', detail: { tag: 'blåbær', found: 'blabaer' } }
  t.match(reasonWords('en', check, when).sentence, '#blabaer where #blåbær was expected')
})

t.test('a refusal without details is still said in words', async (t) => {
  t.equal(refusalWords('en', 'not_the_item', { item: 'SOMLEBO' }), 'The picture does not show SOMLEBO.')
  t.equal(refusalWords('en', 'not_the_item', {}), 'It does not show the thing.')
  t.equal(refusalWords('nb', 'reported', {}), 'En leser sa fra om det. Et menneske ser på det.')
})

t.test('what ends its own sentence gets no second full stop', async (t) => {
  const refused = (text: string) => refusalWords('nb', 'refused', { text })
  t.equal(refused('Kassen er tom.'), 'En moderator sa nei: Kassen er tom.')
  t.equal(refused('Er det en kasse?'), 'En moderator sa nei: Er det en kasse?')
  t.equal(refused('kassen er tom'), 'En moderator sa nei: kassen er tom.')
  const broken: Check = { code: 'picture_broken', outcome: 'fail', detail: { why: 'It is cut off.' } }
  t.equal(reasonWords('en', broken, when).sentence, 'The picture could not be read: It is cut off.')
})

t.test('no message says a word twice in a row', async (t) => {
  for (const message of [...Object.values(en), ...Object.values(nb)])
    for (const text of texts(message)) t.notMatch(text, /(?<!\p{L})(\p{L}{2,}) \1(?!\p{L})/iu, text)
})
