/** What tap counted: assertions, and files that crashed or ended early. */
export interface Counts {
  passed: number
  failed: number
  skipped: number
  todo: number
}

/** Lines of a test file that only say that all is well, or that a part of it begins. */
const DULL = /^(\s*($|ok |1\.\.\d+|# Subtest)|\s+# time=|# No coverage)/

/** `ok 3 - test/db/posts.test.ts # time=812ms`: the end of one file. */
const FILE_END = /^(not )?ok \d/

/**
 * Reads tap's raw output (TAP version 14, one subtest per file) and prints a line for each file; of one that failed,
 * what failed; of all, comments and what was skipped. Answers tap's own counts, null where it did not get that far.
 */
export async function showTap(
  lines: AsyncIterable<string>,
  print: (line: string) => void,
): Promise<Counts | null> {
  let kept: string[] = []
  let counts: Counts | null = null
  let detailsEnd: string | null = null
  for await (const line of lines) {
    if (detailsEnd !== null) {
      kept.push(line)
      if (line === detailsEnd) detailsEnd = null
    } else if (FILE_END.test(line)) {
      for (const keptLine of kept) print(keptLine)
      kept = []
      print(line)
    } else if (line.trim() === '---') {
      kept.push(line)
      detailsEnd = line.replace('---', '...')
    } else if (line.startsWith('# {')) {
      counts = parseCounts(line)
    } else if (!DULL.test(line) || / # (SKIP|TODO)/.test(line)) {
      kept.push(line)
    }
  }
  for (const line of kept) print(line)
  return counts
}

/** `# { total: 8, pass: 5, fail: 1, todo: 1, skip: 1 }`: those that are nought are left out. */
function parseCounts(line: string): Counts {
  const count = (name: string) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(line)?.[1] ?? 0)
  return { passed: count('pass'), failed: count('fail'), skipped: count('skip'), todo: count('todo') }
}
