import { mkdir, open, readdir, readFile, rename, rm, rmdir, stat, statfs, unlink } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { checkName, type Space, type Store, StoreError } from './store.ts'
import { DISK_FULL, hasCode, openTemporaryFolder } from './temporary.ts'

/** Free shares of the disk: below the first somebody is warned, below the second nothing is written any more. */
export const LOW_SPACE = 0.1
export const LEAST_SPACE = 0.05

/** A folder that no name can mean, on the same file system, so that a rename moves no bytes. */
const TEMPORARY = '.temporary'

/**
 * A store in a folder, made where it is missing. What an earlier process left half-written is swept at the start
 * and by `sweep`. `freeShare` is asked before every write; the default asks the file system.
 */
export async function createDiskStore(
  path: string,
  freeShare: () => Promise<number> = () => freeShareOf(path),
): Promise<Store & { sweep(age?: number): Promise<number> }> {
  const folder = resolve(path)
  const temporary = await openTemporaryFolder(join(folder, TEMPORARY))
  const pathOf = (name: string) => {
    checkName(name)
    return join(folder, name)
  }
  const space = async (): Promise<Space> => {
    const free = await freeShare()
    return { free, state: free < LEAST_SPACE ? 'full' : free < LOW_SPACE ? 'low' : 'ok' }
  }
  return {
    space,
    sweep: temporary.sweep,
    async put(name, bytes) {
      const path = pathOf(name)
      const { free, state } = await space()
      if (state === 'full') throw tooFull(name, `${(free * 100).toFixed(1)} % of the disk is free`)
      const beside = temporary.next()
      try {
        await writeDurably(beside, bytes)
        await renameInto(beside, path)
        await unlessMissing(syncFolder(dirname(path)), undefined)
      } catch (error) {
        await rm(beside, { force: true })
        throw hasCode(error, DISK_FULL) ? tooFull(name, 'the disk took no more', error) : error
      }
    },
    async get(name) {
      return await unlessMissing(readFile(pathOf(name)), null)
    },
    async has(name) {
      const found = await unlessMissing(stat(pathOf(name)), null)
      return found?.isFile() ?? false
    },
    async remove(name) {
      const path = pathOf(name)
      await unlessMissing(unlink(path), undefined)
      await removeEmptyFolders(dirname(path), folder)
    },
    list: () => walk(folder, ''),
  }
}

async function* walk(root: string, prefix: string): ReturnType<Store['list']> {
  for (const entry of await unlessMissing(readdir(join(root, prefix), { withFileTypes: true }), [])) {
    const name = `${prefix}${entry.name}`
    if (entry.isDirectory() && name !== TEMPORARY) yield* walk(root, `${name}/`)
    if (!entry.isFile()) continue
    const found = await unlessMissing(stat(join(root, name)), null)
    if (found) yield { name, bytes: found.size, changedAt: Math.round(found.mtimeMs) }
  }
}

/** The bytes are on the disk itself before the name is: a power cut leaves the whole file or none. */
async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** Another process may remove the folder, empty a moment ago, between making it and renaming into it. */
async function renameInto(from: string, path: string): Promise<void> {
  for (let tries = 3; ; tries--) {
    await mkdir(dirname(path), { recursive: true })
    try {
      return await rename(from, path)
    } catch (error) {
      if (!hasCode(error, ['ENOENT']) || tries === 1) throw error
    }
  }
}

/** The name itself is on the disk. Windows keeps names without being asked, and opens no folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function removeEmptyFolders(from: string, root: string): Promise<void> {
  for (let path = from; path !== root; path = dirname(path)) {
    try {
      await rmdir(path)
    } catch {
      return
    }
  }
}

/** The work's result, or `otherwise` when there is no such file. A folder is no file. */
async function unlessMissing<T, U>(work: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await work
  } catch (error) {
    if (hasCode(error, ['ENOENT', 'ENOTDIR', 'EISDIR'])) return otherwise
    throw error
  }
}

async function freeShareOf(folder: string): Promise<number> {
  const { bavail, blocks } = await statfs(folder)
  // Some network file systems tell nothing: then only a failed write shows that they are full.
  return blocks === 0 ? 1 : bavail / blocks
}

function tooFull(name: string, why: string, cause?: unknown): StoreError {
  return new StoreError(
    'full',
    `${name} was not stored: ${why}; expected at least ${LEAST_SPACE * 100} % free`,
    cause,
  )
}
