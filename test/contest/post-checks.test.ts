import t from 'tap'
import type { PictureState } from '../../server/contest/evidence.ts'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import { judgePost } from '../../server/contest/match.ts'
import { aPost, detailOf, items, judge, NOON, short, someEvidence, someRules } from './samples.ts'

t.test('entries count from the opening until before the closing', async (t) => {
  const rules = someRules()
  const at = (postedAt: number) => judge({ postedAt }, {}, rules)
  t.same(at(rules.opensAt - 1), [['krakk', 'fails', 'too_early fail']])
  t.same(at(rules.opensAt), [['krakk', 'counts']])
  t.same(at(rules.closesAt - 1), [['krakk', 'counts']])
  t.same(at(rules.closesAt), [['krakk', 'fails', 'too_late fail']])
  const late = judgePost(someEvidence({ postedAt: rules.closesAt }), rules, items)
  t.same(detailOf('too_late', late), {
    time: rules.closesAt,
    opens: rules.opensAt,
    closes: rules.closesAt,
    zone: 'Europe/Oslo',
  })
})

t.test('a post in time must be seen before the grace is over', async (t) => {
  const rules = someRules()
  const postedAt = rules.closesAt - MINUTE
  const seen = (firstSeenAt: number) => judgePost(someEvidence({ postedAt }, { firstSeenAt }), rules, items)
  t.same(seen(rules.closesAt + DAY - 1 - MINUTE).map(short), [['krakk', 'counts']])
  const late = seen(rules.closesAt + DAY)
  t.same(late.map(short), [['krakk', 'fails', 'too_late fail', 'time_in_doubt review']])
  t.match(detailOf('too_late', late), { time: postedAt, seen: rules.closesAt + DAY })
})

t.test('a claimed time that does not fit our first sight is looked at', async (t) => {
  const seen = (firstSeenAt: number, network = 'mastodon') => judge({ network }, { firstSeenAt })
  t.same(seen(NOON - 5 * MINUTE), [['krakk', 'counts']])
  t.same(seen(NOON - 5 * MINUTE - 1), [['krakk', 'review', 'time_in_doubt review']])
  t.same(seen(NOON + 24 * HOUR), [['krakk', 'counts']])
  t.same(seen(NOON + 24 * HOUR + 1), [['krakk', 'review', 'time_in_doubt review']])
  t.same(
    seen(NOON + 24 * HOUR + 1, 'instagram'),
    [['krakk', 'counts']],
    'this platform stamps the time itself',
  )
})

t.test('a post that is gone fails', async (t) => {
  const judgements = judgePost(someEvidence({}, { gone: 'private' }), someRules(), items)
  t.same(judgements.map(short), [['krakk', 'fails', 'private_or_gone fail']])
  t.same(detailOf('private_or_gone', judgements), { why: 'private' })
})

t.test('one readable picture is enough', async (t) => {
  const broken: PictureState = { state: 'broken', why: 'The file is a PDF; expected a picture.' }
  const pictures = (...pictures: PictureState[]) => judge({}, { pictures })
  t.same(pictures(), [['krakk', 'fails', 'no_picture fail']])
  t.same(pictures(broken, { state: 'pending' }, { state: 'stored' }), [['krakk', 'counts']])
  t.same(pictures(broken, { state: 'pending' }), [['krakk', 'review', 'picture_pending wait']])
  t.same(pictures(broken, { state: 'withheld' }), [['krakk', 'review', 'withheld review']])
  t.same(pictures(broken), [['krakk', 'fails', 'picture_broken fail']])
  const judgements = judgePost(someEvidence({}, { pictures: [broken] }), someRules(), items)
  t.same(detailOf('picture_broken', judgements), { why: broken.why })
})

t.test(
  'an author nobody tells counts in an open contest and waits where a mention is asked for',
  async (t) => {
    const unidentified = { identity: 'unidentified' } as const
    t.same(judge({ author: null }, unidentified), [['krakk', 'counts']])
    const strict = someRules({ mention: 'furuhus' })
    t.same(judge({ author: null, text: '#folkekatalog #krakk @furuhus' }, unidentified, strict), [
      ['krakk', 'review', 'unidentified wait'],
    ])
  },
)

t.test('an account must be old enough at the time of the post, where its age is known', async (t) => {
  const rules = someRules({ minAccountAgeDays: 7 })
  const { author } = aPost()
  const since = (since: number | null) => judge({ author: author && { ...author, since } }, {}, rules)
  t.same(since(NOON - 7 * DAY), [['krakk', 'counts']])
  t.same(since(NOON - 7 * DAY + 1), [['krakk', 'fails', 'account_too_new fail']])
  t.same(since(null), [['krakk', 'counts']])
  t.same(judge({ author: null }, {}, rules), [['krakk', 'counts']])
})
