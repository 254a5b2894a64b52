import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, cp, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env, execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { ask } from './support/embedded.ts'
import { type Cleaner, scratchFolder } from './support/scratch.ts'

t.setTimeout(120_000)

/** For runs whose tests ask no database: none is started. */
const NO_SERVER = { TEST_POSTGRES_URL: 'postgres://127.0.0.1:1/none' }

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A project of one test file, so that its tap leaves the notes of the tap that runs us alone. */
async function projectOf(t: Cleaner, test: string): Promise<string> {
  const folder = await scratchFolder(t)
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  for (const file of ['.taprc', '.tap/plugins'])
    await cp(join(ROOT, file), join(folder, file), { recursive: true })
  await writeFile(join(folder, 'one.test.ts'), `import t from 'tap'\n${test}`)
  return folder
}

function start(cwd: string, more: Record<string, string> = {}, args = ['one.test.ts']) {
  const child = spawn(execPath, [join(ROOT, 'test/run.ts'), ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: env.PATH, HOME: env.HOME, ...more },
  })
  const lines: string[] = []
  createInterface(child.stdout).on('line', (line) => lines.push(line))
  const ended = once(child, 'close').then(([code]) => ({ code, lines, last: lines.at(-1) }))
  return { child, lines, ended }
}

t.test('the tests get a database server, the last line counts them, and the server is gone', async (t) => {
  const cwd = await projectOf(t, `t.comment(process.env.TEST_POSTGRES_URL); t.pass('one'); t.equal(1, 1)`)
  const { code, last, lines } = await start(cwd).ended
  t.equal(last, '2 passed, 0 failed')
  t.equal(code, 0)
  const url = /postgres:\S+/.exec(lines.join('\n'))?.[0] ?? ''
  t.match(url, /@127\.0\.0\.1:\d+\//)
  await t.rejects(ask(url, 'select 1'), { code: 'ECONNREFUSED' })
})

t.test('no process notes the files that it reads, nor those that it starts', async (t) => {
  const cwd = await projectOf(
    t,
    `import { execFileSync } from 'node:child_process'
     t.comment('test', process.env._TAPJS_PROCESSINFO_EXCLUDE_)
     const words = 'console.log("child", process.env._TAPJS_PROCESSINFO_EXCLUDE_)'
     t.comment(execFileSync(process.execPath, ['--eval', words], { encoding: 'utf8' }))
     t.ok(true)`,
  )
  const { lines } = await start(cwd, NO_SERVER).ended
  for (const line of ['# test /./', '# child /./']) t.ok(lines.includes(`    ${line}`), line)
})

t.test('what failed, was skipped or left to do is counted, and the exit code tells', async (t) => {
  const cwd = await projectOf(
    t,
    `t.equal(1, 2); t.pass('fine'); t.pass('no', { skip: true }); t.pass('yet', { todo: true })`,
  )
  const { code, last, lines } = await start(cwd, NO_SERVER).ended
  t.equal(last, '1 passed, 1 failed')
  t.equal(lines.at(-2), '1 skipped, 1 to do')
  t.equal(code, 1)
})

t.test('a run that finds no tests is no success', async (t) => {
  const cwd = await projectOf(t, '')
  const { code, last } = await start(cwd, NO_SERVER, ['none.test.ts']).ended
  t.equal(last, '0 passed, 1 failed')
  t.equal(code, 1)
})

t.test('a folder stands for the tests in it, and options are passed on to tap', async (t) => {
  const cwd = await projectOf(
    t,
    `t.pass('quick'); t.test('slow', () => new Promise((r) => setTimeout(r, 60_000)))`,
  )
  const { last } = await start(cwd, NO_SERVER, ['--timeout=1', '.']).ended
  t.match(last, /^1 passed, [1-9]\d* failed$/)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  t.test(`${signal} ends the tests and takes the server away`, async (t) => {
    const started = join(await scratchFolder(t), 'started')
    const cwd = await projectOf(
      t,
      `import { writeFileSync } from 'node:fs'
       import pg from 'pg'
       const client = new pg.Client({ connectionString: process.env.TEST_POSTGRES_URL })
       client.on('error', () => {})
       await client.connect()
       const { rows } = await client.query('show data_directory')
       writeFileSync('${started}.url', process.env.TEST_POSTGRES_URL)
       writeFileSync('${started}', rows[0].data_directory)
       await new Promise((resolve) => setTimeout(resolve, 60_000))`,
    )
    const { child, ended } = start(cwd)
    const data = await until(() => readFile(started, 'utf8'))
    await access(data)
    child.kill(signal)
    const { code, last } = await ended
    t.not(code, 0)
    t.match(last, /^0 passed, [1-9]\d* failed$/)
    await t.rejects(access(data), { code: 'ENOENT' })
    await t.rejects(ask(await readFile(`${started}.url`, 'utf8'), 'select 1'), { code: 'ECONNREFUSED' })
  })
}

/** Tries until it works; the test's own time limit ends it where it never does. */
async function until<T>(attempt: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}
