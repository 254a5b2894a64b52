import t from 'tap'
import { findTag, readTags } from '../../server/contest/wording.ts'
import { aTag } from './samples.ts'

const read = (text: string, tags: string[] | null) =>
  readTags({ text, tags, mentions: [] }).map(
    ({ canonical, listed }) => `${canonical}${listed ? '' : ' (unlisted)'}`,
  )

t.test('without a list the text says which tags there are', async (t) => {
  t.same(read('#stue og #hage', null), ['stue', 'hage'])
})

t.test('a list brings tags that the text does not show', async (t) => {
  t.same(read('en stol', ['Stue', 'hage']), ['stue', 'hage'])
})

t.test('the text says how a tag of the list is spelled', async (t) => {
  t.same(read('#blåbær', ['blabær']), ['blåbær'])
  t.same(read('#Blåbær #blabaer', ['blabær']), ['blåbær', 'blabaer'])
  t.same(read('', ['blabær']), ['blabær'])
})

t.test('a tag that the list lacks is unlisted', async (t) => {
  t.same(read('#stue #hage', ['stue']), ['stue', 'hage (unlisted)'])
  t.same(read('#stue', []), ['stue (unlisted)'])
})

t.test('odd list entries are left out', async (t) => {
  t.same(read('', ['', '#', '#stue', 'stue']), ['stue'])
})

t.test('a wanted tag is met by the same tag, else by one spelled alike', async (t) => {
  const found = (text: string, tags: string[] | null = null) =>
    findTag(readTags({ text, tags, mentions: [] }), aTag('blåbær'))?.how ?? null
  t.equal(found('#BLÅBÆR'), 'same')
  t.equal(found('#blabaer'), 'spelling')
  t.equal(found('#blabaer #blåbær'), 'same')
  t.equal(found('#blåbær', []), 'unlisted')
  t.equal(found('#blåbæ'), null)
})
