import { spawn } from 'node:child_process'

/** How a program ended, and everything it said on stdout and stderr. */
export interface Ended {
  /** Null when a signal ended it or it never started. */
  code: number | null
  output: string
}

/** Runs a program to its end. One that cannot be started ends with the system's reason as its output. */
export async function run(
  program: string,
  args: string[],
  options: { env?: Record<string, string>; cwd?: string; uid?: number; gid?: number } = {},
): Promise<Ended> {
  try {
    return await runStarted(program, args, options)
  } catch (error) {
    return { code: null, output: error instanceof Error ? error.message : String(error) }
  }
}

/** Some reasons are thrown (a user id we may not take), others are told later (no such program). */
function runStarted(program: string, args: string[], options: Parameters<typeof run>[2]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let output = ''
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true })
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text
      })
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}
