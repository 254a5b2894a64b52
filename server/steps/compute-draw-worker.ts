import { parentPort, workerData } from 'node:worker_threads'
import { TooManyTickets } from '../contest/hcd1/entrants.ts'
import { Hcd1Fault } from '../contest/hcd1/fault.ts'
import { type DrawRecord, type DrawTools, drawRecord } from '../contest/hcd1/record.ts'
import { reviseRecord } from '../contest/hcd1/revision.ts'
import { nodeHashing } from '../hashing.ts'
import { type DrawAnswer, type DrawTask, MAX_TICKETS } from './draw-task.ts'

/** The other end of `compute-draw.ts`: one task, one answer, and the thread is over. */
async function answer(task: DrawTask): Promise<DrawAnswer> {
  try {
    return { kind: 'record', record: await perform(task) }
  } catch (error) {
    if (error instanceof Hcd1Fault) return { kind: 'fault', code: error.code, message: error.message }
    if (error instanceof TooManyTickets) return { kind: 'too-many', found: error.found }
    throw error
  }
}

function perform(task: DrawTask): Promise<DrawRecord> {
  const tools: DrawTools = { hashing: nodeHashing, chains: task.chains, mostTickets: MAX_TICKETS }
  if (task.kind === 'draw') return drawRecord(task.inputs, tools)
  return reviseRecord(task.previous, task.entrants, task.events, tools)
}

parentPort?.postMessage(await answer(workerData))
