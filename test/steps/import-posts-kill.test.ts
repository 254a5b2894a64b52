import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Context } from '../../server/context.ts'
import { IMPORT_BATCH, importPosts } from '../../server/steps/import-posts.ts'
import { CAMPAIGN_TAG, openedContest } from '../support/builders.ts'
import { environment, testContext } from '../support/context.ts'

t.setTimeout(90_000)

const ROWS = 6 * IMPORT_BATCH

async function countPosts(ctx: Context): Promise<number> {
  const { posts } = await ctx.db
    .selectFrom('post')
    .select((eb) => eb.fn.countAll<number>().as('posts'))
    .executeTakeFirstOrThrow()
  return posts
}

t.test('an import that was killed has stored whole batches, and the next one stores the rest', async (t) => {
  const { ctx, clock, url } = await testContext(t)
  const { contest } = await openedContest(ctx)
  const path = join(ctx.config.dataDir, 'list.csv')
  const rows = Array.from(
    { length: ROWS },
    (_, i) => `x,https://x.example/${i},#${CAMPAIGN_TAG} #krakk,2026-09-01 13:00,${i}\n`,
  )
  await writeFile(path, `network,url,text,posted_at,author_id\n${rows.join('')}`)
  const script = fileURLToPath(new URL('./import-for-ever.ts', import.meta.url))
  const settings = JSON.stringify(environment(ctx.config.dataDir))
  const child = spawn(execPath, [script, url, String(clock.now()), settings, contest.slug, path], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {},
  })
  t.teardown(() => child.kill('SIGKILL'))
  const exit = once(child, 'exit')
  while ((await countPosts(ctx)) === 0 && child.exitCode === null) await sleep(5)
  child.kill('SIGKILL')
  await exit
  const before = await countPosts(ctx)
  t.ok(before > 0 && before < ROWS, `${before} of ${ROWS} were stored`)
  t.equal(before % IMPORT_BATCH, 0)

  const list = await readFile(path)
  const body = async function* () {
    yield list
  }
  const { posts } = await importPosts(ctx, contest, body(), { name: 'List', dryRun: false })
  t.equal(posts.filter(({ outcome }) => outcome === 'same').length, before)
  t.equal(posts.filter(({ outcome }) => outcome === 'new').length, ROWS - before)
  t.equal(posts.filter(({ entries }) => entries.length === 1).length, ROWS)
  t.equal(await countPosts(ctx), ROWS)
})
