import { chmod, mkdtemp, realpath, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What of a tap test is needed to clean up after it. */
export interface Cleaner {
  teardown(clean: () => unknown): void
}

/** Bytes that must be free in memory for a whole run: clones of 10 MB each, and a write-ahead log of 512 MB. */
const ROOM = 2 * 1024 ** 3

/** Where data for a moment goes: memory where the system offers a folder in it, else the temporary folder. */
export async function scratchParent(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => null)
  return memory && memory.bavail * memory.bsize >= ROOM ? '/dev/shm' : tmpdir()
}

/** A folder of our own, with symbolic links resolved, removed after the test. Programs in it may not be started. */
export async function scratchFolder(t: Cleaner, mode = 0o755): Promise<string> {
  return makeFolder(t, await scratchParent(), mode)
}

/** As `scratchFolder`, on a disk and fit for programs. */
export async function diskFolder(t: Cleaner, mode = 0o755): Promise<string> {
  return makeFolder(t, tmpdir(), mode)
}

async function makeFolder(t: Cleaner, parent: string, mode: number): Promise<string> {
  const folder = await realpath(await mkdtemp(join(parent, 'folkalog-test-')))
  await chmod(folder, mode)
  t.teardown(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }))
  return folder
}
