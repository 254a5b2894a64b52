import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { type DecoderProcess, startDecoderProcess } from '../../server/media/decoder-process.ts'
import type { PoolOptions } from '../../server/media/pool.ts'
import { createRenderer } from '../../server/media/renderer.ts'
import { claimPng } from '../support/png.ts'
import { scenePhoto } from '../support/scene.ts'

const photo = await scenePhoto(1, 300, 200)
const large = await scenePhoto(2, 3_000, 2_400)

/** A renderer and the processes it started, in order. */
function aRenderer(options: Partial<PoolOptions> = {}, maxMemory?: number) {
  const processes: DecoderProcess[] = []
  const start = () => {
    const started = startDecoderProcess(maxMemory)
    processes.push(started)
    return started
  }
  const renderer = createRenderer({ workers: 1, start, ...options })
  t.teardown(() => renderer.close())
  return { renderer, processes }
}

function runs(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0)
  } catch {
    return false
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10)
}

t.test('renders bytes and files alike, and makes fingerprints', async (t) => {
  const { renderer } = aRenderer()
  const path = `${t.testdir({ 'photo.jpg': photo })}/photo.jpg`
  const [fromBytes, fromPath] = [await renderer.render(photo), await renderer.render(path)]
  t.match(fromBytes, { format: 'jpeg', width: 300, height: 200, files: { length: 5 } })
  t.same(fromPath, fromBytes)
  const master = fromPath.files.find(({ name }) => name === 'master.jpg')
  t.match(await renderer.fingerprint(master?.bytes ?? ''), { quality: 100, hashes: { length: 256 } })
})

t.test('a refusal comes through with its code and words, and costs no process', async (t) => {
  const { renderer, processes } = aRenderer()
  await t.rejects(renderer.render(Buffer.from('%PDF-1.7')), {
    name: 'PictureRefused',
    code: 'wrong_format',
    message: 'The file is a PDF; expected a JPEG, PNG, WebP, GIF, AVIF or HEIC picture',
  })
  await t.rejects(renderer.render(claimPng(16_000, 16_000)), {
    name: 'PictureRefused',
    code: 'too_many_pixels',
  })
  await t.rejects(renderer.render(photo.subarray(0, 2_000)), { name: 'PictureRefused', code: 'damaged' })
  await t.rejects(renderer.render(`${t.testdir()}/nowhere.jpg`), { name: 'RenderFailed', message: /ENOENT/ })
  t.equal((await renderer.render(photo)).width, 300)
  t.equal(processes.length, 1)
})

t.test('a picture that takes too long ends its process, and the next one is rendered', async (t) => {
  const { renderer, processes } = aRenderer({ timeout: 1_500 })
  await renderer.render(photo)
  const [first] = processes
  process.kill(first?.pid ?? 0, 'SIGSTOP')
  await t.rejects(renderer.render(photo), {
    name: 'RenderFailed',
    reason: 'slow',
    message: 'The picture took longer than 1.5 s',
  })
  t.equal((await renderer.render(photo)).width, 300)
  t.equal(processes.length, 2)
  await until(() => !runs(first?.pid))
})

t.test('a process that dies at work fails its picture alone', async (t) => {
  const { renderer, processes } = aRenderer({ workers: 2 })
  const rendering = Promise.allSettled([
    renderer.render(large),
    renderer.render(large),
    renderer.render(photo),
  ])
  process.kill(processes[0]?.pid ?? 0, 'SIGKILL')
  const [killed, other, next] = await rendering
  t.match(killed, {
    status: 'rejected',
    reason: { name: 'RenderFailed', reason: 'crashed', message: /SIGKILL/ },
  })
  t.equal(other.status, 'fulfilled')
  t.equal(next.status, 'fulfilled')
})

t.test('a signal to the whole group does not end a picture that is being made', async (t) => {
  const { renderer, processes } = aRenderer()
  await renderer.render(photo)
  const rendering = renderer.render(large)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(processes[0]?.pid ?? 0, signal)
  t.equal((await rendering).width, 3_000)
})

t.test('a process that died while idle is not used again', async (t) => {
  const { renderer, processes } = aRenderer()
  await renderer.render(photo)
  process.kill(processes[0]?.pid ?? 0, 'SIGKILL')
  await until(() => processes[0]?.alive === false)
  t.equal((await renderer.render(photo)).width, 300)
})

t.test('a picture that needs more memory than allowed is refused, and its process ended', async (t) => {
  const { renderer, processes } = aRenderer({}, 1_000_000)
  await t.rejects(renderer.render(large), {
    name: 'PictureRefused',
    code: 'too_demanding',
    message: 'The picture needs too much memory to decode',
  })
  t.equal(processes[0]?.alive, false)
  await until(() => !runs(processes[0]?.pid))
})

t.test('the kernel limits a decoder too, where it can be asked, and it knows nothing of ours', async (t) => {
  process.env.FOLKALOG_TEST_SECRET = 'secret'
  const { renderer, processes } = aRenderer()
  await renderer.render(photo)
  if (process.platform === 'linux') {
    const about = `/proc/${processes[0]?.pid}`
    t.match(readFileSync(`${about}/limits`, 'utf8'), /Max data size +2048000000 /)
    const environment = readFileSync(`${about}/environ`, 'utf8')
    t.match(environment, /MALLOC_ARENA_MAX=1/)
    t.notMatch(environment, /FOLKALOG_TEST_SECRET/)
  }
  t.equal(processes[0]?.alive, true)
})

t.test('no more processes work at the same time than allowed, and they are used again', async (t) => {
  const { renderer, processes } = aRenderer({ workers: 2 })
  const rendered = await Promise.all(Array.from({ length: 8 }, () => renderer.render(photo)))
  t.equal(rendered.length, 8)
  t.equal(processes.length, 2)
})

t.test('a process is replaced after its share of pictures', async (t) => {
  const { renderer, processes } = aRenderer({ tasksPerProcess: 2 })
  for (let i = 0; i < 4; i++) await renderer.render(photo)
  t.equal(processes.length, 2)
  await renderer.render(photo)
  t.equal(processes.length, 3)
})

t.test('an idle process is ended after a while', async (t) => {
  const { renderer, processes } = aRenderer({ idleTime: 50 })
  await renderer.render(photo)
  t.ok(runs(processes[0]?.pid))
  await until(() => !runs(processes[0]?.pid))
  t.equal((await renderer.render(photo)).width, 300)
})

t.test('renders go before fingerprints that wait', async (t) => {
  const { renderer } = aRenderer()
  const order: string[] = []
  await Promise.all([
    renderer.render(photo).then(() => order.push('first')),
    renderer.fingerprint(photo).then(() => order.push('fingerprint')),
    renderer.render(photo).then(() => order.push('render')),
  ])
  t.same(order, ['first', 'render', 'fingerprint'])
})

t.test('closing lets the running picture end, refuses those that wait, and leaves no process', async (t) => {
  const { renderer, processes } = aRenderer()
  const running = renderer.render(photo)
  const waiting = renderer.render(photo)
  const [, first, second] = await Promise.allSettled([renderer.close(), running, waiting])
  t.equal(first.status, 'fulfilled')
  t.match(second, { status: 'rejected', reason: { name: 'RenderFailed', reason: 'closed' } })
  await t.rejects(renderer.render(photo), { name: 'RenderFailed', reason: 'closed' })
  await until(() => processes.every(({ pid }) => !runs(pid)))
  t.equal(processes.length, 1)
})
