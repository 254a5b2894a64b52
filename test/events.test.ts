import { pino } from 'pino'
import t from 'tap'
import { touchContests } from '../server/db/contests.ts'
import { openDb } from '../server/db/pool.ts'
import { type Changed, type Events, startEvents } from '../server/events.ts'
import { testDatabase } from './support/database.ts'
import { ask } from './support/embedded.ts'

const log = pino({ level: 'silent' })

/** The news that come, one by one. */
function hear(events: Events): () => Promise<Changed> {
  const heard: Changed[] = []
  const waiting: ((change: Changed) => void)[] = []
  events.listen((change) => {
    const next = waiting.shift()
    if (next) next(change)
    else heard.push(change)
  })
  return () => {
    const first = heard.shift()
    return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve))
  }
}

const OURS = `from pg_stat_activity where application_name = 'folkalog-events' and datname = current_database()`

/** Breaks the connections that listen on this database. */
async function cut(url: string): Promise<void> {
  await ask(url, `select pg_terminate_backend(pid) ${OURS}`)
}

async function aContest(url: string): Promise<number> {
  const [id] = await ask(
    url,
    `with brand as (insert into brand (slug, name, created_at) values ('lillevik', 'Lillevik', now()) returning id)
     insert into contest (brand_id, slug, state, title, intro, accent, rehearsal, language, zone, opens_local, closes_local,
       opens_at, closes_at, draw_at, grace_hours, campaign_tags, staff_excluded, retention_days, answer_days, cap_per_item,
       moderation, max_prizes, draw_kind, sponsor, sponsor_address, privacy_contact, created_at)
     select id, 'katalog', 'draft', 'Katalog', '{}', '#000000', false, 'en', 'UTC', '', '', now(), now() + '1 day', now() + '2 day',
       24, '{tag}', true, 90, 14, 1, 'before', 1, 'local', '', '', '', now() from brand returning id::int`,
  )
  return Number(id)
}

t.test('a change is heard here at once, and by every other server with its commit', async (t) => {
  const url = await testDatabase(t)
  const db = openDb(url)
  t.teardown(() => db.destroy())
  const [here, there] = await Promise.all([startEvents(url, log), startEvents(url, log)])
  t.teardown(() => Promise.all([here.stop(), there.stop()]))
  const id = await aContest(url)
  const next = hear(there)
  const told: Changed[] = []
  here.listen((change) => told.push(change))
  here.tell({ contest: 99 })
  t.same(told, [{ contest: 99 }], 'told here, without Postgres')

  await t.rejects(
    db.transaction().execute(async (tx) => {
      await touchContests(tx, [id])
      throw new Error('no')
    }),
  )
  await db.transaction().execute((tx) => touchContests(tx, [id]))
  t.same(await next(), { contest: id })
  t.same(await ask(url, 'select version::int from contest'), [2], 'what was rolled back was not told')
})

t.test('who stops listening hears nothing more', async (t) => {
  const events = await startEvents(await testDatabase(t), log)
  t.teardown(() => events.stop())
  const heard: Changed[] = []
  const stop = events.listen((change) => heard.push(change))
  events.tell({ contest: 1 })
  stop()
  events.tell({ contest: 2 })
  t.same(heard, [{ contest: 1 }])
})

t.test('a connection that breaks is opened again, and everything counts as changed', async (t) => {
  const url = await testDatabase(t)
  const db = openDb(url)
  t.teardown(() => db.destroy())
  const events = await startEvents(url, log)
  t.teardown(() => events.stop())
  const id = await aContest(url)
  const next = hear(events)
  for (let round = 0; round < 2; round++) {
    await cut(url)
    t.same(await next(), { contest: 0 })
    await touchContests(db, [id])
    t.same(await next(), { contest: id })
  }
})

t.test('stopping while the connection is being opened again leaves none behind', async (t) => {
  const url = await testDatabase(t)
  const events = await startEvents(url, log)
  await cut(url)
  await events.stop()
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  t.same(await ask(url, `select count(*)::int ${OURS}`), [0])
})

t.test('a database that is not there is an error at the start', async (t) => {
  await t.rejects(startEvents('postgres://127.0.0.1:1/nothing', log))
})
