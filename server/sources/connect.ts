import type { Instant } from '../contest/instant.ts'
import type { PostRef } from '../contest/post.ts'
import {
  type Batch,
  type Checked,
  type Source,
  SourceError,
  type SourceHealth,
  type SourceIo,
  type Target,
} from './source.ts'

/** A source with its settings filled in: what steps work with. */
export interface Connected {
  poll(target: Target, since: string | undefined, from: Instant): AsyncIterable<Batch>
  check(refs: PostRef[]): Promise<Map<string, Checked>>
  test(): Promise<SourceHealth>
}

/** `settings`: JSON text. Throws `SourceError('needs_attention')` when the source is unknown or its settings do not fit it. */
export function connectSource(
  sources: readonly Source<unknown>[],
  kind: string,
  settings: string,
  io: SourceIo,
): Connected {
  const source = sources.find((known) => known.kind === kind)
  if (!source) {
    throw new SourceError(
      'needs_attention',
      `There is no source "${kind}"; expected ${sources.map((s) => s.kind).join(' or ')}`,
    )
  }
  const parsed = source.settings.safeParse(JSON.parse(settings))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new SourceError(
      'needs_attention',
      `The settings do not fit: ${issue?.path.join('.')}: ${issue?.message}`,
    )
  }
  return {
    poll: (target, since, from) => source.poll?.(parsed.data, target, since, from, io) ?? nothing(),
    check: (refs) => source.check(parsed.data, refs, io),
    test: () => source.test(parsed.data, io),
  }
}

async function* nothing(): AsyncGenerator<Batch> {}
