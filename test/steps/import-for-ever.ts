import { readFile } from 'node:fs/promises'
import { argv } from 'node:process'
import { pino } from 'pino'
import { manualClock } from '../../server/clock.ts'
import { readConfig } from '../../server/config.ts'
import { createContext } from '../../server/create-context.ts'
import { findContest } from '../../server/db/contests.ts'
import { importPosts } from '../../server/steps/import-posts.ts'

// Started by import-posts-kill.test.ts, which kills it: `import-for-ever.ts DATABASE_URL NOW SETTINGS CONTEST LIST` imports a
// list into a contest.
const [, , url = '', now = '', settings = '{}', slug = '', path = ''] = argv
const { ctx, destroy } = await createContext(
  readConfig(JSON.parse(settings), '/'),
  url,
  manualClock(Number(now)),
  pino({ level: 'silent' }),
)
const contest = await findContest(ctx.db, slug)
if (!contest) throw new Error(`There is no contest "${slug}"`)
const list = await readFile(path)
const body = async function* () {
  yield list
}
await importPosts(ctx, contest, body(), { name: 'List', dryRun: false })
await destroy()
