import t from 'tap'
import type { Evidence } from '../../server/contest/evidence.ts'
import { DAY } from '../../server/contest/instant.ts'
import { judgePost } from '../../server/contest/match.ts'
import { approvesItself, needsPerson } from '../../server/contest/moderation.ts'
import type { Post } from '../../server/contest/post.ts'
import { aTag, items, judge, NOON, someEvidence, someRules } from './samples.ts'

/** A blog post with the campaign tag as a category, and no picture. */
const BLOG: Partial<Post> = {
  network: 'blog',
  id: 'https://kari.example/1',
  title: 'Krakken',
  text: 'Tre år med den.',
  tags: ['Folke Katalog'],
  pictures: [],
}

function judgeBlog(post: Partial<Post> = {}, more: Partial<Evidence> = {}, rules = someRules()): unknown[][] {
  return judge({ ...BLOG, ...post }, more, rules)
}

t.test('a blog post with the tag as a category stands in the room, without item and picture', async (t) => {
  const judgements = judgePost(someEvidence(BLOG), someRules(), items)
  t.match(judgements, [{ item: null, verdict: 'counts', room: true }])
  t.equal(judgements.length, 1)
})

t.test('a photograph does not', async (t) => {
  t.match(judgePost(someEvidence(), someRules(), items), [{ room: false }])
})

t.test('a blog post without the tag and without a link is not ours', async (t) => {
  t.same(judgeBlog({ tags: ['krakk'] }), [])
})

t.test('it stands for every item that it names by tag', async (t) => {
  t.same(judgeBlog({ tags: ['folkekatalog', 'krakk', 'Vindskjerm'] }), [
    ['krakk', 'counts'],
    ['vindskjerm', 'counts'],
  ])
})

t.test('a link to the contest is as good as its tag, and one to an item as good as its tag', async (t) => {
  t.same(judgeBlog({ tags: [] }, { linked: { items: [] } }), [[[], 'counts']])
  t.same(judgeBlog({ tags: ['bod'] }, { linked: { items: ['krakk'] } }), [
    ['bod', 'counts'],
    ['krakk', 'counts'],
  ])
  t.same(judgeBlog({ tags: [] }, { linked: { items: ['nothing-here'] } }), [[[], 'counts']])
})

t.test('what may mean an item is suggested and asks nobody', async (t) => {
  t.same(judgeBlog({ tags: ['folkekatalog', 'krak'] }), [[['krakk'], 'counts']])
  t.same(judgeBlog({ text: 'Min gamle krakken ask.' }), [[['krakk'], 'counts']])
})

t.test('one campaign tag of several is enough, and one spelled otherwise is looked at', async (t) => {
  const rules = someRules({ campaignTags: [aTag('vår'), aTag('folkekatalog')] })
  t.same(judgeBlog({}, {}, rules), [[[], 'counts']])
  t.same(judgeBlog({ tags: ['var'] }, {}, rules), [[[], 'review', 'tag_missing review']])
  t.same(
    judgeBlog(
      { tags: ['var'] },
      { standing: [{ item: null, named: null, accepted: ['tag_missing'] }] },
      rules,
    ),
    [[[], 'counts']],
  )
})

t.test('neither disclosure, mention, age of account nor a claimed time is asked of it', async (t) => {
  const rules = someRules({ disclosureTag: aTag('reklame'), mention: 'brand', minAccountAgeDays: 30 })
  t.same(judgeBlog({ author: null }, { identity: 'unidentified', firstSeenAt: NOON + 5 * DAY }, rules), [
    [[], 'counts'],
  ])
  t.same(judgeBlog({}, { noted: [{ code: 'same_picture_other', outcome: 'review', detail: {} }] }), [
    [[], 'counts'],
  ])
})

t.test('it must be there, and made while the contest ran', async (t) => {
  t.same(judgeBlog({ postedAt: NOON - 7 * DAY }), [[[], 'counts']])
  t.same(judgeBlog({ postedAt: NOON - 7 * DAY - 1 }), [[[], 'fails', 'too_early fail']])
  t.same(judgeBlog({ postedAt: NOON + 7 * DAY - 1 }), [[[], 'counts']])
  t.same(judgeBlog({ postedAt: NOON + 7 * DAY }), [[[], 'fails', 'too_late fail']])
  t.same(judgeBlog({}, { gone: 'deleted' }), [[[], 'fails', 'private_or_gone fail']])
})

t.test('a tag that an edit took away fails it, unless the page links here', async (t) => {
  const versions = [
    { text: '', tags: ['folkekatalog'], mentions: [], writtenAt: NOON, seenAt: NOON },
    { text: '', tags: [], mentions: [], writtenAt: NOON + 1, seenAt: NOON + 1 },
  ]
  t.same(judgeBlog({ tags: [] }, { versions }), [[[], 'fails', 'tag_missing fail']])
  t.same(judgeBlog({ tags: [] }, { versions, linked: { items: [] } }), [[[], 'counts']])
})

t.test('the item that a person set stays, in place of the one that was named', async (t) => {
  const set = { item: 'bod', named: 'krakk', accepted: [] }
  t.same(judgeBlog({ tags: ['folkekatalog', 'krakk'] }, { standing: [set] }), [['bod', 'counts']])
  t.same(judgeBlog({}, { standing: [{ ...set, named: null }] }), [['bod', 'counts']])
})

t.test('somebody looks at it before it is shown, whatever the contest does with photographs', async (t) => {
  const [judgement] = judgePost(someEvidence(BLOG), someRules(), items)
  if (!judgement) throw new Error('no judgement')
  t.equal(approvesItself(judgement, 'after'), false)
  t.equal(needsPerson(judgement, 'after'), true)
  t.equal(approvesItself({ ...judgement, room: false }, 'after'), true)
})
