import type { Fingerprint } from './fingerprint.ts'
import { createPool, type PoolOptions } from './pool.ts'
import type { Reply } from './protocol.ts'
import { PictureRefused, RenderFailed } from './refused.ts'
import type { Rendered } from './render.ts'

/** Turns strangers' files into pictures of ours, in processes that may die of them. */
export interface Renderer {
  /** A path or the bytes. Throws `PictureRefused` (final) or `RenderFailed` (may be tried again). */
  render(file: string | Uint8Array): Promise<Rendered>
  /** Of a master. Gives way to renders. Throws the same. */
  fingerprint(file: string | Uint8Array): Promise<Fingerprint>
  close(): Promise<void>
}

export function createRenderer(options: PoolOptions): Renderer {
  const pool = createPool(options)
  return {
    async render(file) {
      const reply = await pool.run({ kind: 'render', file })
      return reply.kind === 'rendered' ? reply.rendered : fail(reply)
    },
    async fingerprint(file) {
      const reply = await pool.run({ kind: 'fingerprint', file })
      return reply.kind === 'fingerprint' ? reply.fingerprint : fail(reply)
    },
    close: pool.close,
  }
}

function fail(reply: Reply): never {
  if (reply.kind === 'refused') throw new PictureRefused(reply.code, reply.message)
  throw new RenderFailed(
    'crashed',
    reply.kind === 'failed' ? reply.message : `The decoder answered ${reply.kind}`,
  )
}
