import type { Context } from '../context.ts'
import { readSourceMemory, writeSourceMemory } from '../db/source-memory.ts'
import { SealError } from '../secrets.ts'
import type { SourceMemory } from '../sources/source.ts'

/** What one source remembers, sealed. What cannot be opened any more (another key) counts as forgotten. */
export function sourceMemory({ db, secrets, clock }: Context, sourceId: number): SourceMemory {
  return {
    async read(key) {
      const sealed = await readSourceMemory(db, sourceId, key)
      if (sealed === null) return undefined
      try {
        return JSON.parse(secrets.open('source.memory', sealed))
      } catch (error) {
        if (error instanceof SealError) return undefined
        throw error
      }
    },
    async write(key, value) {
      const sealed = value === undefined ? null : secrets.seal('source.memory', JSON.stringify(value))
      await writeSourceMemory(db, sourceId, key, sealed, clock.now())
    },
  }
}
