import type { RequestListener } from 'node:http'
import sharp from 'sharp'
import t from 'tap'
import type { Post } from '../../server/contest/post.ts'
import type { Context } from '../../server/context.ts'
import { listQueue } from '../../server/db/moderation-queue.ts'
import { listPendingPictures } from '../../server/db/pictures.ts'
import { createDiskStore } from '../../server/media/disk-store.ts'
import { MAX_BYTES } from '../../server/media/limits.ts'
import { RENDITIONS, renditionPath } from '../../server/media/names.ts'
import { fetchPicture, PICTURE_TRIES } from '../../server/steps/fetch-picture.ts'
import { openedContest } from '../support/builders.ts'
import { testContext } from '../support/context.ts'
import { bring, fetchPictures } from '../support/crowd.ts'
import { aNewPost, entriesOf } from '../support/entries.ts'
import { drip, pour, startMediaServer } from '../support/media-server.ts'
import { claimPng } from '../support/png.ts'
import { scenePhoto } from '../support/scene.ts'
import { loopbackFetch } from '../support/source-io.ts'

const { ctx } = await testContext(t)
const { contest } = await openedContest(ctx)
const { signal } = new AbortController()

/** What the server answers, by path. */
const answers = new Map<string, RequestListener>()
const server = await startMediaServer(t, (request, response) => {
  const answer = answers.get(request.url ?? '')
  if (answer) answer(request, response)
  else response.writeHead(404).end()
})

/** A post whose pictures the server answers so. */
async function aPostShowing(...given: RequestListener[]): Promise<Post> {
  const pictures = given.map((answer) => {
    const path = `/${answers.size}`
    answers.set(path, answer)
    return { url: `${server.origin}${path}`, kind: 'image', poster: null, alt: null } as const
  })
  const post = aNewPost({ pictures })
  await bring(ctx, [post], [contest.id])
  return post
}

function bytes(body: Uint8Array, status = 200): RequestListener {
  return (_request, response) => response.writeHead(status).end(body)
}

/** One try, in place of the job's. */
async function tryOnce(given: Context = ctx): Promise<{ ready: number; broken: number }> {
  const [id, ...more] = await listPendingPictures(ctx.db, 10)
  if (id === undefined || more.length > 0) throw new Error(`Found ${more.length + 1} pictures that wait`)
  return fetchPicture(given, id, signal)
}

async function entryOf(post: Post) {
  const [entry, ...more] = await entriesOf(ctx, contest, post)
  if (!entry || more.length > 0) throw new Error(`${post.id} made ${more.length + 1} entries`)
  return { ...entry, open: entry.checks.filter(({ outcome }) => outcome !== 'pass') }
}

t.test('a picture is fetched, rendered and stored, and its entry counts', async (t) => {
  const photo = await scenePhoto(1, 1_600, 1_200)
  const post = await aPostShowing(bytes(photo))
  t.match((await entryOf(post)).open, [{ code: 'picture_pending', outcome: 'wait' }])
  t.same(
    await listQueue(ctx.db, contest.id, 'waiting', 10, null),
    [],
    'nobody is asked before it can be seen',
  )
  t.same(await tryOnce(), { ready: 1, broken: 0 })
  const { mediaId, verdict, open } = await entryOf(post)
  t.match({ verdict, open }, { verdict: 'counts', open: [] })
  for (const { name } of RENDITIONS) t.ok(await ctx.store.has(renditionPath(mediaId ?? '', name)), name)
  t.match(await listQueue(ctx.db, contest.id, 'waiting', 10, null), [
    { pictures: [{ state: 'ready', mediaId }] },
  ])
  const sizes = await Promise.all(
    RENDITIONS.map(async ({ name }) => {
      const file = await ctx.store.get(renditionPath(mediaId ?? '', name))
      return (await sharp(file ?? undefined).metadata()).width
    }),
  )
  t.same(sizes, [1_600, 1_280, 1_200, 640, 320])
})

t.test('a picture may take 20 MB and 30 seconds, whoever sends it', async (t) => {
  await aPostShowing(bytes(await scenePhoto(3, 400, 300)))
  const limits: unknown[] = []
  const fetch: Context['fetch'] = (url, options) => {
    limits.push(options?.limits)
    return ctx.fetch(url, options)
  }
  t.same(await tryOnce({ ...ctx, fetch }), { ready: 1, broken: 0 })
  t.match(limits, [{ maxBytes: 20_000_000, deadline: 30_000 }])
  t.equal(limits.length, 1)
})

const photo = await scenePhoto(2, 400, 300)
const BROKEN: [title: string, answer: RequestListener, why: RegExp][] = [
  ['is no longer there', bytes(Buffer.alloc(0), 404), /no longer at its address \(the server answered 404\)/],
  ['was taken away', bytes(Buffer.alloc(0), 410), /answered 410/],
  ['is empty', bytes(Buffer.alloc(0)), /empty/],
  ['is a page', bytes(Buffer.from('<!DOCTYPE html><title>x</title>')), /is a web page/],
  ['is a drawing that could hold a script', bytes(Buffer.from('<svg xmlns="x"/>')), /is an SVG drawing/],
  ['is cut off', bytes(photo.subarray(0, photo.length / 3)), /./],
  ['has too many pixels', bytes(claimPng(16_000, 16_000)), /megapixels|pixels/i],
  ['is too large', (_request, response) => void pour(response, MAX_BYTES + 1), /./],
  [
    'leads into the network of the server',
    (_request, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
    /./,
  ],
]

for (const [title, answer, why] of BROKEN) {
  t.test(`an entry whose picture ${title} is kept, and says why it does not count`, async (t) => {
    const post = await aPostShowing(answer)
    t.same(await tryOnce(), { ready: 0, broken: 1 })
    const { state, verdict, open, mediaId } = await entryOf(post)
    t.match({ state, verdict, mediaId }, { state: 'waiting', verdict: 'fails', mediaId: null })
    t.match(open, [{ code: 'picture_broken', outcome: 'fail', detail: { why } }])
    t.same(await listPendingPictures(ctx.db, 10), [], 'it is not tried again')
  })
}

const PASSING: [title: string, answer: RequestListener][] = [
  ['does not answer well', bytes(Buffer.from('busy'), 503)],
  ['refuses us', bytes(Buffer.alloc(0), 403)],
  ['closes the connection', (request) => void request.socket.destroy()],
  ['sends a byte now and then', (_request, response) => void drip(response, 50)],
]

for (const [title, answer] of PASSING) {
  t.test(`a picture whose server ${title} is tried four times before it counts as broken`, async (t) => {
    const hasty = { ...ctx, fetch: loopbackFetch(t, 400) }
    const post = await aPostShowing(answer)
    for (let tries = 1; tries < PICTURE_TRIES; tries++) {
      await t.rejects(tryOnce(hasty))
      t.match((await entryOf(post)).open, [{ code: 'picture_pending', outcome: 'wait' }])
    }
    t.same(await tryOnce(hasty), { ready: 0, broken: 1 })
    t.match((await entryOf(post)).open, [
      { code: 'picture_broken', detail: { why: 'It could not be fetched in 4 tries.' } },
    ])
  })
}

t.test('a full disk says nothing about a picture, however often it is tried', async (t) => {
  const post = await aPostShowing(bytes(photo))
  const full = { ...ctx, store: await createDiskStore(t.testdir(), async () => 0.01) }
  for (let tries = 0; tries < PICTURE_TRIES + 2; tries++)
    await t.rejects(tryOnce(full), { name: 'StoreError', kind: 'full' })
  t.match((await entryOf(post)).open, [{ code: 'picture_pending' }])
  t.same(await tryOnce(), { ready: 1, broken: 0 })
  t.match(await entryOf(post), { verdict: 'counts' })
})

t.test('one readable picture of several is enough', async (t) => {
  const post = await aPostShowing(bytes(Buffer.from('no picture')), bytes(await scenePhoto(3, 200, 150)))
  await fetchPictures(ctx)
  t.match(await entryOf(post), { verdict: 'counts', open: [], mediaId: /^[0-9a-f]{64}$/ })
})

t.test('a picture that an edit replaced meanwhile is not taken for the new one', async (t) => {
  const next = await scenePhoto(5, 200, 150)
  answers.set('/next', bytes(next))
  let edited: Promise<unknown> = Promise.resolve()
  const post = await aPostShowing(async (_request, response) => {
    const pictures = [{ url: `${server.origin}/next`, kind: 'image', poster: null, alt: null }] as const
    edited = bring(ctx, [{ ...post, editedAt: post.postedAt + 1, pictures: [...pictures] }], [contest.id])
    await edited
    response.end(await scenePhoto(4, 200, 150))
  })
  await tryOnce()
  t.match((await entryOf(post)).open, [{ code: 'picture_pending' }])
  t.same(await tryOnce(), { ready: 1, broken: 0 })
  const { mediaId } = await entryOf(post)
  t.equal((await ctx.store.get(renditionPath(mediaId ?? '', 'master.jpg'))) === null, false)
  t.match(await ctx.db.selectFrom('media').select('bytes').where('id', '=', mediaId).execute(), [
    { bytes: next.length },
  ])
})

t.test('a picture that is fetched twice, or is no more, changes nothing', async (t) => {
  const post = await aPostShowing(bytes(await scenePhoto(6, 200, 150)))
  const [id = 0] = await listPendingPictures(ctx.db, 1)
  await fetchPicture(ctx, id, signal)
  const before = await entryOf(post)
  t.same(await fetchPicture(ctx, id, signal), { ready: 1, broken: 0 })
  t.same(await entryOf(post), before)
  t.same(await fetchPicture(ctx, id + 1_000, signal), { ready: 0, broken: 0 })
})
