/** What the ratio of a figure to its limit has to keep. */
export type Goal = { least: number } | { most: number }

/** A figure, beside the limit that the same run measured with the least that could do the same work. */
export interface Row {
  what: string
  figure: number
  /** In the unit of the figure; null where there is nothing to hold it against. */
  limit: number | null
  unit: string
  /** Null where the row only tells. */
  goal: Goal | null
}

/** One group of figures. `run` starts what it needs and leaves nothing behind. */
export interface Bench {
  /** What is measured and what the limit does, in full sentences. */
  about: string
  run(): Promise<Row[]>
}

/** Whether a row keeps its goal. Rows that only tell always do. */
export function isMet(row: Row): boolean {
  if (row.goal === null) return true
  const ratio = ratioOf(row)
  if (ratio === null) return false
  return 'least' in row.goal ? ratio >= row.goal.least : ratio <= row.goal.most
}

/** The rows as aligned text, a line each, under a line of headings. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [['', 'figure', 'limit', 'ratio', 'goal', ''], ...rows.map(cellsOf)]
  const widths = cells[0]?.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  return cells
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths?.[column] ?? 0
          return column === 0 ? cell.padEnd(width) : cell.padStart(width)
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cellsOf(row: Row): string[] {
  const ratio = ratioOf(row)
  return [
    row.what,
    withUnit(row.figure, row.unit),
    row.limit === null ? '' : withUnit(row.limit, row.unit),
    ratio === null ? '' : ratio.toFixed(2),
    row.goal === null ? '' : goalOf(row.goal),
    row.goal === null ? '' : isMet(row) ? 'met' : 'missed',
  ]
}

function ratioOf({ figure, limit }: Row): number | null {
  return limit === null || limit === 0 ? null : figure / limit
}

function withUnit(value: number, unit: string): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return `${value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })} ${unit}`
}

function goalOf(goal: Goal): string {
  return 'least' in goal ? `≥ ${goal.least}` : `≤ ${goal.most}`
}
