import type { Clock } from '../../server/clock.ts'
import { createGuardedFetch, type GuardedFetch } from '../../server/net/fetch.ts'
import { createGuardedSocket } from '../../server/net/socket.ts'
import type { SourceIo, SourceMemory } from '../../server/sources/source.ts'
import type { Cleaner } from './scratch.ts'

/** A guarded fetch that reaches loopback, with a shorter deadline where a test waits for it. */
export function loopbackFetch(t: Cleaner, deadline?: number): GuardedFetch {
  const guarded = createGuardedFetch({ allowLoopback: true, userAgent: 'Folkalog/test' })
  t.teardown(() => guarded.close())
  if (deadline === undefined) return guarded
  return (url, options) => guarded(url, { ...options, limits: { ...options?.limits, deadline } })
}

/** A memory as a source has it, kept as JSON like the real one; `kept` shows what is in it. */
export function memoryFor(kept: Map<string, string> = new Map()): SourceMemory & { kept: typeof kept } {
  return {
    kept,
    async read(key) {
      const text = kept.get(key)
      return text === undefined ? undefined : JSON.parse(text)
    },
    async write(key, value) {
      if (value === undefined) kept.delete(key)
      else kept.set(key, JSON.stringify(value))
    },
  }
}

/** All that a source may touch, with a network on loopback and nothing remembered. */
export function ioFor(t: Cleaner, clock: Clock, change: Partial<SourceIo> = {}): SourceIo {
  return {
    fetch: loopbackFetch(t),
    open: createGuardedSocket({ allowLoopback: true, userAgent: 'Folkalog/test' }),
    clock,
    memory: memoryFor(),
    signal: new AbortController().signal,
    ...change,
  }
}
