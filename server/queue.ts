import { createHash } from 'node:crypto'
import { fromKysely, PgBoss } from 'pg-boss'
import type { Db } from './db/pool.ts'
import type { Logger } from './log.ts'

/** What can be told about one kind of work. Times are seconds of real time: they guard our own work, not the contest's. */
export interface WorkRules {
  /** How many run at once in one process. */
  concurrency: number
  retries: number
  /** First wait before a retry; doubled each time. */
  retryAfter: number
  /** A run that takes longer is given up and retried. */
  expiresAfter: number
}

/** A worker that gives no sign of life for so many seconds was killed, and its job is taken over. pg-boss allows 10 at least. */
export const HEARTBEAT_SECONDS = 10
/** How often it is looked whether one was killed, and whether a job ran out of time. */
const LOOK_SECONDS = 5
/** So long the trace of a job that ran is kept: servers whose clocks differ ask for the same tick within it. */
const TRACE_SECONDS = 3_600

/** New jobs wake their workers by NOTIFY; polling is only for what was missed while a connection was down. */
const POLLING = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 3 }

/** Work that survives a crash: kept in Postgres, taken by one worker at a time, retried with growing pauses. */
export interface Queue {
  /** Makes the queue of one kind of work, or brings its rules up to date. */
  define(name: string, rules: WorkRules): Promise<void>
  /**
   * Puts work in line. `key`: while a job of this key waits or runs, another is not added. `once`: a job of this name is
   * never added again, even after it ran, until its trace is swept out after an hour (so every server may ask for the
   * same tick). `tx`: the job exists exactly when the transaction is committed.
   */
  add(name: string, jobs: { data: object; key: string; once?: string }[], tx?: Db): Promise<void>
  /** Runs `handler` for each job. The signal ends when the queue stops or the job ran out of time. */
  work(
    name: string,
    rules: WorkRules,
    handler: (data: object, signal: AbortSignal) => Promise<void>,
  ): Promise<void>
  /** Takes no new work, waits for what runs at most `seconds`, then lets go: another process takes it over. */
  stop(seconds: number): Promise<void>
}

/** Starts the queue in a schema of its own of the same database. */
export async function startQueue(url: string, log: Logger): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'folkalog-queue',
    max: 6,
    schedule: false,
    superviseIntervalSeconds: LOOK_SECONDS,
    monitorIntervalSeconds: LOOK_SECONDS,
    maintenanceIntervalSeconds: 300,
    useListenNotify: true,
  })
  boss.on('error', (error) => log.error({ err: error }, 'queue error'))
  await boss.start()
  return {
    async define(name, rules) {
      const options = {
        retryLimit: rules.retries,
        retryDelay: rules.retryAfter,
        retryBackoff: true,
        expireInSeconds: rules.expiresAfter,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        notify: true,
        deleteAfterSeconds: TRACE_SECONDS,
      }
      await boss.createQueue(name, { policy: 'exclusive', ...options })
      await boss.updateQueue(name, options)
    },
    async add(name, jobs, tx) {
      if (jobs.length === 0) return
      const rows = jobs.map((job) => ({
        data: job.data,
        singletonKey: job.key,
        ...(job.once === undefined ? {} : { id: idOf(`${name}/${job.once}`) }),
      }))
      await boss.insert(name, rows, tx ? { db: fromKysely(tx) } : {})
    },
    async work(name, rules, handler) {
      for (let worker = 0; worker < rules.concurrency; worker++) {
        let id: string | undefined
        id = await boss.work<object>(name, POLLING, async (jobs) => {
          // A worker sleeps after every job unless it is told of another: it tells itself, so a full line is worked off.
          if (id !== undefined) boss.notifyWorker(id)
          for (const job of jobs) await handler(job.data, job.signal)
        })
      }
    },
    async stop(seconds) {
      await boss.stop({ graceful: true, timeout: seconds * 1000 })
    },
  }
}

/** A stable UUID (RFC 9562 version 8: our own bits) for a name, so that two servers ask for one job and not two. */
function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
