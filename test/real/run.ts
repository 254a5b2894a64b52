import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'

// Runs what takes too long for every change: heavier real servers, whole campaigns (`node test/real/run.ts`). Each server has a
// folder with a package of its own, so that the root's `npm ci` installs none. The last line says `N passed, N failed`.
// They are named `*-real.ts`, so that `npm test` runs none of them. The first run installs and compiles what they need.
const TIMEOUT = 1_800
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const files = globSync('test/real/**/*-real.ts', {
  cwd: ROOT,
  exclude: (path) => path.includes('node_modules'),
})
if (files.length === 0) {
  console.log('No heavier server is tested against yet; snac is part of npm test.')
  console.log('0 passed, 0 failed')
} else {
  const { status } = spawnSync(execPath, ['test/run.ts', `--timeout=${TIMEOUT}`, ...files], {
    cwd: ROOT,
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
}
