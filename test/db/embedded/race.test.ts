import { once } from 'node:events'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pid as ourPid } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { run } from '../../../server/db/embedded/run.ts'
import { prepareSite } from '../../../server/db/embedded/site.ts'
import { stopCluster } from '../../../server/db/embedded/stop.ts'
import { ask, madeFolder, spawnOwner, startElsewhere, startHere } from '../../support/embedded.ts'
import { scratchFolder } from '../../support/scratch.ts'

t.setTimeout(120_000)

async function endedPid(): Promise<string> {
  return (await run('/bin/sh', ['-c', 'echo $$'])).output.trim()
}

t.test('a cluster that was killed while it was made is made anew', async (t) => {
  const dataDir = await scratchFolder(t)
  await mkdir(join(dataDir, `making-${await endedPid()}-before/data`), { recursive: true })
  await mkdir(join(dataDir, `making-${ourPid}-alive`))
  const halfMade = async () => (await readdir(dataDir)).filter((name) => name.startsWith('making-'))
  const starting = spawnOwner({ dataDir })
  while ((await halfMade()).length < 3) await sleep(5)
  await sleep(100)
  starting.kill('SIGKILL')
  await once(starting, 'exit')
  t.equal((await halfMade()).length, 3)
  t.notOk((await readdir(dataDir)).includes('cluster'))

  const database = await startHere(t, { dataDir })
  t.same(await ask(database.url, 'select 1'), [1])
  t.same(
    await halfMade(),
    [`making-${ourPid}-alive`],
    'and only what a living process makes is left of the others',
  )
})

t.test('of five that start at once on a fresh folder one gets it and the others are told who', async (t) => {
  const dataDir = await scratchFolder(t)
  const all = await Promise.all(Array.from({ length: 5 }, () => startElsewhere(t, { dataDir })))
  const winners = all.filter((one) => one.error === '')
  t.equal(winners.length, 1)
  for (const one of all) {
    if (one !== winners[0]) t.match(one.error, `in use by process ${winners[0]?.process.pid}`)
  }
  t.same((await readdir(dataDir)).sort(), ['cluster', 'postgres.log'])
})

t.test('a database that will not shut down is dropped as in a power cut', async (t) => {
  const dataDir = await madeFolder(t)
  const database = await startHere(t, { dataDir, throwAway: false })
  await ask(database.url, 'create table kept as select 1 as one')
  const [checkpointer] = await ask(
    database.url,
    `select pid from pg_stat_activity where backend_type = 'checkpointer'`,
  )
  process.kill(Number(checkpointer), 'SIGSTOP')
  const stopping = database.stop()
  await stopCluster(await prepareSite(dataDir), 100)
  await stopping
  const again = await startHere(t, { dataDir })
  t.same(await ask(again.url, 'select one from kept'), [1])
})
