import { SECOND } from '../contest/instant.ts'
import type { Context } from '../context.ts'
import { findSource, insertSource, type SourceRow } from '../db/sources.ts'
import { isUnique } from '../db/unique.ts'
import { expectedWords } from '../expected-words.ts'
import { Refusal } from '../refusal.ts'
import { SealError } from '../secrets.ts'
import { type Connected, connectSource } from '../sources/connect.ts'
import { SourceError, type SourceHealth } from '../sources/source.ts'
import { sourceMemory } from './source-memory.ts'

/** Stores a source of a brand with its settings sealed. Throws `Refusal` naming each setting that does not fit. */
export async function addSource(
  ctx: Context,
  brandId: number,
  draft: { kind: string; name: string; settings: unknown },
): Promise<number> {
  const settings = sealSettings(ctx, draft.kind, draft.settings)
  try {
    return await insertSource(ctx.db, {
      brandId,
      kind: draft.kind,
      name: draft.name,
      settings,
      createdAt: ctx.clock.now(),
    })
  } catch (error) {
    if (!isUnique(error, 'source_name_unique')) throw error
    throw new Refusal('conflict', `There is a source "${draft.name}" already.`, { cause: error })
  }
}

/** Settings of a source as they are stored. Throws `Refusal` naming each that does not fit, never its value. */
export function sealSettings(ctx: Context, kind: string, given: unknown): Buffer {
  const source = ctx.sources.find((known) => known.kind === kind)
  if (!source) {
    const kinds = ctx.sources.map((known) => known.kind).join(', ')
    throw new Refusal('invalid', `There is no source "${kind}".`, {
      faults: [{ field: 'body.kind', found: `"${kind}"`, expected: `one of ${kinds}` }],
    })
  }
  const settings = source.settings.safeParse(given)
  if (!settings.success) {
    throw new Refusal('invalid', 'The settings do not fit.', {
      faults: settings.error.issues.map((issue) => ({
        field: ['body.settings', ...issue.path].join('.'),
        found: 'a value that does not fit',
        expected: expectedWords(issue),
      })),
    })
  }
  return ctx.secrets.seal('source.settings', JSON.stringify(settings.data))
}

/**
 * A source, ready to be asked. Throws `SourceError` `needs_attention` where its settings cannot be read: what is wrong
 * has to be put right by a person.
 */
export function connect(ctx: Context, source: SourceRow, signal: AbortSignal): Connected {
  const { fetch, open, clock } = ctx
  const io = { fetch, open, clock, signal, memory: sourceMemory(ctx, source.id) }
  return connectSource(ctx.sources, source.kind, openSettings(ctx, source), io)
}

function openSettings(ctx: Context, source: SourceRow): string {
  try {
    return ctx.secrets.open('source.settings', source.settings)
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    throw new SourceError('needs_attention', `Its settings cannot be opened. ${error.message}`, {
      cause: error,
    })
  }
}

/** The longest that anybody waits for a source to say how it is: two requests that get no answer. */
export const TEST_WITHIN = 30 * SECOND

/** Asks a source how it is, now. A source that cannot answer, or not until the signal ends, is no error: the answer says so. */
export async function testSource(
  ctx: Context,
  source: SourceRow,
  signal: AbortSignal = AbortSignal.timeout(TEST_WITHIN),
): Promise<SourceHealth> {
  try {
    return await connect(ctx, source, signal).test()
  } catch (error) {
    if (signal.aborted) return { ok: false, message: 'It did not answer in time.', budget: null }
    if (!(error instanceof SourceError)) throw error
    return { ok: false, message: error.message, budget: null }
  }
}

export async function readSource(ctx: Context, id: number): Promise<SourceRow> {
  const source = await findSource(ctx.db, id)
  if (!source) throw new Refusal('not_found', `There is no source ${id}.`)
  return source
}
