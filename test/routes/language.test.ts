import t from 'tap'
import { inLanguage, languageFor, wishedLanguage } from '../../server/routes/public/language.ts'

type Request = Parameters<typeof wishedLanguage>[0]

function asking(accepted: string | undefined, query: Record<string, unknown> = {}): Request {
  return { headers: { 'accept-language': accepted }, query } as unknown as Request
}

t.test('the language a reader likes best is the one', async (t) => {
  const cases: [string | undefined, 'en' | 'nb' | null][] = [
    ['nb-NO,nb;q=0.9,en;q=0.8', 'nb'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['en-GB', 'en'],
    ['NB', 'nb'],
    ['de-DE,de;q=0.9,en;q=0.5,nb;q=0.6', 'nb'],
    ['en;q=0.3, nb;q=0.7', 'nb'],
    ['nb;q=0, en', 'en'],
    ['de, fr', null],
    ['*', null],
    ['', null],
    [undefined, null],
    [`${'de,'.repeat(10_000)}nb`, null],
    [';;;q=,,=', null],
  ]
  for (const [header, expected] of cases) {
    t.equal(wishedLanguage(asking(header)), expected, (header ?? 'no header').slice(0, 60))
  }
})

t.test('the address goes before the wish, and the wish before the contest', async (t) => {
  t.equal(languageFor(asking('nb', { lang: 'en' }), 'nb'), 'en')
  t.equal(languageFor(asking('nb', { lang: 'xx' }), 'en'), 'nb')
  t.equal(languageFor(asking('nb', { lang: ['en', 'en'] }), 'en'), 'nb')
  t.equal(languageFor(asking('de'), 'nb'), 'nb')
})

t.test('a path carries the language on where one was chosen', async (t) => {
  t.equal(inLanguage('/c/x', undefined), '/c/x')
  t.equal(inLanguage('/c/x', 'nb'), '/c/x?lang=nb')
  t.equal(inLanguage('/c/x?a=1', 'nb'), '/c/x?a=1&lang=nb')
})
