import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import t from 'tap'
import { openDb } from '../server/db/pool.ts'
import { type Queue, startQueue, type WorkRules } from '../server/queue.ts'
import { testDatabase } from './support/database.ts'
import { desk } from './support/desk.ts'
import { ask } from './support/embedded.ts'
import type { Cleaner } from './support/scratch.ts'

const RULES: WorkRules = { concurrency: 1, retries: 2, retryAfter: 1, expiresAfter: 900 }
const log = pino({ level: 'silent' })

// Retries and time-outs are counted in seconds.
t.setTimeout(120_000)

async function aQueue(t: Cleaner, url: string, name = 'work', rules = RULES): Promise<Queue> {
  const queue = await startQueue(url, log)
  t.teardown(() => queue.stop(0))
  await queue.define(name, rules)
  return queue
}

/** Jobs that wait or run. */
async function pending(url: string): Promise<number> {
  const [count] = await ask(
    url,
    "select count(*)::int from pgboss.job where name = 'work' and state < 'completed'",
  )
  return Number(count)
}

async function idle(url: string): Promise<void> {
  while ((await pending(url)) > 0) await sleep(50)
}

t.test('work that was put in line is done, all of it, with its data', async (t) => {
  const url = await testDatabase(t)
  const queue = await aQueue(t, url)
  const { seen, handler, come } = desk()
  await queue.add('work', [])
  await queue.add(
    'work',
    Array.from({ length: 30 }, (_, n) => ({ data: { n }, key: String(n) })),
  )
  t.equal(await pending(url), 30)
  await queue.work('work', { ...RULES, concurrency: 3 }, handler)
  await come(30)
  await idle(url)
  t.same(new Set(seen.map((data) => JSON.stringify(data))).size, 30)
})

t.test('while a job of a key waits or runs, another of that key is not added', async (t) => {
  const url = await testDatabase(t)
  const queue = await aQueue(t, url)
  const { seen, handler, come, hold } = desk()
  const letGo = hold()
  for (let n = 0; n < 3; n++) await queue.add('work', [{ data: { n }, key: 'a' }])
  t.equal(await pending(url), 1, 'one waits')
  await queue.work('work', RULES, handler)
  await come(1)
  await queue.add('work', [{ data: { n: 3 }, key: 'a' }])
  t.equal(await pending(url), 1, 'one runs')
  letGo()
  await idle(url)
  await queue.add('work', [{ data: { n: 4 }, key: 'a' }])
  await come(2)
  t.same(seen, [{ n: 0 }, { n: 4 }])
})

t.test('of one tick comes one job, however many servers ask for it and whenever', async (t) => {
  const url = await testDatabase(t)
  const servers = await Promise.all(Array.from({ length: 4 }, () => aQueue(t, url)))
  const { seen, handler, come } = desk()
  for (let tick = 0; tick < 25; tick++) {
    await Promise.all(
      servers.map((queue) => queue.add('work', [{ data: { tick }, key: `${tick}`, once: `a@${tick}` }])),
    )
  }
  for (const queue of servers) await queue.work('work', RULES, handler)
  await come(25)
  await idle(url)
  for (const queue of servers) await queue.add('work', [{ data: { tick: 0 }, key: '0', once: 'a@0' }])
  t.equal(await pending(url), 0, 'a late server does not bring it back')
  t.equal(seen.length, 25)
})

t.test('a job exists exactly when its transaction is committed', async (t) => {
  const url = await testDatabase(t)
  const queue = await aQueue(t, url)
  const db = openDb(url)
  t.teardown(() => db.destroy())
  await t.rejects(
    db.transaction().execute(async (tx) => {
      await queue.add('work', [{ data: { n: 1 }, key: '1' }], tx)
      throw new Error('no')
    }),
  )
  t.equal(await pending(url), 0)
  await db.transaction().execute(async (tx) => {
    await queue.add('work', [{ data: { n: 2 }, key: '2' }], tx)
    t.equal(await pending(url), 0, 'not before')
  })
  t.equal(await pending(url), 1)
})

t.test('a job that fails is tried again so often, and then given up', async (t) => {
  const url = await testDatabase(t)
  const queue = await aQueue(t, url, 'work', { ...RULES, retries: 1 })
  let tries = 0
  await queue.work('work', RULES, async () => {
    tries++
    throw new Error('not today')
  })
  await queue.add('work', [{ data: {}, key: 'a' }])
  await idle(url)
  t.equal(tries, 2)
  await queue.add('work', [{ data: {}, key: 'a' }])
  t.equal(await pending(url), 1, 'its key is free again')
})

t.test('a job that takes too long is told so and tried again', async (t) => {
  const url = await testDatabase(t)
  const queue = await aQueue(t, url, 'work', { ...RULES, expiresAfter: 2 })
  let tries = 0
  const told = new Promise<void>((resolve) => {
    queue.work('work', RULES, async (_data, signal) => {
      if (++tries > 1) return
      await new Promise<void>((over) => signal.addEventListener('abort', () => over()))
      resolve()
    })
  })
  await queue.add('work', [{ data: {}, key: 'a' }])
  await told
  await idle(url)
  t.equal(tries, 2)
})

t.test('stopping waits for what runs, and takes nothing new', async (t) => {
  const url = await testDatabase(t)
  const queue = await aQueue(t, url)
  const { seen, handler, come, hold } = desk()
  const letGo = hold()
  await queue.add('work', [
    { data: { n: 1 }, key: '1' },
    { data: { n: 2 }, key: '2' },
  ])
  await queue.work('work', RULES, handler)
  await come(1)
  const stopped = queue.stop(30)
  await sleep(500)
  letGo()
  await stopped
  t.equal(seen.length, 1)
  t.equal(await pending(url), 1, 'the rest waits for another')
})
