/** What `npm run -s <name> -- …` starts. */
export interface Command {
  name: string
  /** One line, for the list of commands. */
  summary: string
  /** Resolves to the exit code. Bad input is answered with a line on `err`; what is thrown is a fault of ours. */
  run(args: string[], io: CommandIo): Promise<number>
}

/** All a command may touch of its process. */
export interface CommandIo {
  /** The caller's folder, from which relative paths start. */
  cwd: string
  /** Writes to standard output as it is: whoever ends a line brings the line feed. */
  out(text: string): void
  /** Writes to standard error, likewise. */
  err(text: string): void
  /** Whether a person watches standard output, so that a line can be written over. */
  isTerminal?: boolean
  env: Readonly<Record<string, string | undefined>>
  /** Aborted when the process is asked to stop. */
  signal: AbortSignal
}
