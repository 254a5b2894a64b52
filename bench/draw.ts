import { createHmac, hash } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { resourceUsage } from 'node:process'
import { utf8 } from '../server/contest/hcd1/bytes.ts'
import { makeCommit } from '../server/contest/hcd1/make-commit.ts'
import { localCommitment } from '../server/contest/hcd1/randomness.ts'
import { NOTHING_BEFORE } from '../server/contest/hcd1/shape.ts'
import { nodeHashing } from '../server/hashing.ts'
import { computeDraw } from '../server/steps/compute-draw.ts'
import { inTurn, timed } from './in-turn.ts'
import type { Bench, Row } from './table.ts'

const TICKETS = 1_000_000
const ROUNDS = 3
/** A whole draw takes at most so many times as long as its bare HMACs. */
const GOAL = 2

export const draw: Bench = {
  about: `A million participants with one ticket each, the dearest shape of a list, are drawn for one item in a worker thread:
from the bytes of the commit and of the list to the finished record. The limit makes the same million HMACs one after
the other with node:crypto, and nothing else.`,
  run,
}

async function run(): Promise<Row[]> {
  const entrants = listOf(TICKETS)
  const secret = new Uint8Array(32).fill(7)
  const plan = {
    contest: 'https://contest.example/c/bench',
    draw: 1,
    prev: NOTHING_BEFORE,
    rules: '0'.repeat(64),
    entrants,
    items: [{ id: 'mug', winners: 100, alternates: 200 }],
    maxPrizes: 1,
    randomness: { type: 'local', commit: await localCommitment(secret, nodeHashing) } as const,
  }
  const { commit } = await makeCommit(plan, nodeHashing)
  const randomness = { type: 'local', secret: Buffer.from(secret).toString('hex') }
  const delay = monitorEventLoopDelay({ resolution: 1 })
  const time = await inTurn(ROUNDS, {
    bare: () => timed(async () => bareHmacs(TICKETS)),
    whole: () => {
      delay.enable()
      const work = timed(() => computeDraw({ commit, entrants, randomness, events: [] }, { chains: [] }))
      return work.finally(() => delay.disable())
    },
  })
  return [
    {
      what: 'a million tickets',
      figure: time.whole / 1_000,
      limit: time.bare / 1_000,
      unit: 's',
      goal: { most: GOAL },
    },
    {
      what: 'main thread held up, 99th percentile',
      figure: delay.percentile(99) / 1e6,
      limit: null,
      unit: 'ms',
      goal: null,
    },
    {
      what: 'peak memory of the process',
      figure: resourceUsage().maxRSS / 1_024,
      limit: null,
      unit: 'MiB',
      goal: null,
    },
  ]
}

function listOf(count: number): Uint8Array {
  const pids = Array.from({ length: count }, (_, i) => hash('sha256', String(i))).sort()
  return utf8(pids.map((pid) => `${pid} mug:1\n`).join(''))
}

/** Nothing but the values of so many tickets, as anybody would first write it. */
function bareHmacs(count: number): void {
  const key = Buffer.alloc(32, 7)
  const message = Buffer.alloc(52)
  for (let i = 0; i < count; i += 1) {
    message.writeUInt32BE(i, 48)
    createHmac('sha256', key).update(message).digest()
  }
}
