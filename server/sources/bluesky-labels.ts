import { z } from 'zod'
import type { ConsentHint } from '../contest/post.ts'

const label = z.object({ val: z.string().max(200), neg: z.boolean().nullish() })
const selfLabels = z.object({ values: z.array(z.unknown()) })

/** Whoever shows these covers them first (com.atproto.label.defs). */
const CARE: readonly string[] = ['porn', 'sexual', 'nudity', 'graphic-media', '!warn']
/** Nobody is to show these at all. */
const HIDDEN: readonly string[] = ['!hide', '!takedown', '!suspend']

/** What labels ask of whoever shows a post. */
export interface Labelled {
  isHidden: boolean
  sensitive: boolean
  hints: ConsentHint[]
}

/** The names of labels in a list, but for those taken back. */
export function labelNames(found: unknown): string[] {
  if (!Array.isArray(found)) return []
  const labels = found.slice(0, 100).flatMap((one) => {
    const read = label.safeParse(one)
    return read.success ? [read.data] : []
  })
  const takenBack = new Set(labels.filter(({ neg }) => neg).map(({ val }) => val))
  return labels.flatMap(({ val }) => (takenBack.has(val) ? [] : val))
}

/** Those that authors put on their own record (`com.atproto.label.defs#selfLabels`). */
export function selfLabelNames(found: unknown): string[] {
  const read = selfLabels.safeParse(found)
  return read.success ? labelNames(read.data.values) : []
}

export function readLabels(names: readonly string[]): Labelled {
  return {
    isHidden: names.some((name) => HIDDEN.includes(name)),
    sensitive: names.some((name) => CARE.includes(name)),
    hints: names.includes('!no-unauthenticated') ? ['no_strangers'] : [],
  }
}
