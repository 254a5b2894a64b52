import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'

interface Test {
  teardown(clean: () => unknown): void
}

/** Why there is no server to test against. */
export interface NoSnac {
  unavailable: string
}

const FETCH = new URL('../real/snac/fetch-snac.sh', import.meta.url).pathname
/** Where apt cannot be reached the script says so with this code (EX_UNAVAILABLE). */
const UNAVAILABLE = 69

/**
 * The path of the program, fetched once and kept in the user's cache folder. Two runs at once do not disturb each
 * other: what is half fetched has another name.
 */
export async function fetchSnac(t: Test): Promise<string | NoSnac> {
  if (process.platform !== 'linux')
    return { unavailable: `snac comes from Debian; this is ${process.platform}` }
  const cache = await cacheFolder(t)
  const kept = join(cache, 'snac-trixie-backports')
  const program = join(kept, 'dist/usr/bin/snac')
  if (existsSync(program)) return program
  const half = await mkdtemp(`${kept}-`)
  const fetched = spawnSync('bash', [FETCH, half], { encoding: 'utf8', timeout: 120_000 })
  if (fetched.status === UNAVAILABLE || fetched.error !== undefined) {
    await rm(half, { recursive: true, force: true })
    return { unavailable: fetched.error?.message ?? fetched.stderr.trim() }
  }
  if (fetched.status !== 0) throw new Error(`${FETCH} ended with ${fetched.status}: ${fetched.stderr}`)
  await rename(half, kept).catch(async (error: unknown) => {
    await rm(half, { recursive: true, force: true })
    if (!existsSync(program)) throw error
  })
  return program
}

/** A home may be missing or not ours to write to; then the program is fetched for this run only. */
async function cacheFolder(t: Test): Promise<string> {
  const folder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'folkalog')
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(join(folder, '.writable'), '')
    return folder
  } catch {
    const own = await mkdtemp(join(tmpdir(), 'folkalog-cache-'))
    t.teardown(() => rm(own, { recursive: true, force: true }))
    return own
  }
}

/** Libraries that the machine lacks were unpacked beside the program. */
export function snacEnvironment(program: string): NodeJS.ProcessEnv {
  const libraries = join(
    program,
    '../../lib',
    process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu',
  )
  return existsSync(join(libraries, 'libcurl.so.4'))
    ? { ...process.env, LD_LIBRARY_PATH: libraries }
    : process.env
}

export function runSnac(program: string, args: string[], input = ''): string {
  const ran = spawnSync(program, args, {
    input,
    encoding: 'utf8',
    env: snacEnvironment(program),
    timeout: 30_000,
  })
  if (ran.status !== 0) throw new Error(`snac ${args[0]} ended with ${ran.status}: ${ran.stderr}`)
  return ran.stdout + ran.stderr
}
