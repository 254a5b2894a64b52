import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'

// Runs the tests against heavier real servers: `node test/real/run.ts`. Each has a folder here with a package of its own,
// so that the root's `npm ci` installs none of them. The last line says `N passed, N failed`.
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const files = globSync('test/real/**/*.test.ts', {
  cwd: ROOT,
  exclude: (path) => path.includes('node_modules'),
})
if (files.length === 0) {
  console.log('No heavier server is tested against yet; snac is part of npm test.')
  console.log('0 passed, 0 failed')
} else {
  const { status } = spawnSync(execPath, ['test/run.ts', ...files], { cwd: ROOT, stdio: 'inherit' })
  process.exitCode = status ?? 1
}
