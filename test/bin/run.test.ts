import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, link, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execPath, kill } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { isAlive } from '../support/demo.ts'
import { ROOT } from '../support/imports.ts'
import { scratchFolder } from '../support/scratch.ts'

const RUN = join(ROOT, 'bin/run.mjs')

/** Tells who runs it once it can be told to end, waits for that, and ends with 7. */
const SCRIPT = `
import process from 'node:process'
if (process.argv.includes('wait')) {
  process.on('SIGTERM', () => process.exit(7))
  setInterval(() => {}, 1000)
} else process.exitCode = 5
console.log(JSON.stringify({ node: process.execPath, args: process.argv.slice(1), path: process.env.PATH, pid: process.pid }))
`

const folder = await scratchFolder(t)
const script = join(folder, 'script.ts')
await writeFile(script, SCRIPT)
/** The same program under another name is another Node. */
const other = join(folder, 'node')
await link(execPath, other).catch(() => copyFile(execPath, other))

async function told(child: ChildProcess) {
  if (!child.stdout) throw new Error('Expected a child whose output is piped')
  const [text] = await once(child.stdout.setEncoding('utf8'), 'data')
  return JSON.parse(text) as { node: string; args: string[]; path: string; pid: number }
}

const start = (args: string[], run = RUN) =>
  spawn(other, [run, script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })

t.test('whoever runs it, the file is run by the Node that was installed', async (t) => {
  const child = start(['a', '--b'])
  const exit = once(child, 'exit')
  const { node, args, path } = await told(child)
  t.match(node, join(ROOT, 'node_modules/node-'))
  t.strictSame(args, [script, 'a', '--b'])
  t.ok(node.startsWith(path.split(':')[0] ?? '-'), 'which is the first one that is found')
  t.strictSame(await exit, [5, null], 'the exit code is that of the file')
})

t.test('the installed Node runs the file itself', async (t) => {
  const child = spawn(execPath, [RUN, script, 'a'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exit = once(child, 'exit')
  const { args, pid } = await told(child)
  t.equal(pid, child.pid)
  t.strictSame(args, [script, 'a'])
  t.strictSame(await exit, [5, null])
})

t.test('where none is installed, one that is new enough does', async (t) => {
  await mkdir(join(folder, 'bin'), { recursive: true })
  await copyFile(RUN, join(folder, 'bin/run.mjs'))
  const child = start([], join(folder, 'bin/run.mjs'))
  const exit = once(child, 'exit')
  t.equal((await told(child)).node, other)
  t.strictSame(await exit, [5, null])
})

t.test('it passes on what it is told', async (t) => {
  const child = start(['wait'])
  const exit = once(child, 'exit')
  const { pid } = await told(child)
  t.not(pid, child.pid)
  child.kill('SIGTERM')
  t.strictSame(await exit, [7, null])
  t.notOk(isAlive(pid))
})

t.test('the file is told to end when the shell that started all this is gone', async (t) => {
  const shell = spawn('sh', ['-c', `"${other}" "${RUN}" "${script}" wait; true`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const { pid } = await told(shell)
  t.teardown(() => isAlive(pid) && kill(pid, 'SIGKILL'))
  shell.kill('SIGKILL')
  for (let i = 0; i < 100 && isAlive(pid); i++) await sleep(100)
  t.notOk(isAlive(pid))
})
