import { spawnSync } from 'node:child_process'
import { type Bench, formatTable, isMet } from './table.ts'

/** Every bench, in the order in which they run. Adding one: its file, and its line here. */
const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  collect: async () => (await import('./collect.ts')).collect,
  catalogue: async () => (await import('./catalogue.ts')).catalogue,
  media: async () => (await import('./media.ts')).media,
  draw: async () => (await import('./draw.ts')).draw,
  start: async () => (await import('./start.ts')).start,
  stream: async () => (await import('./stream.ts')).stream,
  feeds: async () => (await import('./feeds.ts')).feeds,
  polling: async () => (await import('./polling.ts')).polling,
}

/** Measures as much as is promised where that takes minutes; each bench that knows it reads it by itself. */
const FULL = '--full'

/** Runs these, or all. Answers the exit code: 1 where a goal was missed, 2 for a name that nothing has. */
async function runAll(names: readonly string[]): Promise<number> {
  for (const name of names) {
    if (Object.hasOwn(benches, name)) continue
    const known = Object.keys(benches).join(', ')
    process.stderr.write(`There is no bench "${name}"; expected some of ${known}, or none for all\n`)
    return 2
  }
  const [only, ...more] = names
  if (only !== undefined && more.length === 0) return runOne(only)
  const options = process.argv.includes(FULL) ? [FULL] : []
  // Each in a process of its own: what one leaves in memory is no part of the next one's figures.
  const codes = (only === undefined ? Object.keys(benches) : names).map(
    (name) =>
      spawnSync(process.execPath, [import.meta.filename, name, ...options], { stdio: 'inherit' }).status ?? 1,
  )
  return Math.max(...codes)
}

async function runOne(name: string): Promise<number> {
  const bench = await benches[name]?.()
  if (!bench) return 2
  process.stdout.write(`${name}: ${bench.about}\n\n`)
  const rows = await bench.run()
  process.stdout.write(`${formatTable(rows)}\n\n`)
  return rows.every(isMet) ? 0 : 1
}

process.exitCode = await runAll(process.argv.slice(2).filter((name) => name !== FULL))
