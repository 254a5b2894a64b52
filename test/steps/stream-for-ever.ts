import { argv } from 'node:process'
import { pino } from 'pino'
import { manualClock } from '../../server/clock.ts'
import { readConfig } from '../../server/config.ts'
import { createContext } from '../../server/create-context.ts'
import { followStream } from '../../server/steps/follow-stream.ts'
import { tiny } from '../support/tiny-network.ts'

// Started by stream-turns.test.ts: `stream-for-ever.ts DATABASE_URL NOW SETTINGS SOURCE` listens to a source until it is killed.
const [, , url = '', now = '', settings = '{}', source = ''] = argv
const { ctx } = await createContext(
  readConfig(JSON.parse(settings), '/'),
  url,
  manualClock(Number(now)),
  pino({ level: 'silent' }),
)
await followStream({ ...ctx, sources: [tiny] }, Number(source), new AbortController().signal)
