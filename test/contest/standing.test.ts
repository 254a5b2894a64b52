import t from 'tap'
import type { Evidence } from '../../server/contest/evidence.ts'
import { DAY } from '../../server/contest/instant.ts'
import { judgePost } from '../../server/contest/match.ts'
import { aTag, items, judge, NOON, short, someEvidence, someRules } from './samples.ts'

t.test('an upload says by its form what a post says by its tags', async (t) => {
  const upload = (more: Partial<Evidence>, item: string | null = 'krakk') =>
    judge({ network: 'upload', text: 'Hei!', url: null }, { upload: { item }, ...more }, strict)
  const strict = someRules({ mention: 'furuhus', disclosureTag: aTag('reklame') })
  t.same(upload({}), [['krakk', 'counts']])
  t.same(upload({ identity: 'unconfirmed' }), [['krakk', 'review', 'unconfirmed wait']])
  t.same(upload({}, null), [[[], 'review', 'item_missing review']])
  t.same(upload({}, 'unknown'), [[[], 'review', 'item_missing review']])
  t.same(upload({ standing: [{ item: 'bod', named: 'krakk', accepted: [] }] }), [['bod', 'counts']])
})

t.test('checks of others join every judgement', async (t) => {
  const noted = [{ code: 'reported', outcome: 'review', detail: {} }] as const
  t.same(judge({ text: '#folkekatalog #krakk #bod' }, { noted }), [
    ['krakk', 'review', 'reported review'],
    ['bod', 'review', 'reported review'],
  ])
})

t.test('what a person let through asks no more, for that entry alone', async (t) => {
  const standing = [
    { item: 'krakk', named: 'krakk', accepted: ['time_in_doubt'] },
    { item: 'bod', named: 'bod', accepted: [] },
  ] as const
  t.same(judge({ text: '#folkekatalog #krakk #bod' }, { standing, firstSeenAt: NOON + 2 * DAY }), [
    ['krakk', 'counts'],
    ['bod', 'review', 'time_in_doubt review'],
  ])
})

t.test('a failure cannot be let through, nor a question about the item', async (t) => {
  const accept = (item: string | null) =>
    ({
      item,
      named: item,
      accepted: ['too_late', 'item_missing', 'item_near_miss', 'item_ambiguous'],
    }) as const
  t.same(judge({ postedAt: someRules().closesAt }, { standing: [accept('krakk')] }), [
    ['krakk', 'fails', 'too_late fail'],
  ])
  t.same(judge({ text: '#folkekatalog' }, { standing: [accept(null)] }), [
    [[], 'review', 'item_missing review'],
  ])
})

t.test('an item that a person set holds, whatever the caption says', async (t) => {
  const set = (item: string, named: string | null) => ({ standing: [{ item, named, accepted: [] }] })
  t.same(judge({ text: '#folkekatalog #vindskjem' }, set('vindskjerm', null)), [['vindskjerm', 'counts']])
  t.same(judge({ text: '#folkekatalog' }, set('bod', null)), [['bod', 'counts']])
  t.same(
    judge({ text: '#folkekatalog #krakk' }, set('bod', 'krakk')),
    [['bod', 'counts']],
    'in place of the named one',
  )
  t.same(
    judge({ text: '#folkekatalog #bod' }, set('bod', null)),
    [['bod', 'counts']],
    'named since: one judgement',
  )
})

t.test('an entry whose item the caption no longer names fails', async (t) => {
  const standing = [{ item: 'bod', named: 'bod', accepted: [] }]
  const judgements = judgePost(someEvidence({}, { standing }), someRules(), items)
  t.same(judgements.map(short), [
    ['krakk', 'counts'],
    ['bod', 'fails', 'item_missing fail'],
  ])
  t.same(judgements[1]?.checks.at(-1)?.detail, { item: 'Bod', suggestions: '#bod' })
})
