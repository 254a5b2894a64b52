import { argv, stdout } from 'node:process'
import { pino } from 'pino'
import { manualClock } from '../../server/clock.ts'
import { readConfig } from '../../server/config.ts'
import { createContext } from '../../server/create-context.ts'
import { startJobs } from '../../server/jobs/cron.ts'
import { jobs } from '../../server/jobs/index.ts'

// Started by fetch-picture-kill.test.ts: `fetch-for-ever.ts DATABASE_URL NOW SETTINGS` works through the queue as a server
// does, until it is killed. Prints a line once it works.
const [, , url = '', now = '', settings = '{}'] = argv
const { ctx } = await createContext(
  readConfig(JSON.parse(settings), '/'),
  url,
  manualClock(Number(now)),
  pino({ level: 'silent' }),
)
await startJobs(ctx, jobs)
stdout.write('works\n')
