import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import t from 'tap'
import { MINUTE } from '../../server/contest/instant.ts'
import { aFile, aNetwork, openedContest } from '../support/builders.ts'
import { shownEntries } from '../support/collection.ts'
import { testContext } from '../support/context.ts'

const POSTS = 20
const CUTS = 5

t.setTimeout(120_000)

t.test(
  'a database that cuts every connection, again and again, ends nothing and loses nothing',
  async (t) => {
    const opened = await testContext(t, {
      jobs: true,
      env: { SCHEDULE_COLLECT_POSTS: '* * * * * *', SCHEDULE_FETCH_PICTURE: '* * * * * *' },
    })
    const { ctx, clock, url } = opened
    const network = await aNetwork(t, clock)
    const { contest } = await openedContest(ctx, { network })
    const whole = async () => {
      const entries = await shownEntries(ctx, contest.id).catch(() => [])
      return entries.filter(({ verdict }) => verdict === 'counts').length
    }
    const other = new URL(url)
    other.pathname = '/postgres'
    const client = new Client({ connectionString: other.href })
    await client.connect()
    t.teardown(() => client.end())
    for (let cut = 0; cut < CUTS; cut++) {
      for (let n = 0; n < POSTS / CUTS; n++) {
        const at = clock.now() - (cut * 10 + n) * MINUTE
        const account = { user: `p${cut}-${n}` }
        network.timeline.post({ text: '#folkekatalog #krakk', account, files: [aFile(cut * 10 + n)], at })
      }
      await sleep(250 + 37 * cut)
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
        new URL(url).pathname.slice(1),
      ])
    }
    t.comment(`${await whole()} of ${POSTS} were whole after the last cut`)
    while ((await whole()) < POSTS) await sleep(250)
    const entries = await shownEntries(ctx, contest.id)
    t.equal(entries.length, POSTS)
    t.same(
      entries.filter(({ open }) => open.length > 0),
      [],
    )
  },
)
