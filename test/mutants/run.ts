import { fileURLToPath } from 'node:url'
import { hcd1Mutants } from './hcd1.ts'
import { findFaults, plantMutants } from './plant.ts'
import { rulesMutants } from './rules.ts'

/**
 * Plants deliberate mistakes in the pure core, one at a time, and counts those that the tests catch. With an
 * argument only the files whose name contains it: `node test/mutants/run.ts hashtag`. Exit code 1 where one
 * survives.
 */
const WORKERS = 2
const wanted = process.argv[2] ?? ''
const mutants = [...rulesMutants, ...hcd1Mutants].filter(({ file }) => file.includes(wanted))
const root = fileURLToPath(new URL('../..', import.meta.url))
const width = Math.max(...mutants.map(({ file }) => file.length))

const started = Date.now()
const faults = await findFaults(root, mutants)
for (const fault of faults) console.error(fault)
if (faults.length > 0 || mutants.length === 0) {
  console.error(mutants.length === 0 ? `No mistake is listed for '${wanted}'.` : 'Mend the list first.')
  process.exit(1)
}
const outcomes = await plantMutants(root, mutants, WORKERS, ({ file, mistake }, outcome) =>
  console.log(`${outcome.padEnd(8)}  ${file.padEnd(width)}  ${mistake}`),
)
const caught = outcomes.filter((outcome) => outcome === 'caught').length
const seconds = Math.round((Date.now() - started) / 1_000)
console.log(`${caught} of ${mutants.length} mistakes caught in ${seconds} s`)
process.exitCode = caught < mutants.length ? 1 : 0
