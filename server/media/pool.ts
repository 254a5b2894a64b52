import { type DecoderProcess, startDecoderProcess } from './decoder-process.ts'
import { RENDER_TIMEOUT } from './limits.ts'
import type { Reply, Task } from './protocol.ts'
import { RenderFailed } from './refused.ts'

/** Pictures a process decodes before it is replaced: what strangers' bytes leave behind does not pile up. */
export const TASKS_PER_PROCESS = 200

/** Milliseconds a process may stand idle before it is ended and its memory is given back. */
export const IDLE_TIME = 30_000

export interface PoolOptions {
  /** Processes at work at the same time. */
  workers: number
  timeout?: number
  idleTime?: number
  tasksPerProcess?: number
  /** In place of ordinary decoder processes. */
  start?: () => DecoderProcess
}

/** A few decoder processes, started when there is work. */
export interface Pool {
  /** Renders go before fingerprints, and each in order. Throws `RenderFailed`. */
  run(task: Task): Promise<Reply>
  /** Refuses what waits, lets running tasks end, then ends the processes. */
  close(): Promise<void>
}

interface Worker {
  process: DecoderProcess
  done: number
  idle?: NodeJS.Timeout
}

interface Waiting {
  start(worker: Worker): void
  refuse(error: Error): void
}

export function createPool(options: PoolOptions): Pool {
  const {
    workers,
    timeout = RENDER_TIMEOUT,
    idleTime = IDLE_TIME,
    tasksPerProcess = TASKS_PER_PROCESS,
  } = options
  const start = options.start ?? (() => startDecoderProcess())
  const idle: Worker[] = []
  const running = new Set<Promise<unknown>>()
  const waiting: Record<Task['kind'], Waiting[]> = { render: [], fingerprint: [] }
  let closed = false

  function startNext(): void {
    while (running.size < workers) {
      const next = waiting.render.shift() ?? waiting.fingerprint.shift()
      if (!next) return
      next.start(takeWorker())
    }
  }

  function takeWorker(): Worker {
    for (let worker = idle.pop(); worker; worker = idle.pop()) {
      clearTimeout(worker.idle)
      if (worker.process.alive) return worker
    }
    return { process: start(), done: 0 }
  }

  function giveBack(worker: Worker): void {
    worker.done++
    if (closed || !worker.process.alive || worker.done >= tasksPerProcess) {
      worker.process.kill()
      return
    }
    worker.idle = setTimeout(() => {
      idle.splice(idle.indexOf(worker), 1)
      worker.process.kill()
    }, idleTime).unref()
    idle.push(worker)
  }

  async function work(worker: Worker, task: Task): Promise<Reply> {
    try {
      return await worker.process.run(task, timeout)
    } finally {
      giveBack(worker)
    }
  }

  return {
    run(task) {
      if (closed) return Promise.reject(closedError())
      const { promise, resolve, reject } = Promise.withResolvers<Reply>()
      waiting[task.kind].push({
        refuse: reject,
        start(worker) {
          const job = work(worker, task)
          running.add(job)
          job.then(resolve, reject).finally(() => {
            running.delete(job)
            startNext()
          })
        },
      })
      startNext()
      return promise
    },
    async close() {
      closed = true
      const refused = [...waiting.render.splice(0), ...waiting.fingerprint.splice(0)]
      for (const { refuse } of refused) refuse(closedError())
      await Promise.allSettled(running)
      for (const worker of idle.splice(0)) {
        clearTimeout(worker.idle)
        worker.process.kill()
      }
    },
  }
}

function closedError(): RenderFailed {
  return new RenderFailed('closed', 'The renderer is closed; nothing is rendered any more')
}
