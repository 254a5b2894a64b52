import fc from 'fast-check'
import t from 'tap'
import type { PictureState } from '../../server/contest/evidence.ts'
import { DAY, HOUR } from '../../server/contest/instant.ts'
import { judgePost } from '../../server/contest/match.ts'
import { aTag, detailOf, items, judge, NOON, short, someEvidence, someRules } from './samples.ts'

t.test('a post that keeps every rule counts, and shows each rule it kept', async (t) => {
  const [judgement, ...more] = judgePost(someEvidence(), someRules(), items)
  t.same(more, [])
  t.match(judgement, { item: 'krakk', suggested: [], verdict: 'counts' })
  t.same(
    judgement?.checks.map(({ code, outcome }) => `${code} ${outcome}`),
    [
      'private_or_gone pass',
      'too_early pass',
      'too_late pass',
      'time_in_doubt pass',
      'no_picture pass',
      'picture_broken pass',
      'unidentified pass',
      'tag_missing pass',
      'tag_added_late pass',
      'item_missing pass',
      'tag_added_late pass',
    ],
  )
})

t.test('a post without the campaign tag is not ours', async (t) => {
  t.same(judge({ text: '#krakk' }), [])
  t.same(judge({ text: '#folkekatalogen #krakk' }), [], 'a longer tag is another tag')
})

t.test('every campaign tag must be there', async (t) => {
  const rules = someRules({ campaignTags: [aTag('folkekatalog'), aTag('vår')] })
  t.same(judge({ text: '#folkekatalog #vår #krakk' }, {}, rules), [['krakk', 'counts']])
  const judgements = judgePost(someEvidence({ text: '#folkekatalog #krakk' }), rules, items)
  t.same(judgements.map(short), [['krakk', 'fails', 'tag_missing fail']])
  t.same(detailOf('tag_missing', judgements), { tag: 'vår' })
})

t.test('a campaign tag spelled alike is looked at', async (t) => {
  const rules = someRules({ campaignTags: [aTag('blåbær')] })
  const judgements = judgePost(someEvidence({ text: '#blabaer #krakk' }), rules, items)
  t.same(judgements.map(short), [['krakk', 'review', 'tag_missing review']])
  t.same(detailOf('tag_missing', judgements), { tag: 'blåbær', found: 'blabaer', how: 'spelling' })
})

t.test("the network's list may fold what the caption spells right", async (t) => {
  const rules = someRules({ campaignTags: [aTag('blåbær')] })
  t.same(judge({ text: '#blåbær #lyseblåkopp', tags: ['blabær', 'lyseblakopp'] }, {}, rules), [
    ['lysebla-kopp', 'counts'],
  ])
})

t.test("a campaign tag that the network's list lacks is looked at", async (t) => {
  t.same(judge({ tags: ['krakk'] }), [['krakk', 'review', 'tag_missing review']])
  t.same(judge({ text: 'bare ord', tags: ['folkekatalog', 'krakk'] }), [['krakk', 'counts']])
})

t.test('the disclosure tag must be there where the rules ask for it', async (t) => {
  const rules = someRules({ disclosureTag: aTag('Reklame') })
  t.same(judge({ text: '#folkekatalog #krakk #reklame' }, {}, rules), [['krakk', 'counts']])
  const judgements = judgePost(someEvidence(), rules, items)
  t.same(judgements.map(short), [['krakk', 'fails', 'disclosure_missing fail']])
  t.same(detailOf('disclosure_missing', judgements), { disclosure: 'Reklame' })
  t.same(judge({ text: '#folkekatalog #krakk #réklame' }, {}, rules), [
    ['krakk', 'review', 'disclosure_missing review'],
  ])
})

t.test('the mention must be there where the rules ask for it', async (t) => {
  const rules = someRules({ mention: '@furuhus@social.example' })
  t.same(judge({ text: '#folkekatalog #krakk @FURUHUS' }, {}, rules), [['krakk', 'counts']])
  const judgements = judgePost(someEvidence(), rules, items)
  t.same(judgements.map(short), [['krakk', 'fails', 'mention_missing fail']])
  t.same(detailOf('mention_missing', judgements), { brand: 'furuhus@social.example' })
})

t.test('several items make several judgements', async (t) => {
  t.same(judge({ text: '#folkekatalog #krakk #bod' }), [
    ['krakk', 'counts'],
    ['bod', 'counts'],
  ])
})

t.test('a near miss is asked about and never counts by itself', async (t) => {
  const judgements = judgePost(someEvidence({ text: '#folkekatalog #vindskjrem' }), someRules(), items)
  t.same(judgements.map(short), [[['vindskjerm'], 'review', 'item_near_miss review']])
  t.same(detailOf('item_near_miss', judgements), {
    found: 'vindskjrem',
    tag: 'vindskjerm',
    item: 'Vindskjerm',
    how: 'typo',
  })
})

t.test('a clear tag counts beside one that is asked about', async (t) => {
  t.same(judge({ text: '#folkekatalog #krakk #lyseblakopp' }), [
    ['krakk', 'counts'],
    [['lysebla-kopp'], 'review', 'item_near_miss review'],
  ])
})

t.test('tags that fit several items are asked about together', async (t) => {
  const judgements = judgePost(
    someEvidence({ text: '#folkekatalog #lyseblakopp #karkk #vindskjem' }),
    someRules(),
    items,
  )
  t.same(
    judgements.map(short),
    [[['lysebla-kopp'], 'review', 'item_near_miss review']],
    'a spelling beats slips',
  )
  t.same(judge({ text: '#folkekatalog #karkk #vindskjem' }), [
    [['krakk', 'vindskjerm'], 'review', 'item_near_miss review', 'item_near_miss review'],
  ])
})

t.test('campaign and disclosure tags are never taken for an item', async (t) => {
  const rules = someRules({ campaignTags: [aTag('krakker')], disclosureTag: aTag('bad') })
  t.same(judge({ text: '#krakker #bad' }, {}, rules), [[[], 'review', 'item_missing review']])
})

t.test('no item is a question, with suggestions by name', async (t) => {
  t.same(judge({ text: '#folkekatalog' }), [[[], 'review', 'item_missing review']])
  const judgements = judgePost(someEvidence({ text: 'En lyseblå kopp #folkekatalog' }), someRules(), items)
  t.same(judgements.map(short), [[['lysebla-kopp'], 'review', 'item_missing review']])
  t.same(detailOf('item_missing', judgements), { suggestions: '#lyseblåkopp' })
})

t.test('whatever is said, only the exact tags of an item count', async () => {
  const word = fc.constantFrom(
    'folkekatalog',
    'krakk',
    'krakken',
    'kråkk',
    'karkk',
    'bod',
    'lyseblakopp',
    'stue',
    '2013',
  )
  const text = fc.array(word, { maxLength: 8 }).map((words) => words.map((one) => `#${one}`).join(' '))
  const exact: Record<string, string[]> = { krakk: ['krakk', 'krakken'], bod: ['bod'] }
  fc.assert(
    fc.property(text, (text) => {
      const said = text.replaceAll('#', '').split(' ')
      const judgements = judgePost(someEvidence({ text }), someRules(), items)
      const counting = judgements.filter(({ verdict }) => verdict === 'counts').map(({ item }) => item ?? '')
      const meant = Object.keys(exact).filter((id) => exact[id]?.some((tag) => said.includes(tag)))
      const ours = said.includes('folkekatalog')
      return (
        counting.toSorted().join() === (ours ? meant.toSorted().join() : '') && ours === judgements.length > 0
      )
    }),
    { numRuns: 500 },
  )
})

t.test('a verdict is what its checks make it, and each item is judged once', async () => {
  const state = fc.constantFrom<PictureState>(
    { state: 'stored' },
    { state: 'pending' },
    { state: 'broken', why: '' },
  )
  const evidence = fc.record({
    text: fc.constantFrom(
      '#folkekatalog #krakk',
      '#folkekatalog #bod #krakk',
      '#folkekatalog',
      '#folkekatalog #karkk #2013',
    ),
    postedAt: fc.integer({ min: NOON - 9 * DAY, max: NOON + 9 * DAY }),
    delay: fc.integer({ min: -HOUR, max: 3 * DAY }),
    pictures: fc.array(state, { maxLength: 3 }),
    gone: fc.constantFrom(null, 'deleted' as const),
    standing: fc.array(fc.constantFrom('krakk', 'bod', null), { maxLength: 2 }),
  })
  fc.assert(
    fc.property(evidence, ({ text, postedAt, delay, pictures, gone, standing }) => {
      const judgements = judgePost(
        someEvidence(
          { text, postedAt },
          {
            firstSeenAt: postedAt + delay,
            pictures,
            gone,
            standing: standing.map((item) => ({ item, named: 'krakk', accepted: [] })),
          },
        ),
        someRules(),
        items,
      )
      return (
        new Set(judgements.map(({ item }) => item)).size === judgements.length &&
        judgements.every(({ item, suggested, verdict, checks }) => {
          const outcomes = checks.map(({ outcome }) => outcome)
          const worst = outcomes.includes('fail')
            ? 'fails'
            : outcomes.every((one) => one === 'pass')
              ? 'counts'
              : 'review'
          return verdict === worst && (item === null || suggested.length === 0)
        })
      )
    }),
    { numRuns: 1_000 },
  )
})
