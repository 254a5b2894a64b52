import t from 'tap'
import { readLinks } from '../../server/sources/mastodon-link.ts'

t.test('the ids of both neighbours are taken from the header', async (t) => {
  const base = 'https://a.example/api/v1/timelines/tag/x'
  t.same(readLinks(`<${base}?limit=40&max_id=12>; rel="next", <${base}?limit=40&min_id=34>; rel="prev"`), {
    older: '12',
    newer: '34',
  })
  t.same(readLinks(`<${base}?max_id=01HZX,Y>;title="a; b";rel=next`), { older: '01HZX,Y', newer: null })
  t.same(readLinks(`<${base}?since_id=34>; rel="prev first"`), { older: null, newer: '34' })
  t.same(readLinks(`</relative?max_id=a%2Fb%20c>; rel="next"`), { older: 'a/b c', newer: null })
})

t.test('a header without them brings nothing', async (t) => {
  const nothing = { older: null, newer: null }
  for (const header of [
    null,
    '',
    'nonsense',
    '<>',
    '<https://x>',
    '<https://x?max_id=>; rel="next"',
    '<http://[>; rel=next',
  ])
    t.same(readLinks(header), nothing, String(header))
  t.same(readLinks('<https://x?max_id=1>; rel="last"'), nothing)
  t.same(readLinks('<https://x?min_id=1>; rel="next"'), nothing, 'the id must be the one of its direction')
})
