import t from 'tap'
import { MINUTE } from '../../server/contest/instant.ts'
import { foldQuietRuns } from '../../server/db/fold-runs.ts'
import { endRun, insertRun, listRuns, type RunCounts } from '../../server/db/runs.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { anOwner } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { NOON } from '../support/mastodon.ts'

const { ctx, clock } = await testContext(t)
const owner = await anOwner(ctx)
const QUIET: RunCounts = { pages: 1, seen: 2, stored: 0, changed: 0, withdrawn: 0, skipped: 0, samples: [] }

/** A minute apart: `.` brought nothing, `+` something, `!` failed; upper and lower places are two targets. */
async function runs(name: string, told: string): Promise<number> {
  clock.set(NOON)
  const settings = { url: 'https://social.example' }
  const sourceId = await addSource(ctx, owner.brandId, { kind: 'mastodon', name, settings })
  for (const what of told) {
    clock.advance(MINUTE)
    const run = {
      sourceId,
      target: what === ',' ? 'tag:b' : 'tag:a',
      way: 'poll',
      startedAt: clock.now(),
    } as const
    const failure = what === '!' ? ({ error: 'no', fault: 'refused' } as const) : null
    const counts = { ...QUIET, stored: what === '+' ? 1 : 0 }
    await endRun(ctx.db, await insertRun(ctx.db, run), counts, { at: clock.now(), failure })
  }
  return sourceId
}

const told = async (sourceId: number) =>
  (await listRuns(ctx.db, sourceId, 100)).toReversed().map((run) => {
    const minute = (at: number | null) => ((at ?? 0) - NOON) / MINUTE
    return `${run.target} ${run.reads} ${minute(run.startedAt)}-${minute(run.endedAt)} ${run.pages}/${run.seen}`
  })

t.test('reads in a row that brought nothing become one, with their times and numbers', async (t) => {
  const sourceId = await runs('one', '...+..!.')
  t.equal(await foldQuietRuns(ctx.db, NOON + 100 * MINUTE), 3)
  t.same(await told(sourceId), [
    'tag:a 3 1-3 3/6',
    'tag:a 1 4-4 1/2',
    'tag:a 2 5-6 2/4',
    'tag:a 1 7-7 1/2',
    'tag:a 1 8-8 1/2',
  ])
  t.equal(await foldQuietRuns(ctx.db, NOON + 100 * MINUTE), 0, 'again is harmless')
})

t.test(
  'what is folded already is folded on, each target by itself, and the newest stay single',
  async (t) => {
    const sourceId = await runs('two', '..,.,..')
    t.equal(await foldQuietRuns(ctx.db, NOON + 3 * MINUTE), 1)
    t.equal(await foldQuietRuns(ctx.db, NOON + 7 * MINUTE), 3)
    t.same(await told(sourceId), ['tag:a 4 1-6 4/8', 'tag:b 2 3-5 2/4', 'tag:a 1 7-7 1/2'])
  },
)
