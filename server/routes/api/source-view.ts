import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { listAlerts, type SourceAlert } from '../../db/alerts.ts'
import type { SourceRow } from '../../db/sources.ts'
import { readSource, testSource } from '../../steps/connect-source.ts'
import { digits, Instant, iso, isoOrNull } from '../schemas.ts'
import { checkMay, type Task, whoAsks } from '../who.ts'

export const SourceParams = z.object({
  source: digits(1, Number.MAX_SAFE_INTEGER, 'expected the number of a source'),
})

export const SourceView = z
  .object({
    id: z.int(),
    kind: z.string(),
    name: z.string(),
    state: z.enum(['active', 'paused', 'needs_attention']),
    failures: z.int().describe('Failed reads in a row'),
    waitUntil: Instant.nullable(),
    nextReadAt: Instant.nullable().describe('The earliest time of the next read; null while it is not read'),
    lastOkAt: Instant.nullable(),
    lastError: z.string().nullable(),
    refusedDeliveries: z.int().describe('What was sent to it without a good signature'),
    alerts: z
      .array(
        z.object({
          code: z.enum(['needs_attention', 'expires', 'silent', 'budget']),
          message: z.string(),
          raisedAt: Instant,
        }),
      )
      .describe('What a person should do something about, the oldest first'),
  })
  .meta({ id: 'Source' })

export const HealthView = z
  .object({
    ok: z.boolean(),
    message: z.string().describe('One line for a person'),
    budget: z.object({ left: z.int(), of: z.int(), resetsAt: Instant.nullable() }).nullable(),
  })
  .meta({ id: 'SourceHealth' })

/** A source with new settings, and what it says to them: it is connected whatever that is. */
export const ConnectedView = SourceView.extend({ test: HealthView }).meta({ id: 'ConnectedSource' })

/** The source, if the one who asks may do this with it. Throws `Refusal`. */
export async function sourceFor(
  ctx: Context,
  request: FastifyRequest,
  id: number,
  task: Task,
): Promise<SourceRow> {
  const who = await whoAsks(ctx, request)
  const source = await readSource(ctx, id)
  checkMay(who, task, source.brandId, `There is no source ${id}.`)
  return source
}

export async function viewSource(ctx: Context, id: number): Promise<z.infer<typeof SourceView>> {
  const source = await readSource(ctx, id)
  return view(ctx, source, await listAlerts(ctx.db, [id]))
}

/** Asks the source how it is. */
export async function viewHealth(ctx: Context, source: SourceRow): Promise<z.infer<typeof HealthView>> {
  const { ok, message, budget } = await testSource(ctx, source)
  return { ok, message, budget: budget && { ...budget, resetsAt: isoOrNull(budget.resetsAt) } }
}

/** A source whose settings are new, with what it says to them. */
export async function viewConnected(ctx: Context, id: number): Promise<z.infer<typeof ConnectedView>> {
  const test = await viewHealth(ctx, await readSource(ctx, id))
  return { ...(await viewSource(ctx, id)), test }
}

export async function viewSources(ctx: Context, sources: SourceRow[]): Promise<z.infer<typeof SourceView>[]> {
  const alerts = await listAlerts(
    ctx.db,
    sources.map(({ id }) => id),
  )
  return sources.map((source) =>
    view(
      ctx,
      source,
      alerts.filter(({ sourceId }) => sourceId === source.id),
    ),
  )
}

function view(ctx: Context, source: SourceRow, alerts: SourceAlert[]): z.infer<typeof SourceView> {
  const { id, kind, name, state, failures, lastError } = source
  const next = Math.max(source.waitUntil ?? 0, ctx.clock.now())
  return {
    id,
    kind,
    name,
    state,
    failures,
    waitUntil: isoOrNull(source.waitUntil),
    nextReadAt: state === 'active' ? iso(next) : null,
    lastOkAt: isoOrNull(source.lastOkAt),
    lastError,
    refusedDeliveries: source.refusedDeliveries,
    alerts: alerts.map(({ code, message, raisedAt }) => ({ code, message, raisedAt: iso(raisedAt) })),
  }
}
