import type { Hashtag } from '../contest/hashtag.ts'
import type { Instant } from '../contest/instant.ts'
import type { PostRef } from '../contest/post.ts'
import {
  type Batch,
  type Checked,
  type Gap,
  type Receipt,
  type Received,
  type Source,
  SourceError,
  type SourceHealth,
  type SourceIo,
  type SourceWarning,
  type Target,
} from './source.ts'

/** A source with its settings filled in: what steps work with. */
export interface Connected {
  /** The least time between two reads, in milliseconds. */
  every: number
  targets(tags: Hashtag[]): Target[]
  hasPoll: boolean
  hasStream: boolean
  hasNobodyToAsk: boolean
  poll(target: Target, since: string | undefined, from: Instant): AsyncIterable<Batch>
  stream(targets: Target[], since: string | undefined, from: Instant): AsyncIterable<Batch>
  /** Null where there is no other way to read what was missed. */
  fill: ((target: Target, gap: Gap) => AsyncIterable<Batch>) | null
  receive(request: Received): Promise<Receipt>
  take(payload: unknown): Promise<Batch>
  check(refs: PostRef[]): Promise<Map<string, Checked>>
  test(): Promise<SourceHealth>
  warnings(): Promise<SourceWarning[]>
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
  const its = parsed.data
  const { fill } = source
  const canFill = source.fills?.(its) ?? true
  return {
    every: source.every?.(its) ?? 0,
    targets: (tags) => source.targets?.(its, tags) ?? tags.map((tag) => ({ tag })),
    hasPoll: source.poll !== undefined,
    hasStream: source.stream !== undefined && (source.streams?.(its) ?? true),
    hasNobodyToAsk: source.hasNobodyToAsk ?? false,
    poll: (target, since, from) => source.poll?.(its, target, since, from, io) ?? nothing(),
    stream: (targets, since, from) => source.stream?.(its, targets, since, from, io) ?? nothing(),
    fill: fill && canFill ? (target, gap) => fill.call(source, its, target, gap, io) : null,
    receive: async (request) => source.receive?.(its, request, io) ?? NOT_HERE,
    take: async (payload) => source.take?.(its, payload, io) ?? NOTHING,
    check: (refs) => source.check(its, refs, io),
    test: () => source.test(its, io),
    warnings: async () => source.warnings?.(its, io) ?? [],
  }
}

const NOT_HERE: Receipt = { status: 404, body: 'Nothing is received here.', deliveries: [] }
const NOTHING: Batch = { changes: [], skipped: [], cursor: '', completeUntil: null }

/** The network whose posts a kind of source brings. */
export function networkOf(sources: readonly Source<unknown>[], kind: string): string {
  return sources.find((known) => known.kind === kind)?.network ?? kind
}

async function* nothing(): AsyncGenerator<Batch> {}
