import type { z } from 'zod'
import type { Context } from '../context.ts'
import type { WorkRules } from '../queue.ts'

/** What a run has done, in numbers: logged, never personal. */
export type Counts = Record<string, number>

/**
 * Work that is done outside of a request. Safe to run twice with the same data: a killed worker's job is taken over by
 * another, and a job that failed is tried again.
 */
export interface Job<Data extends object = object> {
  readonly name: string
  /** What lies in the queue is parsed before it is worked on: another version of the program may have put it there. */
  readonly data: z.ZodType<Data>
  readonly rules: WorkRules
  /** When each server looks whether there is something to do: cron (UTC), five fields or six with seconds. */
  readonly schedule: string
  /** What there is to do at this tick; each becomes one job however many servers ask. */
  due(ctx: Context): Promise<Data[]>
  /** Two jobs of one key never wait or run at the same time. */
  key(data: Data): string
  run(ctx: Context, data: Data, signal: AbortSignal): Promise<Counts>
}
