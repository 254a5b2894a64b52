import { z } from 'zod'
import { FINGERPRINT_BYTES, type Fingerprint } from './fingerprint.ts'
import { RENDITIONS } from './names.ts'
import { REFUSAL_CODES } from './refused.ts'
import type { Rendered } from './render.ts'

/** What a decoder process is asked. `file` is a path or the bytes themselves. */
export interface Task {
  kind: 'render' | 'fingerprint'
  file: string | Uint8Array
}

const bytes = z.instanceof(Uint8Array)

const rendered: z.ZodType<Rendered> = z.object({
  format: z.enum(['jpeg', 'png', 'webp', 'gif', 'avif', 'heic']),
  frames: z.int().positive(),
  width: z.int().positive(),
  height: z.int().positive(),
  thumbhash: bytes,
  colour: z.string().regex(/^#[0-9a-f]{6}$/),
  files: z
    .array(z.object({ name: z.enum(RENDITIONS.map(({ name }) => name)), bytes }))
    .length(RENDITIONS.length),
})

const fingerprint: z.ZodType<Fingerprint> = z.object({
  hashes: bytes.refine(({ length }) => length === FINGERPRINT_BYTES),
  quality: z.int().min(0).max(100),
})

/**
 * What it answers. Parsed like anything from outside: the process has read a stranger's bytes and may no longer
 * be itself.
 */
export const Reply = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rendered'), rendered }),
  z.object({ kind: z.literal('fingerprint'), fingerprint }),
  z.object({ kind: z.literal('refused'), code: z.enum(REFUSAL_CODES), message: z.string().max(500) }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
])

export type Reply = z.infer<typeof Reply>
