import { Worker } from 'node:worker_threads'
import type { DrandChain } from '../contest/hcd1/drand.ts'
import { TooManyTickets } from '../contest/hcd1/entrants.ts'
import type { VoidEvent } from '../contest/hcd1/events.ts'
import { Hcd1Fault } from '../contest/hcd1/fault.ts'
import type { DrawInputs, DrawRecord } from '../contest/hcd1/record.ts'
import { type DrawAnswer, type DrawTask, MAX_TICKETS } from './draw-task.ts'

interface ComputeOptions {
  /** `PINNED_CHAINS`; tests bring their own. */
  chains: readonly DrandChain[]
  /** Stops the worker at once. */
  signal?: AbortSignal
}

/**
 * Revision 1 of a draw's record, computed off the main thread, which goes on serving. Throws `Hcd1Fault` as
 * `drawRecord` does, `TooManyTickets` above `MAX_TICKETS`, and the signal's reason.
 */
export async function computeDraw(
  inputs: DrawInputs,
  { chains, signal }: ComputeOptions,
): Promise<DrawRecord> {
  const entrants = new Uint8Array(inputs.entrants)
  return compute({ kind: 'draw', inputs: { ...inputs, entrants }, chains }, entrants, signal)
}

/** The revision after `previous`, likewise. Throws as `reviseRecord` and `computeDraw` do. */
export async function computeRevision(
  previous: DrawRecord,
  entrants: Uint8Array,
  events: VoidEvent[],
  { chains, signal }: ComputeOptions,
): Promise<DrawRecord> {
  const own = new Uint8Array(entrants)
  return compute({ kind: 'revise', previous, entrants: own, events, chains }, own, signal)
}

/** `own` moves to the worker instead of being copied again: the caller's list was copied once and stays theirs. */
async function compute(
  task: DrawTask,
  own: Uint8Array<ArrayBuffer>,
  signal?: AbortSignal,
): Promise<DrawRecord> {
  signal?.throwIfAborted()
  const worker = new Worker(new URL('./compute-draw-worker.ts', import.meta.url), {
    name: 'draw',
    workerData: task,
    transferList: [own.buffer],
  })
  const { promise, resolve, reject } = Promise.withResolvers<DrawAnswer>()
  const stop = () => reject(signal?.reason)
  signal?.addEventListener('abort', stop)
  worker.once('message', resolve)
  worker.once('error', reject)
  worker.once('exit', (code) =>
    reject(new Error(`The draw's worker ended (exit code ${code}) without an answer`)),
  )
  try {
    return open(await promise)
  } finally {
    signal?.removeEventListener('abort', stop)
    await worker.terminate()
  }
}

function open(answer: DrawAnswer): DrawRecord {
  if (answer.kind === 'record') return answer.record
  if (answer.kind === 'fault') throw new Hcd1Fault(answer.code, answer.message)
  throw new TooManyTickets(answer.found, MAX_TICKETS)
}
