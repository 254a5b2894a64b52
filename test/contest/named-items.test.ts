import fc from 'fast-check'
import t from 'tap'
import {
  indexItems,
  itemsNamedIn,
  nearestTags,
  SUGGESTIONS,
  TWO_TYPOS_MIN_LENGTH,
  TYPO_MIN_LENGTH,
} from '../../server/contest/item-index.ts'
import { findItems, TYPO_TAGS } from '../../server/contest/named-items.ts'
import { readTags } from '../../server/contest/wording.ts'
import { anItem, aTag, items } from './samples.ts'

const find = (text: string, index = items, tags: string[] | null = null) => {
  const { named, asked } = findItems(readTags({ text, tags, mentions: [] }), index)
  return {
    named: named.map(({ item }) => item.id),
    asked: asked.map(({ how, fits }) => [how, ...fits.map(({ item }) => item.id)]),
  }
}

t.test('the exact tag or an alias names its item, in any case', async (t) => {
  t.same(find('#KRAKK'), { named: ['krakk'], asked: [] })
  t.same(find('#krakken'), { named: ['krakk'], asked: [] })
  t.same(find('#lyseblåkopp'), { named: ['lysebla-kopp'], asked: [] })
})

t.test('several tags name several items, each once', async (t) => {
  t.same(find('#krakk #krakken #bod #krakk'), { named: ['krakk', 'bod'], asked: [] })
})

t.test('a tag spelled otherwise asks for its item', async (t) => {
  t.same(find('#lyseblakopp'), { named: [], asked: [['spelling', 'lysebla-kopp']] })
})

t.test('a spelling of an item that is named anyway asks nothing', async (t) => {
  t.same(find('#lyseblåkopp #lyseblakopp'), { named: ['lysebla-kopp'], asked: [] })
})

t.test('one slip is recognised from four characters, two from eight', async (t) => {
  t.equal(TYPO_MIN_LENGTH, 4)
  t.equal(TWO_TYPOS_MIN_LENGTH, 8)
  const index = indexItems(['bod', 'stol', 'gardina', 'gardinen'].map((id) => anItem(id)))
  const nearest = (tag: string) => nearestTags(aTag(tag), index).map(({ item }) => item.id)
  t.same(nearest('bad'), [], 'three characters: no slip')
  t.same(nearest('stil'), ['stol'])
  t.same(nearest('stli'), [])
  t.same(nearest('gradina'), ['gardina'], 'seven characters: one slip')
  t.same(nearest('grdaina'), [], 'seven characters: not two')
  t.same(nearest('gradinne'), ['gardinen'], 'eight characters: two slips')
  t.same(nearest('grdainne'), [], 'eight characters: not three')
  t.same(nearest('gardinen'), ['gardinen'])
})

t.test('the nearest tags win, all of them when equally near', async (t) => {
  const index = indexItems(['gardinen', 'gardinet', 'tromme', 'tromma'].map((id) => anItem(id)))
  const nearest = (tag: string) => nearestTags(aTag(tag), index).map(({ item }) => item.id)
  t.same(nearest('gardinem'), ['gardinen', 'gardinet'])
  t.same(nearest('gardinenn'), ['gardinen'], 'one slip beats two')
  t.same(nearest('trommo'), ['tromme', 'tromma'])
})

t.test('a slip asks, and asks about every item it may mean', async (t) => {
  const index = indexItems([anItem('tromme'), anItem('tromma')])
  t.same(find('#trommo', index), { named: [], asked: [['typo', 'tromme', 'tromma']] })
})

t.test('slips are not looked for beside a clear tag', async (t) => {
  t.same(find('#bod #vindskjem'), { named: ['bod'], asked: [] })
  t.same(find('#vindskjem'), { named: [], asked: [['typo', 'vindskjerm']] })
})

t.test('slips of several tags are all asked about', async (t) => {
  t.same(find('#vindskjem #karkk'), {
    named: [],
    asked: [
      ['typo', 'vindskjerm'],
      ['typo', 'krakk'],
    ],
  })
})

t.test('a tag of several items asks which', async (t) => {
  const index = indexItems([anItem('rod-stol', ['stol']), anItem('bla-stol', ['stol'])])
  t.same(find('#stol', index), { named: [], asked: [['shared', 'rod-stol', 'bla-stol']] })
  const folded = indexItems([anItem('a', ['rød']), anItem('b', ['röd'])])
  t.same(find('#rod', folded), { named: [], asked: [['spelling', 'a', 'b']] })
  t.same(find('#rød', folded), { named: ['a'], asked: [] }, 'the exact one is clear')
})

t.test('an item with two tags alike is asked about once', async (t) => {
  t.same(find('#rod', indexItems([anItem('a', ['rød', 'röd'])])), { named: [], asked: [['spelling', 'a']] })
})

t.test('a number asks, and has no slips', async (t) => {
  const index = indexItems([anItem('2013'), anItem('modell4711')])
  t.same(find('#2013', index), { named: [], asked: [['digits', '2013']] })
  t.same(find('#2014', index), { named: [], asked: [] })
  t.same(find('#modell4712', index), { named: [], asked: [['typo', 'modell4711']] })
})

t.test("a tag that is not on the network's list asks", async (t) => {
  t.same(find('#krakk', items, ['folkekatalog']), { named: [], asked: [['unlisted', 'krakk']] })
})

t.test('slips are looked for in a limited number of tags', async (t) => {
  const others = (n: number) => Array.from({ length: n }, (_, i) => `#ord${'x'.repeat(9)}${i}`).join(' ')
  t.equal(TYPO_TAGS, 30)
  t.same(find(`${others(29)} #vindskjem`).asked, [['typo', 'vindskjerm']])
  t.same(find(`${others(30)} #vindskjem`).asked, [])
})

t.test('items called by name are suggested, longest names first', async (t) => {
  const named = (text: string) => itemsNamedIn(text, items).map(({ id }) => id)
  t.same(named('Vår lyseblå kopp!'), ['lysebla-kopp'])
  t.same(named('LYSEBLÅ, og en KOPP'), ['lysebla-kopp'])
  t.same(named('kopp'), [], 'half a name is no name')
  t.same(named('bod, vindskjerm, krakken i ask'), ['krakk', 'vindskjerm', 'bod'])
  t.same(named(''), [])
})

t.test('at most three items are suggested', async (t) => {
  const index = indexItems(['aaa', 'bbb', 'ccc', 'ddd'].map((id) => anItem(id)))
  t.equal(SUGGESTIONS, 3)
  t.same(
    itemsNamedIn('ddd ccc bbb aaa', index).map(({ id }) => id),
    ['aaa', 'bbb', 'ccc'],
  )
})

t.test('short words of a name do not count', async (t) => {
  const index = indexItems([anItem('a', ['a1'], 'En av de'), anItem('b', ['b1'], 'Lampe av tre')])
  t.same(itemsNamedIn('en av de', index), [])
  t.same(
    itemsNamedIn('lampe tre', index).map(({ id }) => id),
    ['b'],
  )
})

t.test('no item is named that the caption does not carry exactly', async () => {
  const word = fc.string({ unit: fc.constantFrom(...'aåbeorø'), minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(fc.uniqueArray(word, { maxLength: 8 }), fc.array(word, { maxLength: 5 }), (tags, said) => {
      const index = indexItems(tags.map((tag, i) => anItem(`i${i}`, [tag])))
      const { named, asked } = find(said.map((one) => `#${one}`).join(' '), index)
      const exact = tags.flatMap((tag, i) => (said.includes(tag) ? [`i${i}`] : []))
      const asks = asked.flatMap(([, ...ids]) => ids)
      return (
        named.toSorted().join() === exact.toSorted().join() && !asks.some((id) => exact.includes(id ?? ''))
      )
    }),
    { numRuns: 1_000 },
  )
})
