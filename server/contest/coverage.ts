/** How much of a catalogue the crowd has rebuilt. */
export interface Coverage {
  items: number
  filled: number
  /** Ids in the order of the catalogue. */
  gaps: string[]
  sections: SectionCoverage[]
}

export interface SectionCoverage {
  section: string
  items: number
  filled: number
}

/** Coverage of the items, by section too; both in the order given. `filled` holds ids of items with a public entry. */
export function coverageOf(
  items: readonly { id: string; section: string }[],
  filled: ReadonlySet<string>,
): Coverage {
  const sections = Map.groupBy(items, ({ section }) => section)
  const gaps = items.filter(({ id }) => !filled.has(id)).map(({ id }) => id)
  return {
    items: items.length,
    filled: items.length - gaps.length,
    gaps,
    sections: [...sections].map(([section, of]) => ({
      section,
      items: of.length,
      filled: of.filter(({ id }) => filled.has(id)).length,
    })),
  }
}
