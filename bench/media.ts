import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { startDecoderProcess } from '../server/media/decoder-process.ts'
import { createDiskStore } from '../server/media/disk-store.ts'
import { type ReceiveIo, receive } from '../server/media/receive.ts'
import { createRenderer } from '../server/media/renderer.ts'
import { openTemporaryFolder } from '../server/media/temporary.ts'
import { inTurn, timed } from './in-turn.ts'
import type { BareTask } from './media-bare.ts'
import { watchMemory } from './memory.ts'
import type { Bench, Row } from './table.ts'

/** Pictures a second through the renderer, as a share of bare sharp making the same five outputs. */
const GOAL = 0.9
/** Bytes that this process and its decoders together may hold. */
const MEMORY_GOAL = 450_000_000
const WORKERS = 2
const ROUNDS = 5

const INPUTS = [
  { label: '1080 × 1350', width: 1_080, height: 1_350, count: 8 },
  { label: '4000 × 3000', width: 4_000, height: 3_000, count: 4 },
]

export const media: Bench = {
  about: `Photographs a second through two decoder processes. "rendered" makes the five outputs of each, "received" also
hashes, checks and stores them, "fingerprinted" takes the fingerprint that finds look-alikes. The limit is a process
with bare sharp that makes the same five outputs of the same files, two at a time. Memory is what this process and its
decoders hold together at their peak, what they share counted once; its limit is a figure we set ourselves.`,
  run,
}

async function run(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'folkalog-bench-media-'))
  const bare = fork(fileURLToPath(new URL('./media-bare.ts', import.meta.url)))
  const pids: (number | undefined)[] = [process.pid]
  const renderer = createRenderer({
    workers: WORKERS,
    start: () => {
      const decoder = startDecoderProcess()
      pids.push(decoder.pid)
      return decoder
    },
  })
  const memory = watchMemory(pids)
  try {
    const io = {
      renderer,
      store: await createDiskStore(join(folder, 'media')),
      temporary: await openTemporaryFolder(join(folder, 'incoming')),
    }
    const rows: Row[] = []
    for (const input of INPUTS) {
      const files = z.array(z.string()).parse(await ask(bare, { kind: 'draw', folder, ...input }))
      rows.push(...(await compare(input.label, files, bare, io)))
    }
    const peak = memory.stop()
    return peak === null ? rows : [...rows, memoryRow(peak)]
  } finally {
    memory.stop()
    bare.kill()
    await renderer.close()
    await rm(folder, { recursive: true })
  }
}

async function compare(label: string, files: string[], bare: ChildProcess, io: ReceiveIo): Promise<Row[]> {
  const all = (work: (file: string) => Promise<unknown>) => timed(() => Promise.all(files.map(work)))
  await Promise.all(files.slice(0, WORKERS).map((file) => io.renderer.render(file)))
  const time = await inTurn(ROUNDS, {
    bare: async () => z.number().parse(await ask(bare, { kind: 'bare', files })),
    rendered: () => all((file) => io.renderer.render(file)),
    received: () => all((file) => receive(createReadStream(file), io)),
    fingerprinted: () => all((file) => io.renderer.fingerprint(file)),
  })
  const row = (what: Exclude<keyof typeof time, 'bare'>, more: Pick<Row, 'limit' | 'goal'>): Row => ({
    what: `${label} ${what}`,
    figure: perSecond(files, time[what]),
    unit: 'pictures/s',
    ...more,
  })
  const limit = perSecond(files, time.bare)
  return [
    row('rendered', { limit, goal: { least: GOAL } }),
    row('received', { limit, goal: null }),
    row('fingerprinted', { limit: null, goal: null }),
  ]
}

function memoryRow(peak: number): Row {
  return {
    what: 'peak memory, decoders included',
    figure: peak / 1e6,
    limit: MEMORY_GOAL / 1e6,
    unit: 'MB',
    goal: { most: 1 },
  }
}

async function ask(bare: ChildProcess, task: BareTask): Promise<unknown> {
  bare.send(task)
  const [answer] = await once(bare, 'message')
  return answer
}

function perSecond(files: string[], milliseconds: number): number {
  return (files.length / milliseconds) * 1_000
}
