import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { HELD_FILES, HELD_LIFETIME } from '../../server/media/held.ts'
import { MAX_BYTES } from '../../server/media/limits.ts'
import { PHOTOS_PER_NETWORK } from '../../server/routes/public/photos.ts'
import { openedContest } from '../support/builders.ts'
import { environment } from '../support/context.ts'
import { heldOn, PERSON, sendPhotoForm } from '../support/photos.ts'
import { scenePhoto } from '../support/scene.ts'
import { startSite } from '../support/site.ts'
import { sendAndStop, tusClient, tusName } from '../support/tus.ts'

t.setTimeout(120_000)

const site = await startSite(t, { env: { TRUST_PROXY: '127.0.0.1' } })
const { ctx, clock } = site
const { contest } = await openedContest(ctx)
const tus = tusClient(site, contest.slug)
const folder = join(ctx.config.dataDir, 'held')
/** More than a connection holds by itself. */
const photo = Buffer.concat([await scenePhoto(900, 700, 500), Buffer.alloc(2_000_000)])
const idOf = (location: string) => location.split('/').at(-1) ?? ''

/** Waits until so many bytes of a photograph lie on the disk. */
async function arrived(location: string, bytes: number): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    const found = await readFile(join(folder, idOf(location))).catch(() => Buffer.alloc(0))
    if (found.length >= bytes) return
    await sleep(10)
  }
  throw new Error(`${bytes} bytes did not arrive`)
}

t.test('a photograph that came in pieces goes into an upload', async (t) => {
  const begun = await tus.begin(photo.length, tusName('Kopp på bordet.jpg'))
  t.equal(begun.status, 201)
  t.match(begun.location, /^\/c\/[a-z0-9-]+\/take-part\/photos\/[0-9a-z]{8}(-[0-9a-z]{8}){3}$/)
  for (const name of Object.keys(begun.headers)) t.notMatch(name, /^access-control/)
  t.match(begun.headers['content-security-policy'], "default-src 'self'")
  const middle = Math.floor(photo.length / 2)
  t.equal(
    (await tus.send(begun.location, photo.subarray(0, middle), 0)).headers['upload-offset'],
    String(middle),
  )
  const early = await sendPhotoForm(site, contest, { held: [idOf(begun.location)] })
  t.match(early.text, 'A photograph is no longer here', 'half a photograph is none')
  t.equal((await tus.send(begun.location, photo.subarray(middle), middle)).status, 204)
  const back = await sendPhotoForm(site, contest, { held: [idOf(begun.location)], change: { name: '' } })
  t.match(heldOn(back)[0]?.words, /^Kopp på bordet\.jpg, 2\.\d MB$/)
  t.equal((await sendPhotoForm(site, contest, { held: [idOf(begun.location)] })).status, 201)
  t.equal(await tus.offset(begun.location), -1)
})

t.test('a connection cut in the middle costs no byte that has arrived', async (t) => {
  const { location } = await tus.begin(photo.length)
  let offset = 0
  for (const stopAt of [1, 4_096, 20_000]) {
    const rest = photo.subarray(offset)
    const sending = await sendAndStop(site.address, location, rest, { offset, stopAt })
    await arrived(location, offset + stopAt)
    sending.cut()
    offset += stopAt
    t.equal(await tus.offset(location), offset, `after ${stopAt} more`)
  }
  t.equal((await tus.send(location, photo.subarray(offset), offset)).status, 204)
  t.ok((await readFile(join(folder, idOf(location)))).equals(photo), 'byte for byte')
  await ctx.held.remove(idOf(location))
})

t.test('a server that is killed in the middle goes on where it was', async (t) => {
  const program = fileURLToPath(new URL('./serve-for-ever.ts', import.meta.url))
  const server = spawn(process.execPath, [program], {
    env: { ...environment(ctx.config.dataDir), TEST_DATABASE: site.url, TEST_NOW: String(clock.now()) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.teardown(() => server.kill('SIGKILL'))
  const [said] = await once(server.stdout, 'data')
  const { location } = await tus.begin(photo.length, tusName('a.jpg'))
  await sendAndStop(String(said).trim(), location, photo, { offset: 0, stopAt: 10_000 })
  await arrived(location, 10_000)
  server.kill('SIGKILL')
  await once(server, 'exit')
  t.equal(await tus.offset(location), 10_000)
  t.equal((await tus.send(location, photo.subarray(10_000), 10_000)).status, 204)
  t.equal((await sendPhotoForm(site, contest, { held: [idOf(location)] })).status, 201)
})

t.test('a phone that fell silent does not keep itself from going on', async (t) => {
  const { location } = await tus.begin(photo.length)
  const silent = await sendAndStop(site.address, location, photo, { offset: 0, stopAt: 5_000 })
  await arrived(location, 5_000)
  t.equal(await tus.offset(location), 5_000, 'the old connection is still open')
  t.equal((await tus.send(location, photo.subarray(5_000), 5_000)).status, 204)
  silent.cut()
  await ctx.held.remove(idOf(location))
})

t.test('a photograph of exactly 20 MB is begun, a byte more or none is not', async (t) => {
  const most = await tus.begin(MAX_BYTES)
  t.equal(most.status, 201)
  t.equal((await tus.begin(MAX_BYTES + 1)).status, 413)
  for (const length of ['0', '-1', 'x', '1e9', '']) t.equal((await tus.begin(length)).status, 400, length)
  const later = { 'upload-length': '', 'upload-defer-length': '1' }
  t.equal((await tus.begin('', later)).status, 400, 'nor one that says its length later')
  await ctx.held.remove(idOf(most.location))
})

t.test('nothing is written but the bytes that come next', async (t) => {
  const { location } = await tus.begin(10)
  t.equal((await tus.send(location, Buffer.alloc(11), 0)).status, 413, 'more than was said')
  t.equal((await tus.send(location, Buffer.alloc(4), 1)).status, 409, 'a gap')
  t.equal((await tus.send(location, Buffer.alloc(4), -1)).status, 400)
  t.equal((await tus.send(location, Buffer.from('abcd'), 0)).status, 204)
  t.equal((await tus.send(location, Buffer.alloc(4), 0)).status, 409, 'twice')
  t.equal((await tus.send(location, Buffer.alloc(7), 4)).status, 413)
  t.equal((await tus.send(location, Buffer.from('e'), 4, { 'tus-resumable': '0.1.0' })).status, 400)
  t.equal(
    (await site.ask(location, { method: 'PATCH', body: 'e', headers: { 'tus-resumable': '1.0.0' } })).status,
    415,
  )
  t.equal(
    (await tus.send(location, Buffer.from('{}'), 4, { 'content-type': 'application/json' })).status,
    415,
  )
  t.equal(await tus.offset(location), 4)
  const [one, two] = await Promise.all([
    tus.send(location, Buffer.from('efg'), 4),
    tus.send(location, Buffer.from('xyz'), 4),
  ])
  t.same([one.status, two.status].sort(), [204, 409], 'at once')
  const headers = { 'tus-resumable': '1.0.0' }
  t.equal((await site.ask(location, { method: 'DELETE', headers })).status, 204)
  t.equal(await tus.offset(location), -1)
  t.same(await readdir(folder), [])
})

t.test('a refused piece does not keep its connection from the next request', async (t) => {
  const { location } = await tus.begin(photo.length)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  const ask = async (method: string, headers: Record<string, string>, body?: Uint8Array) => {
    const sent = request(`${site.address}${location}`, {
      agent,
      method,
      headers: { 'tus-resumable': '1.0.0', ...headers },
    })
    sent.end(body)
    const [answer] = await once(sent, 'response', { signal: AbortSignal.timeout(20_000) })
    answer.resume()
    return answer.statusCode
  }
  const piece = { 'content-type': 'application/offset+octet-stream', 'upload-offset': '5' }
  t.equal(await ask('PATCH', piece, Buffer.alloc(photo.length - 5)), 409)
  t.equal(await ask('HEAD', {}), 200)
  await ctx.held.remove(idOf(location))
})

t.test('it is found by its own id in its own contest, and read by nobody', async (t) => {
  const other = await openedContest(ctx)
  const { location } = await tus.begin(10)
  const elsewhere = location.replace(contest.slug, other.contest.slug)
  t.equal(await tus.offset(elsewhere), -1)
  t.equal((await tus.send(elsewhere, Buffer.alloc(1), 0)).status, 404)
  const base = `/c/${contest.slug}/take-part/photos`
  for (const path of [location, base, `${base}/`]) t.equal((await site.ask(path)).status, 404, path)
  for (const id of ['..', '%2e%2e', '..%2f..%2fsecret.key', `${idOf(location)}.json`, '%00', 'x'.repeat(250)])
    t.equal(await tus.offset(`${base}/${id}`), -1, id.slice(0, 30))
  const secret = { 'upload-metadata': `contest ${Buffer.from(other.contest.slug).toString('base64')}` }
  const claimed = await tus.begin(10, secret)
  t.equal(await tus.offset(claimed.location), 0, 'the address says which contest, not the sender')
  for (const one of [location, claimed.location]) await ctx.held.remove(idOf(one))
})

t.test('what stands behind the path of one photograph reaches no other', async (t) => {
  const other = await openedContest(ctx)
  const theirs = await tusClient(site, other.contest.slug).begin(10)
  let { location } = await tus.begin(10)
  const headers = { 'tus-resumable': '1.0.0' }
  for (const id of [idOf(theirs.location), `${idOf(theirs.location)}.json`]) {
    t.equal((await tus.send(`${location}?x=/${id}`, Buffer.from('a'), 0)).headers['upload-offset'], '1')
    t.equal((await site.ask(`${location}?x=/${id}`, { method: 'DELETE', headers })).status, 204)
    t.equal(await tus.offset(theirs.location), 0, 'the other is as it was')
    t.equal(await tus.offset(location), -1)
    ;({ location } = await tus.begin(10))
  }
  for (const one of [location, theirs.location]) await ctx.held.remove(idOf(one))
})

t.test('none is begun for a contest that takes none, nor from another site', async (t) => {
  const draft = await openedContest(ctx, { state: 'draft' })
  t.equal((await tusClient(site, draft.contest.slug).begin(10)).status, 404)
  const now = clock.now()
  for (const [at, status] of [
    [contest.rules.closesAt - 1, 201],
    [contest.rules.closesAt, 409],
    [contest.rules.opensAt - 1, 409],
    [contest.rules.opensAt, 201],
  ] as const) {
    clock.set(at)
    const { status: found, location } = await tus.begin(10)
    t.equal(found, status)
    if (location) await ctx.held.remove(idOf(location))
  }
  clock.set(now)
  t.equal((await tus.begin(10, { 'sec-fetch-site': 'cross-site' })).status, 403)
})

t.test('after two hours it is over, finished or not, and then swept away', async (t) => {
  const { location } = await tus.begin(10)
  const about = join(folder, `${idOf(location)}.json`)
  const age = async (by: number) => {
    const text = await readFile(about, 'utf8')
    const then = new Date(Date.now() - by)
    await writeFile(about, JSON.stringify({ ...JSON.parse(text), creation_date: then.toISOString() }))
    for (const path of [about, join(folder, idOf(location))]) await utimes(path, then, then)
  }
  await age(HELD_LIFETIME - 60_000)
  t.equal(await tus.offset(location), 0)
  t.equal(await ctx.held.sweep(), 0)
  await age(HELD_LIFETIME + 1_000)
  t.equal(await tus.offset(location), -1)
  t.equal((await tus.send(location, Buffer.alloc(1), 0)).status, 404)
  t.equal(await ctx.held.sweep(), 2)
  t.same(await readdir(folder), [])
})

t.test('with as many held as there may be, another waits', async (t) => {
  for (let i = 1; i < HELD_FILES; i++) await writeFile(join(folder, `full-${i}.json`), '{}')
  const last = await tus.begin(10)
  t.equal(last.status, 201)
  const refused = await tus.begin(10)
  t.equal(refused.status, 503)
  t.match(refused.headers['retry-after'], /^\d+$/)
  for (const name of await readdir(folder)) await ctx.held.remove(name.replace('.json', ''))
})

t.test('a network begins so many in half an hour', async (t) => {
  const eager = tusClient(site, contest.slug, '203.0.113.77')
  let taken = 0
  while ((await eager.begin('x')).status !== 429 && taken <= PHOTOS_PER_NETWORK) taken++
  t.equal(taken, PHOTOS_PER_NETWORK)
  t.equal((await tus.begin('x')).status, 400, 'another network is let in')
  t.equal(
    (await sendPhotoForm(site, contest, { photos: [['a.jpg', photo]], address: '203.0.113.77' })).status,
    201,
    `${PERSON.name} sends the form`,
  )
})
