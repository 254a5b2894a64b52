import t from 'tap'
import { coversDisplay } from '../../server/contest/licence.ts'

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
