import { z } from 'zod'
import type { Source } from './source.ts'

/**
 * Posts that a manager brought in a list. Nothing is read, and nobody can be asked about them again: where another
 * source sees them too, that one is asked.
 */
export const list: Source<Record<string, never>> = {
  kind: 'list',
  settings: z.strictObject({}),
  hasNobodyToAsk: true,
  targets: () => [],
  async check(_settings, refs) {
    return new Map(refs.map((ref) => [ref.id, { state: 'unknown' }]))
  },
  async test() {
    return { ok: true, message: 'Lists are imported by hand; nothing is read by itself.', budget: null }
  },
}
