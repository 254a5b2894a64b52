import { type Logger, schedule } from 'node-cron'
import { ConfigError } from '../config.ts'
import type { Context } from '../context.ts'
import type { Job } from './job.ts'

/** The ticks and workers of one process. */
export interface Running {
  /** No new tick, no new job; what runs gets the signal and at most `seconds` to end. */
  stop(seconds: number): Promise<void>
}

/**
 * Starts the workers of every job, and the ticks that put work in line. Throws `ConfigError`, before anything is started,
 * where a schedule is for no job.
 */
export async function startJobs(ctx: Context, jobs: readonly Job[]): Promise<Running> {
  const { schedules } = ctx.config
  checkSchedules(schedules, jobs)
  const ticks = new Set<Promise<void>>()
  const stopping = new AbortController()
  for (const job of jobs) await ctx.queue.define(job.name, job.rules)
  for (const job of jobs) {
    await ctx.queue.work(job.name, job.rules, (data, signal) =>
      runJob(ctx, job, data, AbortSignal.any([signal, stopping.signal])),
    )
  }
  const onTick = async (job: Job, at: Date) => {
    const tick = enqueueDue(ctx, job, at)
    ticks.add(tick)
    await tick
    ticks.delete(tick)
  }
  const tasks = jobs.map((job) =>
    schedule(schedules[job.name] ?? job.schedule, ({ date }) => onTick(job, date), {
      timezone: 'UTC',
      noOverlap: true,
      suppressMissedWarning: true,
      logger: quiet(ctx),
    }),
  )
  return {
    async stop(seconds) {
      for (const task of tasks) await task.destroy()
      stopping.abort()
      await Promise.all(ticks)
      await ctx.queue.stop(seconds)
    },
  }
}

function checkSchedules(schedules: Readonly<Record<string, string>>, jobs: readonly Job[]): void {
  const names = jobs.map(({ name }) => name)
  const faults = Object.keys(schedules).flatMap((name) => {
    if (names.includes(name)) return []
    const setting = `SCHEDULE_${name.toUpperCase().replaceAll('-', '_')}`
    return [`${setting}: there is no job "${name}"; expected one of ${names.join(', ')}`]
  })
  if (faults.length > 0) throw new ConfigError(faults)
}

/** The time of the tick is part of the job's name: every server asks, one job comes of it. */
async function enqueueDue(ctx: Context, job: Job, tick: Date): Promise<void> {
  try {
    const due = await job.due(ctx)
    const at = Math.floor(tick.getTime() / 1000)
    await ctx.queue.add(
      job.name,
      due.map((data) => ({ data, key: job.key(data), once: `${job.key(data)}@${at}` })),
    )
  } catch (error) {
    ctx.log.error({ err: error, job: job.name }, 'tick failed')
  }
}

async function runJob(ctx: Context, job: Job, data: object, signal: AbortSignal): Promise<void> {
  const started = performance.now()
  try {
    const counts = await job.run(ctx, job.data.parse(data), signal)
    ctx.log.debug({ job: job.name, ...counts, ms: Math.round(performance.now() - started) }, 'job done')
  } catch (error) {
    if (!signal.aborted) ctx.log.warn({ err: error, job: job.name }, 'job failed')
    throw error
  }
}

/** node-cron would write to the console by itself. */
function quiet({ log }: Context): Logger {
  return {
    info: () => {},
    debug: () => {},
    warn: (message) => log.debug(message),
    error: (message, error) => log.error({ err: error ?? message }, 'schedule'),
  }
}
