import { randomUUID } from 'node:crypto'
import { mkdir, readdir, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'

/** Milliseconds after which a temporary file has no owner any more: fetching takes 30 s, decoding 10 s. */
export const TEMPORARY_LIFETIME = 15 * 60_000

/**
 * A folder for files that are written, then renamed or removed within seconds. What a killed process left is swept
 * by age alone: neither process ids nor start times tell owners apart when several servers share a volume.
 */
export interface TemporaryFolder {
  /** A path that no file has. */
  next(): string
  /** Removes files untouched for `age` milliseconds; says how many. */
  sweep(age?: number): Promise<number>
}

/** Makes the folder where it is missing, and sweeps it of files untouched for `lifetime` milliseconds. */
export async function openTemporaryFolder(
  path: string,
  lifetime = TEMPORARY_LIFETIME,
): Promise<TemporaryFolder> {
  await mkdir(path, { recursive: true })
  await sweep(path, lifetime)
  return {
    next: () => join(path, randomUUID()),
    sweep: (age = lifetime) => sweep(path, age),
  }
}

async function sweep(folder: string, age: number): Promise<number> {
  const before = Date.now() - age
  let swept = 0
  for (const name of await readdir(folder)) {
    if (await removeUntouched(join(folder, name), before)) swept++
  }
  return swept
}

/** False when the file is younger, or its owner or another sweep removed it meanwhile. */
async function removeUntouched(path: string, before: number): Promise<boolean> {
  try {
    if ((await stat(path)).mtimeMs > before) return false
    await unlink(path)
    return true
  } catch (error) {
    if (hasCode(error, ['ENOENT'])) return false
    throw error
  }
}

/** No room on the device, over quota, or over a size limit of the process. */
export const DISK_FULL = ['ENOSPC', 'EDQUOT', 'EFBIG']

/** Whether a file system call failed for one of these reasons. */
export function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
