import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { formatRecord } from '../../server/contest/hcd1/record.ts'
import { listRecords } from '../../server/db/draw-records.ts'
import { type Draw, readDraw, readEntrants } from '../../server/db/draws.ts'
import { runDraws } from '../../server/jobs/run-draws.ts'
import { computeDraw } from '../../server/steps/compute-draw.ts'
import { anOwner, openedContest } from '../support/builders.ts'
import { TEST_KEY, type TestContext, testContext } from '../support/context.ts'
import { aPostBy, collectedAt, enterAll, freeze } from '../support/draws.ts'
import { NOON } from '../support/mastodon.ts'
import { seededRandom } from '../support/scene.ts'
import { until } from '../support/until.ts'

// Each process that is killed takes seconds to start on a busy machine.
t.setTimeout(180_000)

const KILLS = 4
const DRAWS = 8

t.test('two servers draw what is due, each draw once', async (t) => {
  const one = await testContext(t, { jobs: true, env: { SCHEDULE_RUN_DRAWS: '* * * * * *' } })
  await testContext(t, { jobs: true, env: { SCHEDULE_RUN_DRAWS: '* * * * * *' }, beside: one })
  const draws = await dueDraws(one, 4)
  await until('four draws', async () => (await drawn(one, draws)).length === draws.length)
  for (const draw of draws) await holdsOneRecord(t, one, draw)
})

t.test('a server that is killed while it draws leaves one record, the one that another makes', async (t) => {
  const opened = await testContext(t)
  const draws = await dueDraws(opened, DRAWS)
  const random = seededRandom(4)
  let seen = 0
  for (let round = 0; round < KILLS; round++) {
    // In every round it is let go on for one draw more.
    const child = await startDrawing(opened, round + 1)
    await sleep(random() * 150)
    child.kill('SIGKILL')
    await once(child, 'exit')
    seen = (await drawn(opened, draws)).length
  }
  t.comment(`${seen} of ${DRAWS} drawn by servers that were killed`)
  for (const data of await runDraws.due(opened.ctx))
    t.same(await runDraws.run(opened.ctx, data, new AbortController().signal), { drawn: 1, late: 0 })
  for (const draw of draws) await holdsOneRecord(t, opened, draw)
})

/** Contests with two people each, frozen; the clock stands at the time of their draws. */
async function dueDraws({ ctx, clock }: TestContext, count: number): Promise<Draw[]> {
  const owner = await anOwner(ctx)
  const draws: Draw[] = []
  for (let n = 0; n < count; n++) {
    clock.set(NOON)
    const opened = await openedContest(ctx, { owner })
    await enterAll(ctx, opened, [aPostBy(1), aPostBy(2)])
    clock.set(collectedAt(opened.contest))
    draws.push(await freeze(ctx, opened))
  }
  clock.set(Math.max(...draws.map(({ drawAt }) => drawAt)))
  return draws
}

async function drawn({ ctx }: TestContext, draws: Draw[]): Promise<Draw[]> {
  const now = await Promise.all(draws.map(({ id }) => readDraw(ctx.db, id)))
  return now.filter(({ state }) => state === 'drawn')
}

/** A process of its own that has just begun with its n-th draw. */
async function startDrawing({ ctx, clock, url }: TestContext, n: number): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('./draw-what-is-due.ts', import.meta.url))
  const child = spawn(process.execPath, [script, url, String(clock.now())], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      NODE_ENV: 'test',
      PUBLIC_URL: ctx.config.publicUrl,
      DATA_DIR: ctx.config.dataDir,
      SECRET_KEY: TEST_KEY,
      ALLOW_LOOPBACK: '1',
      LOG_LEVEL: 'silent',
    },
  })
  let begun = 0
  for await (const _line of createInterface(child.stdout)) if (++begun === n) break
  return child
}

/** The record is there once, whole, and the one that the stored inputs give. */
async function holdsOneRecord(t: Test, { ctx }: TestContext, { id, commit, secret }: Draw): Promise<void> {
  const [record, ...more] = await listRecords(ctx.db, id)
  t.same(more, [])
  const expected = await computeDraw(
    {
      commit: JSON.parse(commit),
      entrants: Buffer.from(await readEntrants(ctx.db, id)),
      randomness: { type: 'local', secret: ctx.secrets.open('draw.secret', secret ?? Buffer.alloc(0)) },
      events: [],
    },
    { chains: ctx.chains },
  )
  t.equal(record?.text, formatRecord(expected))
  t.match(await readDraw(ctx.db, id), { state: 'drawn', error: null })
}
