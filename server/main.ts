import { askedToStop } from './asked-to-stop.ts'
import { commands } from './commands/index.ts'

const [name = 'serve', ...args] = process.argv.slice(2)

async function runCommand(): Promise<number> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) {
    process.stderr.write(
      `There is no command "${name}"; expected one of ${Object.keys(commands).join(', ')}\n`,
    )
    return 2
  }
  try {
    const command = await load()
    return await command.run(args, {
      // npm changes into the project's folder and tells where the caller stood.
      cwd: process.env.INIT_CWD ?? process.cwd(),
      out: (text) => void process.stdout.write(text),
      err: (text) => void process.stderr.write(text),
      isTerminal: process.stdout.isTTY === true,
      env: process.env,
      signal: askedToStop(process.env.npm_lifecycle_event !== undefined),
    })
  } catch (error) {
    process.stderr.write(`${wordsOf(error)}\n`)
    return 1
  }
}

/** What is thrown by the language, its libraries and the database: it also matters where it comes from. */
const FOREIGN = new Set([
  'Error',
  'AggregateError',
  'AssertionError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'ZodError',
  'error',
])

/** Errors of our own speak for themselves. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return FOREIGN.has(error.name) ? (error.stack ?? error.message) : error.message
}

process.exitCode = await runCommand()
