import t from 'tap'
import { spellings } from '../../server/sources/mastodon-tags.ts'

t.test('a folded name is told in the spelling of the caption', async (t) => {
  t.same(spellings(['hostgate'], ['Høstgåte']), ['Høstgåte'])
  t.same(spellings(['hostgate'], ['hostgate']), ['hostgate'])
  t.same(spellings(['hverdagskatalogen', 'sitrønær'], ['Hverdagskatalogen', 'SitrønÆr']), [
    'Hverdagskatalogen',
    'SitrønÆr',
  ])
  t.same(spellings(['cafe'], ['cafe\u0301']), ['cafe\u0301'], 'decomposed letters too')
  t.same(spellings(['ikea'], ['ｉｋｅａ']), ['ｉｋｅａ'])
})

t.test('a name without a link in the caption stays as the server tells it', async (t) => {
  t.same(spellings(['blabær', 'Ektorp'], []), ['blabær', 'Ektorp'])
})

t.test('links that the server does not list are no tags', async (t) => {
  t.same(spellings(['en'], ['to', 'en']), ['en'])
  t.same(spellings([], ['to']), [])
})

t.test('two spellings that the server files under one name are both kept, the same one once', async (t) => {
  t.same(spellings(['blabær'], ['blåbær', 'blabær', 'BLÅBÆR']), ['blåbær', 'blabær'])
  t.same(spellings(['en', 'EN'], []), ['en'])
})

t.test('æ is another letter than a or e', async (t) => {
  t.same(spellings(['blabar'], ['blåbær']), ['blabar'])
})
