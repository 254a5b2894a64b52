import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Context } from '../server/context.ts'
import { followSource } from '../server/db/sources.ts'
import { collect } from '../server/steps/collect.ts'
import { addSource } from '../server/steps/connect-source.ts'
import { openCampaign } from './campaign.ts'
import { startProgram } from './program.ts'
import { quietPort } from './quiet-port.ts'
import { openStage } from './stage.ts'
import type { Bench, Row } from './table.ts'

/** Sources that one server reads each minute. */
const SOURCES = 200
/** As many at once as the job reads. */
const AT_ONCE = 4
/** Reads over which memory has to stay as it is; `--full` takes the number that is promised. */
const READS = process.argv.includes('--full') ? 10_000 : 1_000
/** Memory after all reads, as a multiple of that after the first few hundred. */
const GROWTH = 1.15
const MINUTE_OF_CORE = 60
/** Times that garbage is collected, and the milliseconds after each. */
const COLLECTIONS = 3
const COLLECTED_IN = 100

export const polling: Bench = {
  about: `Processor time that one server takes to read ${SOURCES} sources once, each with one request to a network in another
process on which nobody has posted: what a minute costs when every source is read each minute. The limit is one core for that
minute. And the memory in use after ${READS.toLocaleString('en')} reads, beside that after the first ${SOURCES}, both after the
garbage was collected.`,
  run,
}

async function run(): Promise<Row[]> {
  const { ctx, end } = await openStage({ ALLOW_LOOPBACK: '1' })
  const port = await quietPort()
  const url = `http://127.0.0.1:${port}`
  const network = await startProgram(
    [fileURLToPath(new URL('./empty-network.ts', import.meta.url)), String(port)],
    {},
    `${url}/`,
  )
  try {
    const { contest } = await openCampaign(ctx, 'bench', 'before')
    const sourceIds: number[] = []
    for (let n = 0; n < SOURCES; n++) {
      const draft = { kind: 'mastodon', name: `network ${n}`, settings: { url } }
      const id = await addSource(ctx, contest.brandId, draft)
      await followSource(ctx.db, contest.id, id)
      sourceIds.push(id)
    }
    await readAll(ctx, sourceIds)
    const before = await memoryInUse()
    const rounds = READS / SOURCES
    const start = process.cpuUsage()
    for (let round = 0; round < rounds; round++) await readAll(ctx, sourceIds)
    const { user, system } = process.cpuUsage(start)
    return [
      {
        what: `${SOURCES} sources a minute`,
        figure: (user + system) / 1e6 / rounds,
        limit: MINUTE_OF_CORE,
        unit: 's of a core',
        goal: { most: 1 },
      },
      {
        what: `memory after ${READS.toLocaleString('en')} reads`,
        figure: (await memoryInUse()) / 1e6,
        limit: before / 1e6,
        unit: 'MB',
        goal: { most: GROWTH },
      },
    ]
  } finally {
    await network.stop()
    await end()
  }
}

async function readAll(ctx: Context, sourceIds: readonly number[]): Promise<void> {
  const left = [...sourceIds]
  const { signal } = new AbortController()
  const worker = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const { failed } = await collect(ctx, id, signal)
      if (failed > 0) throw new Error(`The source ${id} could not be read; expected an empty network`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

/** What is left after the garbage was collected, buffers included: those go only after what held them has gone. */
async function memoryInUse(): Promise<number> {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  for (let n = 0; n < COLLECTIONS; n++) {
    collectGarbage()
    await sleep(COLLECTED_IN)
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
