import fc from 'fast-check'
import t from 'tap'
import { checkCaption } from '../../server/contest/caption.ts'
import { judgePost } from '../../server/contest/match.ts'
import { INSTAGRAM_TAG_LIMIT, THREADS_TAG_LIMIT } from '../../server/contest/networks.ts'
import { aTag, items, NOON, someEvidence, someRules } from './samples.ts'

const rules = someRules({ disclosureTag: aTag('reklame'), mention: 'furuhus@social.example' })

function check(text: string, network = 'mastodon') {
  const { judgements } = checkCaption(text, network, rules, items)
  return judgements.map(({ item, verdict, checks }) => [
    item,
    verdict,
    ...checks.flatMap(({ code, outcome }) => (outcome === 'pass' ? [] : [code])),
  ])
}

t.test('a full caption counts for its items', async (t) => {
  t.same(check('#folkekatalog #reklame @furuhus #krakk #bod'), [
    ['krakk', 'counts'],
    ['bod', 'counts'],
  ])
})

t.test('everything that is missing is told at once, the campaign tag too', async (t) => {
  t.same(check('Hei'), [
    [null, 'fails', 'tag_missing', 'disclosure_missing', 'mention_missing', 'item_missing'],
  ])
  t.same(check(''), [[null, 'fails', 'tag_missing', 'disclosure_missing', 'mention_missing', 'item_missing']])
})

t.test('a near miss is told with its suggestion', async (t) => {
  const { judgements } = checkCaption('#folkekatalog #reklame furuhus #vindskjem', 'mastodon', rules, items)
  t.match(judgements, [{ item: null, verdict: 'review', suggested: ['vindskjerm'] }])
})

t.test("the tags are counted against the network's limit", async (t) => {
  const count = (text: string, network: string) => {
    const { tags, tagLimit, tooManyTags } = checkCaption(text, network, rules, items)
    return [tags.length, tagLimit, tooManyTags]
  }
  t.equal(INSTAGRAM_TAG_LIMIT, 5)
  t.equal(THREADS_TAG_LIMIT, 1)
  t.same(count('#a1 #b1 #c1 #d1 #e1 #E1', 'instagram'), [5, 5, false])
  t.same(count('#a1 #b1 #c1 #d1 #e1 #f1', 'instagram'), [6, 5, true])
  t.same(count('#a1', 'threads'), [1, 1, false])
  t.same(count('#a1 #b1', 'threads'), [2, 1, true])
  t.same(count('#a1 #b1 #c1 #d1 #e1 #f1', 'mastodon'), [6, null, false])
  t.same(count('#a1', 'constructor'), [1, null, false])
})

/** How Mastodon writes a tag in its list. */
const fold = (tag: string) =>
  tag
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replaceAll('ø', 'o')
    .toLowerCase()

t.test('the check and the judgement of the post agree, item by item', async () => {
  const word = fc.constantFrom(
    '#folkekatalog',
    '#FOLKEKATALOG',
    '#reklame',
    '@furuhus',
    'furuhus',
    '#krakk',
    '#karkk',
    '#lyseblåkopp',
    '#lyseblakopp',
    '#bod',
    'stue',
    'lyseblå kopp',
    'foo#bod',
  )
  const text = fc.array(word, { maxLength: 9 }).map((words) => words.join(' '))
  const post = fc.record({
    postedAt: fc.integer({ min: rules.opensAt, max: rules.closesAt - 1 }),
    network: fc.constantFrom('mastodon', 'instagram', 'bluesky'),
    hasList: fc.boolean(),
  })
  fc.assert(
    fc.property(text, post, (text, { postedAt, network, hasList }) => {
      const check = checkCaption(text, network, rules, items)
      const tags = hasList ? check.tags.map(({ display }) => fold(display)) : null
      const judged = judgePost(someEvidence({ text, tags, postedAt, network }), rules, items)
      const ours = check.judgements.filter(({ checks }) =>
        checks.every(({ code, outcome }) => code !== 'tag_missing' || outcome !== 'fail'),
      )
      const short = (all: typeof judged) =>
        all.map(({ item, verdict, suggested }) => ({ item, verdict, suggested }))
      return JSON.stringify(short(ours)) === JSON.stringify(short(judged))
    }),
    { numRuns: 1_000 },
  )
})

t.test('a caption that counts in the check counts in the post', async (t) => {
  const text = 'Krakken! #folkekatalog #reklame #krakk @furuhus@social.example'
  t.same(check(text), [['krakk', 'counts']])
  const [judgement] = judgePost(someEvidence({ text, postedAt: NOON }), rules, items)
  t.equal(judgement?.verdict, 'counts')
})
