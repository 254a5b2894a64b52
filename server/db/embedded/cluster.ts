import { randomBytes } from 'node:crypto'
import { lchown, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { getuid, pid } from 'node:process'
import type { Account, Owner } from './account.ts'
import { hasCode, lastLines } from './errors.ts'
import type { Native } from './native.ts'
import { isAlive } from './pid-file.ts'
import { run } from './run.ts'
import type { Site } from './site.ts'

/** The one role of the cluster, its owner. */
const ROLE = 'folkalog'

/** `making-`, the pid of who makes it, and a few letters. */
const MAKING = /^making-(\d+)-/

/** Who owns the cluster, or null where there is none yet. */
export async function clusterOwner(site: Site): Promise<Owner | null> {
  const found = await stat(site.cluster).catch((error) => {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  })
  if (!found) return null
  const us = getuid?.()
  if (us !== undefined && us !== 0 && us !== found.uid) {
    throw new Error(
      `The database in ${site.dir} belongs to user ${found.uid}, and this is user ${us}. Start Folkalog as the ` +
        `user who made it, or hand it over as root while it is stopped: chown -R ${us} ${site.dir}`,
    )
  }
  return { uid: found.uid, gid: found.gid }
}

/**
 * Makes a cluster beside its place and moves it there whole, password and all. Of several that are made at once one
 * gets the place; the others are thrown away.
 */
export async function makeCluster(
  site: Site,
  native: Native,
  account: Account,
  durable: boolean,
): Promise<void> {
  const making = await mkdtemp(join(site.dir, `making-${pid}-`)).catch((error) => {
    throw failedToMake(site, error)
  })
  try {
    await initialise(making, native, account, durable)
    await rename(making, site.cluster)
  } catch (error) {
    const anotherWasFaster = (await clusterOwner(site)) !== null
    if (!anotherWasFaster) throw failedToMake(site, error)
  } finally {
    await clearAway(making)
  }
}

async function initialise(folder: string, native: Native, account: Account, durable: boolean): Promise<void> {
  const data = join(folder, 'data')
  const password = join(folder, 'password')
  await mkdir(data)
  await writeFile(password, randomBytes(24).toString('base64url'), { mode: 0o600, flush: true })
  await handOver(folder, account)
  const { program, args, options } = account.command(native.initdb, [
    `--pgdata=${data}`,
    `--username=${ROLE}`,
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--data-checksums',
    '--encoding=UTF8',
    // Postgres's own C.UTF-8 sorts by code point and knows every letter's case, alike on every system.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ])
  const ended = await run(program, args, { ...options, env: native.env })
  if (ended.code !== 0) throw new Error(`initdb failed:\n${lastLines(ended.output)}`)
}

function failedToMake(site: Site, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Error(`The database in ${site.dir} could not be made. ${reason}`, { cause })
}

/**
 * Takes away what starts that were killed left half-made. One that a living process makes is left to it: an initdb
 * that loses its files crashes, and never gives back its shared memory.
 */
export async function removeHalfMade(site: Site): Promise<void> {
  for (const name of await readdir(site.dir)) {
    const maker = MAKING.exec(name)?.[1]
    if (maker && !isAlive(Number(maker))) await clearAway(join(site.dir, name))
  }
}

/** What cannot be removed at once is left to the next start. */
async function clearAway(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
}

/** Gives a tree to the account's user, where that is not its owner already. */
export async function handOver(path: string, { owner }: Account): Promise<void> {
  if (!owner || (await stat(path)).uid === owner.uid) return
  for (const entry of await readdir(path, { recursive: true }))
    await lchown(join(path, entry), owner.uid, owner.gid)
  // The root last: it is what a start that was killed half-way is told by.
  await lchown(path, owner.uid, owner.gid)
}

/** Refuses a cluster that another major version of Postgres made: it would not start, and must not be touched. */
export async function checkVersion(site: Site, major: string): Promise<void> {
  const file = join(site.data, 'PG_VERSION')
  const found = await readFile(file, 'utf8').catch((error) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  })
  if (found === null) {
    throw new Error(
      `${site.cluster} holds no database: ${file} is missing. Restore it, or move the folder away.`,
    )
  }
  if (found.trim() !== major) {
    throw new Error(
      `The database in ${site.dir} was made by Postgres ${found.trim()}, and the one that comes with this ` +
        `Folkalog is ${major}. Set DATABASE_URL to a Postgres ${found.trim()} that serves it, or move the data with ` +
        'pg_dump and psql.',
    )
  }
}

/** The address to connect to, password included. */
export async function clusterUrl(site: Site, port: number): Promise<string> {
  const password = await readFile(site.password, 'utf8').catch((error) => {
    throw new Error(
      `The password of the database cannot be read from ${site.password}: ${error.message}. Restore the file from ` +
        'a backup.',
      { cause: error },
    )
  })
  return `postgres://${ROLE}:${password.trim()}@127.0.0.1:${port}/postgres`
}
