import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { createDiskStore } from '../../server/media/disk-store.ts'
import { RENDITIONS, renditionPath } from '../../server/media/names.ts'
import { receive } from '../../server/media/receive.ts'
import { createRenderer } from '../../server/media/renderer.ts'
import type { Store } from '../../server/media/store.ts'
import { openTemporaryFolder } from '../../server/media/temporary.ts'
import { scenePhoto, seededRandom } from '../support/scene.ts'

const ROUNDS = 4
/** What `receive-for-ever.ts` receives. */
const [PHOTOS, WIDTH, HEIGHT] = [3, 400, 300]

// Each round starts three processes, which takes seconds on a busy machine.
t.setTimeout(120_000)

const renderer = createRenderer({ workers: 1 })
t.teardown(() => renderer.close())

/** SHA-256 of everything in the store, by name. */
async function contents(store: Store): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const { name } of store.list()) {
    const bytes = await store.get(name)
    found.set(
      name,
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex'),
    )
  }
  return found
}

/** Receives here what the killed process was receiving. */
async function receiveAll(store: Store, folder: string): Promise<void> {
  const temporary = await openTemporaryFolder(join(folder, 'incoming'))
  for (let seed = 1; seed <= PHOTOS; seed++) {
    await receive(await scenePhoto(seed, WIDTH, HEIGHT), { renderer, store, temporary })
  }
}

/** Runs the receiving process, kills it so many milliseconds after its first picture, and tells what it printed. */
async function runAndKill(
  folder: string,
  after: number,
): Promise<{ received: string[]; decoders: number[] }> {
  const script = fileURLToPath(new URL('./receive-for-ever.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  const received: string[] = []
  const decoders: number[] = []
  const { promise: ready, resolve } = Promise.withResolvers<void>()
  createInterface(child.stdout).on('line', (line) => {
    const [word, what = ''] = line.split(' ')
    if (word === 'decoder') decoders.push(Number(what))
    if (word === 'received') received.push(what)
    if (received.length > 0) resolve()
  })
  await ready
  await sleep(after)
  child.kill('SIGKILL')
  await exit
  return { received, decoders }
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

t.test(
  'kill -9 at any moment leaves whole renditions, temporary files that the sweep removes, and no process',
  async (t) => {
    const clean = await createDiskStore(join(t.testdir(), 'clean'))
    await receiveAll(clean, t.testdirName)
    const wanted = await contents(clean)
    t.equal(wanted.size, PHOTOS * RENDITIONS.length)

    const random = seededRandom(20_260_501)
    let leftovers = 0
    for (let round = 0; round < ROUNDS; round++) {
      const folder = join(t.testdirName, `round-${round}`)
      const printed = await runAndKill(folder, random() * 300)
      const store = await createDiskStore(join(folder, 'media'))
      for (const [name, hash] of await contents(store))
        t.equal(hash, wanted.get(name), `round ${round}: ${name} is whole`)
      for (const id of printed.received)
        t.ok(await store.has(renditionPath(id, 'master.jpg')), `round ${round}: ${id}`)

      const incoming = await openTemporaryFolder(join(folder, 'incoming'))
      leftovers += (await store.sweep(0)) + (await incoming.sweep(0))
      t.same(await readdir(join(folder, 'incoming')), [])
      t.same(await readdir(join(folder, 'media', '.temporary')), [])
      while (printed.decoders.some(runs)) await sleep(10)

      await receiveAll(store, folder)
      t.same(await contents(store), wanted, `round ${round}: the next attempt completes it`)
    }
    t.ok(leftovers > 0, 'some rounds were cut in the middle of a file')
  },
)
