import t from 'tap'
import { DAY, HOUR, SECOND } from '../../server/contest/instant.ts'
import { tagId } from '../../server/rehearsal/instagram-post.ts'
import { instagram } from '../../server/sources/instagram.ts'
import { WARNED_TAGS } from '../../server/sources/instagram-health.ts'
import { TAG_BUDGET, TAG_COUNTS_FOR } from '../../server/sources/instagram-ledger.ts'
import { type Gram, IMAGE, startGram } from '../support/instagram.ts'
import { targetOf } from '../support/mastodon.ts'

/** Asks for tags `merke1`, `merke2` …, which are all used. */
async function askFor(gram: Gram, from: number, until: number): Promise<unknown[]> {
  const errors: unknown[] = []
  for (let n = from; n <= until; n++) errors.push((await gram.poll(undefined, targetOf(`merke${n}`))).error)
  return errors
}

async function gramWithTags(test: Parameters<typeof startGram>[0], many: number): Promise<Gram> {
  const gram = await startGram(test)
  for (let n = 1; n <= many; n++) gram.timeline.post({ text: `#merke${n}`, files: [IMAGE] })
  return gram
}

t.test(`${TAG_BUDGET} tags are asked for; one more is refused before it is asked`, async (t) => {
  const gram = await gramWithTags(t, 32)
  t.same(
    (await askFor(gram, 1, TAG_BUDGET)).filter((error) => error !== null),
    [],
  )
  const { count } = gram.server.requests()
  const [error] = await askFor(gram, 31, 31)
  t.match(error, { kind: 'refused', message: /#merke31 .* 30 places are taken/ })
  t.equal(gram.server.requests().count, count, 'nothing was asked')
  t.same(await askFor(gram, 1, 3), [null, null, null], 'the others go on')
  t.match(await instagram.warnings?.(gram.settings, gram.io), [{ code: 'budget', message: /#merke31/ }])
  t.match(await instagram.test(gram.settings, gram.io), {
    ok: true,
    message: /30 of 30 tags of seven days are taken; no place is left for #merke31/,
    budget: { left: 0, of: 30 },
  })
})

t.test(
  'a tag takes its place for seven days from the first question on, however often it is asked for',
  async (t) => {
    const gram = await gramWithTags(t, 31)
    const [first] = [gram.clock.now()]
    await askFor(gram, 1, 1)
    gram.clock.advance(3 * DAY)
    await askFor(gram, 1, TAG_BUDGET)
    gram.clock.set(first + TAG_COUNTS_FOR - SECOND)
    t.match(await askFor(gram, 31, 31), [{ kind: 'refused' }])
    gram.clock.set(first + TAG_COUNTS_FOR)
    t.same(await askFor(gram, 31, 31), [null])
    t.match(await askFor(gram, 1, 1), [{ kind: 'refused' }], 'the place went to another tag')
  },
)

t.test('warnings begin before the last place is taken', async (t) => {
  const gram = await gramWithTags(t, 30)
  await askFor(gram, 1, WARNED_TAGS - 1)
  t.same(await instagram.warnings?.(gram.settings, gram.io), [])
  await askFor(gram, WARNED_TAGS, WARNED_TAGS)
  t.match(await instagram.warnings?.(gram.settings, gram.io), [{ code: 'budget', message: /27 of 30/ }])
})

t.test('tags that another program asked for in the same name take places too', async (t) => {
  const gram = await gramWithTags(t, 31)
  const search = new URL(`${gram.server.url}/v26.0/ig_hashtag_search`)
  for (let n = 1; n <= 29; n++) {
    search.search = String(
      new URLSearchParams({
        user_id: gram.server.habits.accountId,
        q: `merke${n}`,
        access_token: gram.server.habits.token,
      }),
    )
    await fetch(search)
  }
  t.match((await instagram.test(gram.settings, gram.io)).budget, { left: 1 })
  t.same(await askFor(gram, 30, 30), [null])
  t.match(await askFor(gram, 31, 31), [{ kind: 'refused' }])
  t.same(await askFor(gram, 5, 5), [null], 'one that is counted already is asked for like our own')
})

t.test('where the network does not tell which tags count, our own count goes on', async (t) => {
  const gram = await gramWithTags(t, 1)
  const body = JSON.stringify({ error: { code: 10 } })
  gram.server.faults.plant({ on: /recently_searched/, fault: { kind: 'status', status: 400, body } })
  t.same(await askFor(gram, 1, 1), [null])
  t.match(await instagram.test(gram.settings, gram.io), { ok: true, message: /1 of 30/ })
})

t.test('tags that are called like what every object has are tags like others', async (t) => {
  const gram = await startGram(t)
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty']) {
    gram.timeline.post({ text: `#${name}`, files: [IMAGE] })
    t.match(await gram.poll(undefined, targetOf(name)), { error: null, posts: [{ via: 'hashtag' }] }, name)
    t.equal((await gram.poll(undefined, targetOf(name))).error, null, name)
  }
})

t.test('what the network refuses for want of a place is refused for that tag alone', async (t) => {
  const gram = await gramWithTags(t, 2)
  await askFor(gram, 1, 1)
  gram.server.habits.tagBudget = 1
  t.match(await askFor(gram, 2, 2), [{ kind: 'refused', message: /\(18\/2207034\)/ }])
  t.same(await askFor(gram, 1, 1), [null])
})

t.test('the rehearsal and the ledger agree on which tags are counted', async (t) => {
  const gram = await gramWithTags(t, 3)
  await askFor(gram, 1, 3)
  gram.clock.advance(HOUR)
  const answer = await fetch(
    `${gram.server.url}/v26.0/${gram.server.habits.accountId}/recently_searched_hashtags?limit=30&access_token=${gram.server.habits.token}`,
  )
  t.same(
    (await answer.json()).data,
    [3, 2, 1].map((n) => ({ id: tagId(`merke${n}`) })),
  )
})
