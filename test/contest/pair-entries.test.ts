import t from 'tap'
import type { Judgement } from '../../server/contest/entry.ts'
import { pairEntries } from '../../server/contest/pair-entries.ts'

const judged = (item: string | null): Judgement => ({
  item,
  suggested: [],
  verdict: 'counts',
  checks: [],
  room: false,
})

function pair(entries: (string | null)[], items: (string | null)[]) {
  const { pairs, left } = pairEntries(
    entries.map((item) => ({ id: `e-${item}`, item })),
    items.map(judged),
  )
  return { pairs: pairs.map(({ entry, judgement }) => [judgement.item, entry]), left }
}

t.test('a judgement belongs to the entry of its item', async (t) => {
  t.same(pair(['bod', 'krakk'], ['krakk', 'bod']), {
    pairs: [
      ['krakk', 'e-krakk'],
      ['bod', 'e-bod'],
    ],
    left: [],
  })
})

t.test('a judgement without entry makes a new one', async (t) => {
  t.same(pair([], ['krakk', null]), {
    pairs: [
      ['krakk', null],
      [null, null],
    ],
    left: [],
  })
})

t.test('an entry without item becomes the first new item, while no judgement is without', async (t) => {
  t.same(pair([null], ['krakk', 'bod']), {
    pairs: [
      ['krakk', 'e-null'],
      ['bod', null],
    ],
    left: [],
  })
  t.same(pair([null, 'krakk'], ['krakk', 'bod']).pairs, [
    ['krakk', 'e-krakk'],
    ['bod', 'e-null'],
  ])
  t.same(pair([null], ['krakk', null]).pairs, [
    ['krakk', null],
    [null, 'e-null'],
  ])
})

t.test('an entry without item that nothing speaks of any more is left', async (t) => {
  t.same(pair([null, 'krakk'], ['krakk']), { pairs: [['krakk', 'e-krakk']], left: ['e-null'] })
})
