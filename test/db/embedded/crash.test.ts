import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pid as ourPid } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { findPostmaster, isPostmaster } from '../../../server/db/embedded/pid-file.ts'
import { startEmbedded } from '../../../server/db/embedded/start.ts'
import { ask, madeFolder, startElsewhere, startHere } from '../../support/embedded.ts'
import { until } from '../../support/until.ts'

t.setTimeout(120_000)

/** Asks until the database answers. The test's own time limit ends it where it never does. */
async function askPatiently(url: string, statement: string): Promise<unknown[]> {
  for (;;) {
    try {
      return await ask(url, statement)
    } catch {
      await sleep(50)
    }
  }
}

t.test('the database of an owner that was killed goes on, and the next owner takes it over', async (t) => {
  const dataDir = await madeFolder(t)
  const killed = await startElsewhere(t, { dataDir })
  await ask(killed.url, 'create table kept as select 1 as one')
  await killed.killOwner()
  t.equal(await isPostmaster(killed.pid, join(dataDir, 'cluster/data')), true)

  const next = await startHere(t, { dataDir })
  t.match(next, { reused: true, pid: killed.pid, url: killed.url })
  t.same(await ask(next.url, 'select one from kept'), [1])
  await next.stop()
  t.equal(
    await isPostmaster(killed.pid, join(dataDir, 'cluster/data')),
    false,
    'and it is stopped like any other',
  )
})

t.test('Ctrl-C in the terminal of the owner does not reach the database', async (t) => {
  const dataDir = await madeFolder(t)
  const owner = await startElsewhere(t, { dataDir, detached: true })
  if (owner.process.pid === undefined) throw new Error('expected a process')
  process.kill(-owner.process.pid, 'SIGINT')
  await once(owner.process, 'exit')
  const next = await startHere(t, { dataDir })
  t.match(next, { reused: true, pid: owner.pid })
})

t.test('a Postgres that is killed under its owner is back at the same address', async (t) => {
  const dataDir = await madeFolder(t)
  const database = await startHere(t, { dataDir, throwAway: false })
  await ask(database.url, 'create table kept as select 1 as one')
  const before = database.pid
  process.kill(before, 'SIGKILL')

  t.same(await askPatiently(database.url, 'select one from kept'), [1])
  // It takes connections a moment before it is ours again.
  await until('the owner has it again', () => database.pid !== before)
  await t.rejects(startEmbedded({ dataDir }), { name: 'DatabaseInUse' }, 'and is still ours')
  await database.stop()
  t.equal(await findPostmaster(join(dataDir, 'cluster/data')), null)
})

t.test('a connection that crashes takes the others along, and the database stays ours', async (t) => {
  const dataDir = await madeFolder(t)
  const database = await startHere(t, { dataDir })
  const [backend] = await ask(
    database.url,
    `select pid from pg_stat_activity where application_name = 'folkalog server ${ourPid}'`,
  )
  process.kill(Number(backend), 'SIGKILL')
  const claims = `select pid from pg_locks where locktype = 'advisory' and granted`
  await until('another connection holds the claim', async () => {
    const [holder] = await askPatiently(database.url, claims)
    return holder !== undefined && holder !== backend
  })
  await t.rejects(startEmbedded({ dataDir }), { name: 'DatabaseInUse' })
})

t.test('stopping while the database is being brought back leaves none running', async (t) => {
  const dataDir = await madeFolder(t)
  for (const delay of [0, 5, 20, 60]) {
    const database = await startHere(t, { dataDir })
    process.kill(database.pid, 'SIGKILL')
    await sleep(delay)
    await database.stop()
    t.equal(await findPostmaster(join(dataDir, 'cluster/data')), null)
  }
})

t.test('after a crash of owner and Postgres the next start recovers what was committed', async (t) => {
  const dataDir = await madeFolder(t)
  const lost = await startElsewhere(t, { dataDir })
  await ask(lost.url, 'create table kept as select 1 as one')
  await lost.killOwner()
  process.kill(lost.pid, 'SIGKILL')
  const found = await startHere(t, { dataDir })
  t.equal(found.reused, false)
  t.same(await ask(found.url, 'select one from kept'), [1])
})

t.test('a pid that has since gone to another program does not stand in the way', async (t) => {
  const dataDir = await madeFolder(t)
  const lost = await startElsewhere(t, { dataDir })
  await lost.killOwner()
  process.kill(lost.pid, 'SIGKILL')
  while (await isPostmaster(lost.pid, join(dataDir, 'cluster/data'))) await sleep(10)
  const file = join(dataDir, 'cluster/data/postmaster.pid')
  await writeFile(file, (await readFile(file, 'utf8')).replace(String(lost.pid), String(ourPid)))
  const found = await startHere(t, { dataDir })
  t.same(await ask(found.url, 'select 1'), [1])
})
