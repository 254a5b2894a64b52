import type { ExpectedCounts } from '../../rehearsal/expected.ts'

/** What came of a campaign, beside what its plan intended. Files by their absolute paths. */
export interface DemoReport extends ExpectedCounts {
  /** The contest's cover. */
  url: string
  expected: ExpectedCounts
  draws: { record: string; entrants: string }[]
}

const COUNTS = ['items', 'filled', 'posts', 'entries', 'rejected', 'media'] as const

/** One line for each count that is not what it was to be. */
export function differences(report: DemoReport): string[] {
  return COUNTS.filter((name) => report[name] !== report.expected[name]).map(
    (name) => `${name}: found ${report[name]}, expected ${report.expected[name]}`,
  )
}

/** For people: what happened, where to look, and how to check it. `credentials`: of the manager, while the server is up. */
export function printReport(
  report: DemoReport,
  credentials: { email: string; password: string } | null,
): string {
  const { url, items, filled, posts, entries, rejected } = report
  const lines = [
    `${filled} of ${items} pages rebuilt out of ${posts} posts; ${entries} entries, ${rejected} rejected by a moderator.`,
    '',
    `Catalogue    ${url}`,
    `Winners      ${url}/winners`,
    `Draw record  ${url}/draws/1`,
    ...(credentials
      ? [`Console      ${new URL(url).origin}/console   ${credentials.email}   ${credentials.password}`]
      : []),
    '',
    'Check the draw yourself:',
    ...report.draws.map(
      ({ record, entrants }) => `  npm run -s hcd1 -- verify ${word(record)} ${word(entrants)}`,
    ),
    ...(credentials
      ? ['', 'Stop with Ctrl-C; run it again to come back here, or with --fresh to begin anew.']
      : []),
    ...differences(report).map((line) => `Not as planned: ${line}`),
  ]
  return `${lines.join('\n')}\n`
}

/** As one word of a shell. */
function word(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
