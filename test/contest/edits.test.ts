import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import { judgePost } from '../../server/contest/match.ts'
import type { PostVersion } from '../../server/contest/post.ts'
import { aTag, aVersion, items, someEvidence, someRules } from './samples.ts'

const rules = someRules()
const CLOSING = rules.closesAt
const POSTED = CLOSING - DAY

const FULL = '#folkekatalog #krakk'

function judge(...versions: PostVersion[]) {
  const text = versions.at(-1)?.text ?? ''
  return judgePost(someEvidence({ text, postedAt: POSTED }, { versions }), rules, items).map(
    ({ item, checks }) => {
      const open = checks.filter(({ outcome }) => outcome !== 'pass')
      return [item, ...open.map(({ code, outcome }) => `${code} ${outcome}`)]
    },
  )
}

t.test('a tag added in time counts', async (t) => {
  t.same(judge(aVersion('#folkekatalog', POSTED), aVersion(FULL, CLOSING - 1)), [['krakk']])
})

t.test('a tag added at closing or after does not count, and the reason says when', async (t) => {
  const versions = [aVersion('#folkekatalog', POSTED), aVersion(FULL, CLOSING)]
  t.same(judge(...versions), [['krakk', 'tag_added_late fail']])
  const [judgement] = judgePost(someEvidence({ text: FULL, postedAt: POSTED }, { versions }), rules, items)
  t.same(judgement?.checks.at(-1)?.detail, { tag: 'krakk', time: CLOSING })
})

t.test('a campaign tag added after closing does not count either', async (t) => {
  t.same(judge(aVersion('#krakk', POSTED), aVersion(FULL, CLOSING)), [['krakk', 'tag_added_late fail']])
})

t.test('a post first seen after an edit counts when the edit was in time', async (t) => {
  t.same(judge(aVersion(FULL, CLOSING - 1, CLOSING + HOUR)), [['krakk']])
  t.same(judge(aVersion(FULL, CLOSING, CLOSING + HOUR)), [
    ['krakk', 'tag_added_late fail', 'tag_added_late fail'],
  ])
})

t.test('an edit in time must be seen before the grace is over', async (t) => {
  const first = aVersion('#folkekatalog', POSTED)
  t.same(judge(first, aVersion(FULL, CLOSING - 1, CLOSING + DAY - 1)), [['krakk']])
  t.same(judge(first, aVersion(FULL, CLOSING - 1, CLOSING + DAY)), [['krakk', 'tag_added_late fail']])
})

t.test('where a network tells no edit times, our looks decide', async (t) => {
  const silent = (text: string, seenAt: number) => aVersion(text, POSTED, seenAt)
  t.same(
    judge(silent('#folkekatalog', POSTED + HOUR), silent(FULL, CLOSING - 1)),
    [['krakk']],
    'seen before closing',
  )
  t.same(
    judge(silent('#folkekatalog', CLOSING - HOUR), silent(FULL, CLOSING + HOUR)),
    [['krakk', 'tag_added_late review']],
    'changed between a look before closing and one after',
  )
  t.same(
    judge(silent('#folkekatalog', CLOSING), silent(FULL, CLOSING + HOUR)),
    [['krakk', 'tag_added_late fail']],
    'still missing at a look after closing',
  )
})

t.test('a late reason says since when the wording stands, as far as anybody knows', async (t) => {
  const since = (...versions: PostVersion[]) => {
    const [judgement] = judgePost(someEvidence({ text: FULL, postedAt: POSTED }, { versions }), rules, items)
    return judgement?.checks.at(-1)?.detail.time
  }
  t.equal(since(aVersion('', POSTED), aVersion(FULL, CLOSING + HOUR)), CLOSING + HOUR, 'as the network tells')
  t.equal(
    since(aVersion('', POSTED, CLOSING), aVersion(FULL, POSTED, CLOSING + HOUR)),
    CLOSING + HOUR,
    'as we saw it',
  )
})

t.test('a tag that was there in time, went and came back counts', async (t) => {
  t.same(judge(aVersion(FULL, POSTED), aVersion('#krakk', POSTED + HOUR), aVersion(FULL, CLOSING + HOUR)), [
    ['krakk'],
  ])
})

t.test('a campaign tag that was there and is gone is missing', async (t) => {
  t.same(judge(aVersion(FULL, POSTED), aVersion('#krakk', POSTED + HOUR)), [['krakk', 'tag_missing fail']])
  t.same(judge(aVersion(FULL, POSTED), aVersion('', POSTED + HOUR)), [
    [null, 'tag_missing fail', 'item_missing review'],
  ])
})

t.test('a spelling mended after closing is no addition', async (t) => {
  t.same(
    judge(aVersion('#folkekatalog #lyseblakopp', POSTED), aVersion('#folkekatalog #lyseblåkopp', CLOSING)),
    [['lysebla-kopp']],
  )
})

t.test('a slip mended after closing is one', async (t) => {
  t.same(
    judge(aVersion('#folkekatalog #vindskjem', POSTED), aVersion('#folkekatalog #vindskjerm', CLOSING)),
    [['vindskjerm', 'tag_added_late fail']],
  )
})

t.test('a near miss added after closing is late as well', async (t) => {
  t.same(judge(aVersion('#folkekatalog', POSTED), aVersion('#folkekatalog #vindskjem', CLOSING)), [
    [null, 'item_near_miss review', 'tag_added_late fail'],
  ])
})

t.test('words around the tags may change at any time', async (t) => {
  t.same(judge(aVersion(FULL, POSTED), aVersion(`Takk! ${FULL}`, CLOSING + 9 * DAY)), [['krakk']])
})

t.test('versions may come in any order', async (t) => {
  t.same(judge(aVersion(FULL, CLOSING), aVersion('#folkekatalog', POSTED)), [
    ['krakk', 'tag_added_late fail'],
  ])
})

t.test('an earlier wording that comes to us late stays the earlier one', async (t) => {
  const stale = aVersion(FULL, POSTED, CLOSING + HOUR)
  t.same(judge(stale, aVersion(`Takk! ${FULL}`, CLOSING, CLOSING + MINUTE)), [['krakk']])
  t.same(judge(stale, aVersion('#krakk', CLOSING - HOUR, CLOSING - MINUTE)), [['krakk', 'tag_missing fail']])
})

t.test('a post that is late as a whole is not also called edited', async (t) => {
  const evidence = someEvidence({ text: FULL, postedAt: CLOSING + MINUTE })
  const [judgement] = judgePost(evidence, rules, items)
  t.same(
    judgement?.checks.flatMap(({ code, outcome }) => (outcome === 'pass' ? [] : [code])),
    ['too_late'],
  )
})

t.test('a disclosure tag and a mention added after closing do not count', async (t) => {
  const strict = someRules({ disclosureTag: aTag('reklame'), mention: 'furuhus' })
  const late = (text: string) => {
    const versions = [aVersion(FULL, POSTED), aVersion(text, CLOSING)]
    const [judgement] = judgePost(someEvidence({ text, postedAt: POSTED }, { versions }), strict, items)
    return judgement?.checks.filter(({ outcome }) => outcome !== 'pass')
  }
  t.match(late(`${FULL} #reklame @furuhus`), [
    { code: 'tag_added_late', outcome: 'fail', detail: { tag: 'reklame', time: CLOSING } },
    { code: 'mention_missing', outcome: 'fail', detail: { brand: 'furuhus', time: CLOSING } },
  ])
})
