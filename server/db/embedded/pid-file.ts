import { readFile, readlink, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { kill, platform } from 'node:process'
import { hasCode } from './errors.ts'
import { run } from './run.ts'

/** The process that owns a cluster, as the cluster's `postmaster.pid` tells it. */
export interface Postmaster {
  pid: number
  /** Where it takes connections; null while it starts, recovers or stops. */
  port: number | null
}

/**
 * The lines of `postmaster.pid` that matter: the first is the pid (negative for a single-user backend), the fourth
 * the port, the eighth the status, padded with blanks (Postgres's `src/include/utils/pidfile.h`). Null for a file
 * that does not start with a pid, such as one that is empty after a full disk.
 */
export function parsePidFile(text: string): Postmaster | null {
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid === 0) return null
  const port = Number(lines[3])
  const ready = lines[7]?.trim() === 'ready' && Number.isSafeInteger(port) && port > 0
  return { pid: Math.abs(pid), port: ready ? port : null }
}

/**
 * The postmaster that runs on this data folder, or null. A file left by one that is gone is taken away where Postgres
 * itself would be misled by it: when its pid has since gone to another program.
 */
export async function findPostmaster(data: string): Promise<Postmaster | null> {
  const file = join(data, 'postmaster.pid')
  const text = await readIfThere(file)
  const found = text === null ? null : parsePidFile(text)
  if (!found) return null
  if (await isPostmaster(found.pid, data)) return found
  if (isAlive(found.pid) && (await readIfThere(file)) === text) await rm(file, { force: true })
  return null
}

/**
 * Whether the process is a Postgres whose working folder this is, which stays true when the folder is moved. Windows
 * does not tell the folder, so any Postgres passes there.
 */
export async function isPostmaster(pid: number, data: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  if (platform === 'linux') return worksIn(pid, data)
  if (platform !== 'win32') return worksInByLsof(pid, data)
  return (await run('tasklist', ['/FI', `PID eq ${pid}`, '/NH'])).output.includes('postgres.exe')
}

async function worksIn(pid: number, data: string): Promise<boolean> {
  try {
    if ((await readFile(`/proc/${pid}/comm`, 'utf8')).trim() !== 'postgres') return false
    return (await readlink(`/proc/${pid}/cwd`)) === data
  } catch (error) {
    // A process of another user hides its folder: let it pass. One that ended, even unreaped, has none.
    return hasCode(error, 'EACCES', 'EPERM')
  }
}

/** For systems without /proc: lsof answers one field a line, `c` the command, `n` the folder. */
export async function worksInByLsof(pid: number, data: string): Promise<boolean> {
  const { output } = await run('lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fcn'])
  const fields = output.split('\n')
  return fields.includes('cpostgres') && fields.includes(`n${data}`)
}

/** Whether any process has the pid, which need not be the one that had it before. */
export function isAlive(pid: number): boolean {
  try {
    return kill(pid, 0)
  } catch (error) {
    return !hasCode(error, 'ESRCH')
  }
}

async function readIfThere(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error) => {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  })
}
