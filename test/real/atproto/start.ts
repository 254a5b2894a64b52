import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { env, execPath, getuid } from 'node:process'
import { createInterface } from 'node:readline'
import { emptyDatabase } from '../../support/database.ts'
import type { Cleaner } from '../../support/scratch.ts'

/** Where a real network of the AT Protocol is. */
export interface Network {
  pds: string
  appview: string
  /** A Jetstream fed from the firehose of the PDS. */
  stream: string
}

/** Why there is none on this machine. */
export interface NoNetwork {
  unavailable: string
}

/** Milliseconds in which it has to be there, and in which its packages have to be installed; some of them are compiled. */
const START = 120_000
const INSTALL = 600_000

/** Starts a PDS, an AppView and what they need, on loopback. Installs their packages beside, once for each list of them. */
export async function startNetwork(t: Cleaner): Promise<Network | NoNetwork> {
  const redis = findRedis()
  if (redis === null)
    return { unavailable: 'there is no redis-server (Debian: apt-get install redis-server)' }
  const folder = await installed()
  if (typeof folder !== 'string') return folder
  const redisPort = await freePort()
  const store = spawn(
    redis,
    ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: 'ignore',
    },
  )
  t.teardown(() => ended(store, () => store.kill()))
  const network = spawn(execPath, ['network.mjs'], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...env,
      NODE_OPTIONS: '',
      LOG_ENABLED: 'false',
      DB_POSTGRES_URL: await emptyDatabase(t),
      REDIS_HOST: `127.0.0.1:${redisPort}`,
    },
  })
  t.teardown(() => ended(network, () => network.stdin.end()))
  return whereItIs(network)
}

/** The one of the machine; where we may, it is installed first. */
function findRedis(): string | null {
  const find = () =>
    ['/usr/bin/redis-server', '/usr/local/bin/redis-server'].find((path) => existsSync(path)) ?? null
  if (find() === null && getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore' })
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'redis-server'], {
      stdio: 'ignore',
    })
  }
  return find()
}

/** The folder of the packages: a copy of this one, kept for the next time under the hash of the list. */
async function installed(): Promise<string | NoNetwork> {
  const here = import.meta.dirname
  const lock = await readFile(join(here, 'package-lock.json'))
  const name = createHash('sha256').update(lock).update(process.version).digest('hex').slice(0, 16)
  const folder = join(tmpdir(), `folkalog-atproto-${name}`)
  await mkdir(folder, { recursive: true })
  for (const file of ['package.json', 'package-lock.json', 'network.mjs'])
    await copyFile(join(here, file), join(folder, file))
  const done = join(folder, 'installed')
  if (existsSync(done)) return folder
  // What is compiled has to fit the Node that runs it, whose headers come with it.
  const headers = dirname(dirname(execPath))
  const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
    timeout: INSTALL,
    env: {
      ...env,
      NODE_OPTIONS: '',
      PATH: `${dirname(execPath)}${delimiter}${env.PATH ?? ''}`,
      ...(existsSync(join(headers, 'include', 'node')) ? { npm_config_nodedir: headers } : {}),
    },
  })
  if (status !== 0)
    return { unavailable: `its packages could not be installed: ${String(stderr).slice(-300)}` }
  await writeFile(done, '')
  return folder
}

async function whereItIs(network: ChildProcess): Promise<Network> {
  let said = ''
  network.stderr?.on('data', (data: Buffer) => {
    said = (said + data.toString()).slice(-2_000)
  })
  const timer = setTimeout(() => network.kill(), START)
  try {
    if (network.stdout !== null)
      for await (const line of createInterface(network.stdout))
        if (line.startsWith('{"pds"')) return JSON.parse(line)
  } finally {
    clearTimeout(timer)
    network.stdout?.resume()
  }
  throw new Error(`Found no network after ${START / 1000} s; expected its addresses. It said: ${said}`)
}

async function ended(program: ChildProcess, end: () => void): Promise<void> {
  if (program.exitCode !== null || program.signalCode !== null) return
  const over = new Promise((resolve) => program.once('exit', resolve))
  end()
  const timer = setTimeout(() => program.kill('SIGKILL'), 10_000)
  await over
  clearTimeout(timer)
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('Found no port; expected a free one')
  return address.port
}
