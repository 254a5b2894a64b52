import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { DAY, MINUTE } from '../../server/contest/instant.ts'
import type { Context } from '../../server/context.ts'
import { listPendingPictures } from '../../server/db/pictures.ts'
import { fetchPicture as job } from '../../server/jobs/fetch-picture.ts'
import { sweep } from '../../server/jobs/sweep.ts'
import { RENDITIONS, renditionPath } from '../../server/media/names.ts'
import { aPost, openedContest } from '../support/builders.ts'
import { shownEntries } from '../support/collection.ts'
import { environment, type TestContext, testContext } from '../support/context.ts'
import { bring } from '../support/crowd.ts'
import { NOON } from '../support/mastodon.ts'
import { startMediaServer } from '../support/media-server.ts'
import { scenePhoto } from '../support/scene.ts'
import type { Cleaner } from '../support/scratch.ts'

const PICTURES = 20
/** The server is killed so many milliseconds after it asked for this one. */
const KILL = { at: 10, after: 100 }

// A sign of life that fails to come is noticed after seconds.
t.setTimeout(120_000)

/** Starts a server of its own on the same database and folder, and kills it in the middle of its work. */
async function workAndKill(
  t: Cleaner,
  { ctx, clock, url }: TestContext,
  until: () => Promise<void>,
): Promise<void> {
  const script = fileURLToPath(new URL('./fetch-for-ever.ts', import.meta.url))
  const settings = JSON.stringify(environment(ctx.config.dataDir))
  const child = spawn(execPath, [script, url, String(clock.now()), settings], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {},
  })
  t.teardown(() => child.kill('SIGKILL'))
  const exit = once(child, 'exit')
  await once(createInterface(child.stdout), 'line')
  await until()
  child.kill('SIGKILL')
  await exit
}

t.test('of twenty pictures none is lost when their server is killed, and nothing stays behind', async (t) => {
  const opened = await testContext(t)
  const { ctx } = opened
  const { contest } = await openedContest(ctx)
  const photos = await Promise.all(Array.from({ length: PICTURES }, (_, n) => scenePhoto(n + 1, 480, 320)))
  const server = await startMediaServer(t, (request, response) => {
    response.end(photos[Number(request.url?.slice(1))])
  })
  const posts = photos.map((_, n) =>
    aPost(n, {
      postedAt: NOON - n * MINUTE,
      pictures: [{ url: `${server.origin}/${n}`, kind: 'image', poster: null, alt: null }],
    }),
  )
  // What is taken over is not waited for longer than need be.
  await ctx.queue.define(job.name, { ...job.rules, retryAfter: 1 })
  await bring(ctx, posts, [contest.id])
  await workAndKill(t, opened, async () => {
    while (server.requests.length < KILL.at) await sleep(5)
    await sleep(KILL.after)
  })
  t.comment(`${(await listPendingPictures(ctx.db, 100)).length} of ${PICTURES} wait after the kill`)
  t.ok((await listPendingPictures(ctx.db, 100)).length > 0, 'it was killed before it was done')

  const killed = performance.now()
  const other = await testContext(t, { beside: opened, jobs: true })
  while ((await listPendingPictures(ctx.db, 100)).length > 0) await sleep(100)
  const seconds = (performance.now() - killed) / 1000
  t.comment(`all done ${seconds.toFixed(1)} s after the kill`)
  t.ok(seconds < 5 * 60, 'within five minutes')
  const entries = await shownEntries(ctx, contest.id)
  t.same(
    entries.filter(({ verdict }) => verdict === 'counts').length,
    PICTURES,
    'each of the twenty has its picture',
  )
  await other.running?.stop(15)

  await grow(ctx, 2 * DAY)
  const [found, known] = [await storedFiles(ctx), await knownFiles(ctx)]
  t.same(
    known.filter((name) => !found.includes(name)),
    [],
    'every rendition of every picture is there',
  )
  t.match(await sweep.run(ctx, {}, new AbortController().signal), { orphans: found.length - known.length })
  t.same(await storedFiles(ctx), known, 'and nothing else')
  t.same(await readdir(join(ctx.config.dataDir, 'incoming')), [])
  t.same(await readdir(join(ctx.config.dataDir, 'media', '.temporary')), [])
})

async function storedFiles({ store }: Context): Promise<string[]> {
  const names: string[] = []
  for await (const { name } of store.list()) names.push(name)
  return names.toSorted()
}

async function knownFiles({ db }: Context): Promise<string[]> {
  const rows = await db.selectFrom('media').select('id').execute()
  return rows.flatMap(({ id }) => RENDITIONS.map(({ name }) => renditionPath(id, name))).toSorted()
}

/** Makes every file look older, as if so much time had passed. */
async function grow({ config }: Context, age: number): Promise<void> {
  const then = new Date(Date.now() - age)
  for (const folder of ['incoming', 'media']) {
    const path = join(config.dataDir, folder)
    for (const file of await readdir(path, { recursive: true })) await utimes(join(path, file), then, then)
  }
}
