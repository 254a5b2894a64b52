import t from 'tap'
import { coversDisplay, deedOf } from '../../server/contest/licence.ts'

t.test('a free licence covers the showing of a picture, others and none do not', async (t) => {
  const free = ['CC0-1.0', 'CC-PDM-1.0', 'CC-BY-2.0', 'CC-BY-4.0', 'CC-BY-SA-2.0', 'CC-BY-SA-3.0']
  const not = [
    null,
    '',
    'CC-BY',
    'CC-BY-NC-2.0',
    'CC-BY-NC-SA-2.0',
    'CC-BY-ND-4.0',
    'CC-BY-NC-ND-2.0',
    'NKC-1.0',
    'US-Government-Work',
    'xCC-BY-4.0',
    'CC-BY-4.0 or so',
  ]
  t.same(
    free.filter((licence) => !coversDisplay(licence)),
    [],
  )
  t.same(not.filter(coversDisplay), [])
})

t.test('a licence of Creative Commons leads to its deed', async (t) => {
  const home = 'https://creativecommons.org'
  t.same(
    ['CC-BY-2.0', 'CC-BY-NC-SA-4.0', 'CC-BY-NC-ND-2.0', 'CC0-1.0', 'CC-PDM-1.0'].map((licence) =>
      deedOf(licence),
    ),
    [
      { name: 'CC BY 2.0', url: `${home}/licenses/by/2.0/` },
      { name: 'CC BY-NC-SA 4.0', url: `${home}/licenses/by-nc-sa/4.0/` },
      { name: 'CC BY-NC-ND 2.0', url: `${home}/licenses/by-nc-nd/2.0/` },
      { name: 'CC0 1.0', url: `${home}/publicdomain/zero/1.0/` },
      { name: 'Public Domain Mark 1.0', url: `${home}/publicdomain/mark/1.0/` },
    ],
  )
  for (const other of [null, '', 'NKC-1.0', 'MIT', 'CC-BY', 'CC-BY-"><script>-2.0'])
    t.equal(deedOf(other), null)
})
