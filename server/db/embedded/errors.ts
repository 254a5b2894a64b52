/** Whether the system (or Node) gave the error one of these codes: `hasCode(error, 'ENOENT')`. */
export function hasCode(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code)
  )
}

/** The last lines that are not empty, for an error a person has to act on. */
export function lastLines(text: string, count = 12): string {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count)
    .join('\n')
}
