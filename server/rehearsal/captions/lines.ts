import type { ThingKind } from '../catalogue/sample-item.ts'

/** What people write about one thing, by language. `{it}` is the item's name, which some write as its tag. */
export interface Lines {
  nb: readonly string[]
  en: readonly string[]
}

/** Lines for some of the things. */
export type LinesFor = Partial<Record<ThingKind, Lines>>
