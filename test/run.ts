import { type ChildProcess, spawn } from 'node:child_process'
import { globSync, statSync } from 'node:fs'
import { availableParallelism, constants } from 'node:os'
import { join } from 'node:path'
import process, { argv, env, execPath, platform } from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { hasCode } from '../server/db/embedded/errors.ts'
import { startScratchPostgres } from './support/postgres.ts'
import { showTap } from './support/tap-output.ts'

const TAP = fileURLToPath(new URL('../node_modules/tap/dist/esm/run.mjs', import.meta.url))

/** Hundreds of processes read the same files: what was made of one is kept. */
const NODE_COMPILE_CACHE = fileURLToPath(new URL('../.tap/compiled', import.meta.url))

/**
 * tap notes every file that a process reads, for coverage, which is not asked for and takes as long as reading them. It
 * sets the pattern of what it leaves out itself, so each process sets it again before tap's own hook is loaded.
 */
const NO_RECORDS = "--import=data:text/javascript,process.env._TAPJS_PROCESSINFO_EXCLUDE_='/./'"

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

let stopTap: ((signal: NodeJS.Signals) => void) | undefined
let received: NodeJS.Signals | undefined
for (const signal of SIGNALS) {
  process.on(signal, () => {
    received ??= signal
    stopTap?.(signal)
  })
}

// Runs the tests on one database server made for them: `node test/run.ts [FILES, FOLDERS OR TAP OPTIONS]`. With
// TEST_POSTGRES_URL set they run on that server instead. The exit code is tap's.
const postgres = env.TEST_POSTGRES_URL ? null : await startScratchPostgres()
try {
  process.exitCode = await runTests(postgres?.url ?? env.TEST_POSTGRES_URL)
} finally {
  await postgres?.remove()
}

/** The last line says `N passed, N failed`, where tap counts assertions, and files that crashed or ended early. */
async function runTests(url: string | undefined): Promise<number> {
  if (received) return 128 + constants.signals[received]
  // tap leaves one processor idle unless told otherwise; what an argument says goes before what stands left of it.
  const options = ['--disable-coverage', `--jobs=${availableParallelism() + 1}`]
  const args = [TAP, 'run', ...options, ...argv.slice(2).flatMap(filesOf), '--reporter=tap']
  const tap = spawn(execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: platform !== 'win32',
    env: {
      NODE_COMPILE_CACHE,
      ...env,
      NODE_OPTIONS: `${env.NODE_OPTIONS ?? ''} ${NO_RECORDS}`.trim(),
      TEST_POSTGRES_URL: url,
    },
  })
  stopTap = (signal) => endGroup(tap, signal)
  const ended = new Promise<number>((resolve, reject) => {
    tap.on('error', reject)
    tap.on('close', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
  const counts = await showTap(createInterface(tap.stdout), console.log)
  const code = await ended
  const { passed, failed, skipped, todo } = counts ?? { passed: 0, failed: 0, skipped: 0, todo: 0 }
  if (skipped + todo > 0) console.log(`${skipped} skipped, ${todo} to do`)
  console.log(`${passed} passed, ${code === 0 ? failed : Math.max(failed, 1)} failed`)
  return code
}

/** tap passes over folders without a word. */
function filesOf(argument: string): string[] {
  const isFolder = statSync(argument, { throwIfNoEntry: false })?.isDirectory() ?? false
  return isFolder ? globSync(join(argument, '**/*.test.ts')) : [argument]
}

/** Ends tap and the test files it has started, which do not end with it. */
function endGroup(tap: ChildProcess, signal: NodeJS.Signals): void {
  if (platform === 'win32' || tap.pid === undefined) {
    tap.kill(signal)
    return
  }
  try {
    process.kill(-tap.pid, signal)
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}
