import process from 'node:process'
import { pino } from 'pino'
import { manualClock } from '../../server/clock.ts'
import { readConfig } from '../../server/config.ts'
import { createContext } from '../../server/create-context.ts'
import { runDraws } from '../../server/jobs/run-draws.ts'

// Started by run-draws.test.ts, which kills it: `draw-what-is-due.ts URL AT`, with the settings in the environment. Draws
// what is due at that time, one after the other, and says so in a line before each.

const [, , url = '', at = ''] = process.argv
const config = readConfig(process.env, '/')
const { ctx, destroy } = await createContext(config, url, manualClock(Number(at)), pino({ level: 'silent' }))
for (const data of await runDraws.due(ctx)) {
  process.stdout.write('drawing\n')
  await runDraws.run(ctx, data, new AbortController().signal)
}
await destroy()
