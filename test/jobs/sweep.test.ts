import { mkdir, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import t from 'tap'
import { DAY, HOUR, MINUTE } from '../../server/contest/instant.ts'
import { setItemMedia } from '../../server/db/items.ts'
import { keep } from '../../server/db/kept.ts'
import { insertMedia, readMedia } from '../../server/db/media.ts'
import { setPictureReady } from '../../server/db/pictures.ts'
import { sweep } from '../../server/jobs/sweep.ts'
import { renditionPath } from '../../server/media/names.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { bring } from '../support/crowd.ts'
import { aNewPost } from '../support/entries.ts'

const { ctx, clock } = await testContext(t)
const { contest, items } = await openedContest(ctx)
const { signal } = new AbortController()
const MEDIA = join(ctx.config.dataDir, 'media')

/** A picture of bytes that nobody looks at, as old as told. */
async function aMedium(letter: string, age: number): Promise<string> {
  const id = letter.repeat(64)
  await insertMedia(
    ctx.db,
    {
      id,
      format: 'jpeg',
      width: 9,
      height: 9,
      bytes: 9,
      frames: 1,
      thumbhash: Uint8Array.of(1),
      colour: '#000000',
    },
    clock.now() - age,
  )
  await aFile(renditionPath(id, '320.webp'), age)
  return id
}

/** A file in the media folder that was written so long ago. */
async function aFile(name: string, age: number): Promise<void> {
  const path = join(MEDIA, name)
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, 'bytes')
  const then = new Date(Date.now() - age)
  await utimes(path, then, then)
}

function isThere(id: string): Promise<boolean> {
  return ctx.store.has(renditionPath(id, '320.webp'))
}

t.test('what a post shows, and what the catalogue prints, is never swept out', async (t) => {
  const [shown, printed] = [await aMedium('a', 90 * DAY), await aMedium('b', 90 * DAY)]
  await bring(ctx, [aNewPost()], [contest.id])
  const { id } = await ctx.db.selectFrom('picture').select('id').executeTakeFirstOrThrow()
  await setPictureReady(ctx.db, id, shown)
  await setItemMedia(ctx.db, items[0]?.id ?? 0, printed)
  t.match(await sweep.run(ctx, {}, signal), { unused: 0, orphans: 0 })
  t.equal((await readMedia(ctx.db, [shown, printed])).size, 2)
  t.ok((await isThere(shown)) && (await isThere(printed)))
})

t.test('a picture that nothing shows any more goes a day after it came, with its files', async (t) => {
  const [young, old] = [await aMedium('c', DAY - MINUTE), await aMedium('d', DAY + MINUTE)]
  t.match(await sweep.run(ctx, {}, signal), { unused: 1, orphans: 1 })
  t.same([...(await readMedia(ctx.db, [young, old])).keys()], [young])
  t.same([await isThere(young), await isThere(old)], [true, false])
})

t.test('files that belong to no picture go a day after they were written', async (t) => {
  const [young, old] = ['e', 'f'].map((letter) => renditionPath(letter.repeat(64), 'master.jpg'))
  await aFile(young ?? '', DAY - MINUTE)
  await aFile(old ?? '', DAY + MINUTE)
  await aFile('lost/and-found/notes.txt', 2 * DAY)
  t.match(await sweep.run(ctx, {}, signal), { orphans: 2 })
  t.same([await ctx.store.has(young ?? ''), await ctx.store.has(old ?? '')], [true, false])
  t.equal(await ctx.store.has('lost/and-found/notes.txt'), false)
})

t.test('half-written files and ended sessions go, running ones stay', async (t) => {
  await aFile('.temporary/half', HOUR)
  await aFile('.temporary/being-written', MINUTE)
  await keep(ctx.db, 'ended', Buffer.from('1'), -1)
  await keep(ctx.db, 'running', Buffer.from('1'), 60)
  t.match(await sweep.run(ctx, {}, signal), { sessions: 1, temporary: 1 })
  t.match(await sweep.run(ctx, {}, signal), { sessions: 0, temporary: 0, unused: 0, orphans: 0 }, 'once')
})

t.test('a sweep that is called off removes no file more', async (t) => {
  await aFile(renditionPath('9'.repeat(64), 'master.jpg'), 2 * DAY)
  t.match(await sweep.run(ctx, {}, AbortSignal.abort()), { orphans: 0 })
  t.match(await sweep.run(ctx, {}, signal), { orphans: 1 })
})
