import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Mutant } from './mutant.ts'

export type Outcome = 'caught' | 'survived'

/** Folders that tests need; the rest of the repository is not copied. */
const FOLDERS = ['server', 'test']
/** A mistake may make a test run for ever; then it counts as caught. */
const TEST_MILLISECONDS = 60_000

/** What is wrong with the list itself: texts to find that do not stand in their file exactly once. */
export async function findFaults(root: string, mutants: readonly Mutant[]): Promise<string[]> {
  const faults: string[] = []
  for (const { file, find, mistake } of mutants) {
    const times = (await readFile(join(root, file), 'utf8')).split(find).length - 1
    if (times !== 1)
      faults.push(`${file} (${mistake}): the text to find stands there ${times} times; expected once`)
  }
  return faults
}

/**
 * Plants each mistake by itself in a copy of the repository and runs its tests there. The tests have to pass
 * without any mistake first, and a file with a mistake has to load (a core file run by itself does nothing
 * else): throws where not. The work tree is never touched.
 */
export async function plantMutants(
  root: string,
  mutants: readonly Mutant[],
  workers: number,
  report: (mutant: Mutant, outcome: Outcome) => void,
): Promise<Outcome[]> {
  const copies = await Promise.all(Array.from({ length: workers }, () => copyOf(root)))
  try {
    const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))]
    const passed = await share(copies, tests, passes)
    const failing = tests.filter((_, i) => !passed[i])
    if (failing.length > 0) throw new Error(`${failing.join(', ')} fails without any mistake planted`)
    return await share(copies, mutants, async (copy, mutant) => {
      const outcome = await plant(copy, mutant)
      report(mutant, outcome)
      return outcome
    })
  } finally {
    for (const copy of copies) await rm(copy, { recursive: true, force: true })
  }
}

/** Does every job in one of the copies, one at a time in each; answers in the order of the jobs. */
async function share<Job, Answer>(
  copies: readonly string[],
  jobs: readonly Job[],
  run: (copy: string, job: Job) => Promise<Answer>,
): Promise<Answer[]> {
  const queue = [...jobs.entries()]
  const answers: Answer[] = []
  const work = async (copy: string) => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [i, job] = next
      answers[i] = await run(copy, job)
    }
  }
  await Promise.all(copies.map(work))
  return answers
}

async function plant(copy: string, { mistake, file, find, replace, tests }: Mutant): Promise<Outcome> {
  const path = join(copy, file)
  const source = await readFile(path, 'utf8')
  const mistaken = source.replace(find, () => replace)
  await writeFile(path, mistaken)
  try {
    if (!(await passes(copy, file))) throw new Error(`${file} does not load (${mistake})`)
    for (const test of tests) if (!(await passes(copy, test))) return 'caught'
    return 'survived'
  } finally {
    await writeFile(path, source)
  }
}

async function copyOf(root: string): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), `mutants-${process.pid}-`))
  for (const folder of FOLDERS) {
    await cp(join(root, folder), join(copy, folder), {
      recursive: true,
      filter: (path) => !path.endsWith('node_modules'),
    })
  }
  await cp(join(root, 'package.json'), join(copy, 'package.json'))
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  return copy
}

/** A tap test file is a program that says by its exit code whether it passed. */
function passes(copy: string, program: string): Promise<boolean> {
  const child = spawn(process.execPath, [program], {
    cwd: copy,
    env: { ...process.env, TAP_BAIL: '1' },
    stdio: 'ignore',
    timeout: TEST_MILLISECONDS,
    killSignal: 'SIGKILL',
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code === 0))
  })
}
