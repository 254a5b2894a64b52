import { chmod, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findPostmaster } from '../../db/embedded/pid-file.ts'
import { startEmbedded } from '../../db/embedded/start.ts'
import { PROJECT } from '../project.ts'
import { type DemoOptions, OptionError } from './options.ts'
import { STATE_FILE } from './state.ts'

/** Where a campaign lives. */
export interface CampaignFolder {
  path: string
  /** After the last file was closed. A temporary folder keeps nothing but the files of the draw that a report names. */
  leave(isReported: boolean): Promise<void>
}

/** All that a campaign keeps: what is thrown away with it, and nothing else. */
const PARTS = [
  'postgres',
  'media',
  'incoming',
  'pictures',
  'draws',
  'secret.key',
  `${STATE_FILE}.new`,
  STATE_FILE,
]

/** Others may pass through, for a database that runs as another user, and see nothing of it. */
const PASSABLE = 0o711

/** Opens the folder asked for; with `fresh` as an empty one. Throws `OptionError`, `DatabaseInUse`. */
export async function openFolder({ dataDir, fresh, once }: DemoOptions): Promise<CampaignFolder> {
  if (dataDir === null && once) return temporaryFolder()
  const path = dataDir ?? resolve(PROJECT, 'data/demo')
  await refuseForeign(path)
  if (fresh) await throwAway(path)
  await mkdir(path, { recursive: true })
  return { path, leave: async () => {} }
}

async function temporaryFolder(): Promise<CampaignFolder> {
  const path = await realpath(await mkdtemp(join(tmpdir(), 'folkalog-demo-')))
  await chmod(path, PASSABLE)
  return {
    path,
    async leave(isReported) {
      if (!isReported) return rm(path, { recursive: true, force: true })
      await remove(path, (part) => part !== 'draws')
    },
  }
}

/** A folder with anything else in it may be a real installation's, whose clock must not be hurried. */
async function refuseForeign(path: string): Promise<void> {
  const found = await readdir(path).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return []
    if (error.code === 'ENOTDIR') throw new OptionError([`--data: ${path} is a file, expected a folder`])
    throw error
  })
  const [foreign] = found.filter((name) => !name.startsWith('.') && name !== `${STATE_FILE}.new`)
  if (foreign === undefined || found.includes(STATE_FILE)) return
  throw new OptionError([
    `${path} holds something else than a rehearsal (found ${foreign}, expected ${STATE_FILE}). Name another folder with --data.`,
  ])
}

async function throwAway(path: string): Promise<void> {
  const database = join(path, 'postgres')
  const data = await realpath(join(database, 'cluster/data')).catch(() => null)
  if (data !== null && (await findPostmaster(data))) {
    // Left by a process that was killed, or in use: then this throws.
    await (await startEmbedded({ dataDir: database })).stop()
  }
  await remove(path, () => true)
}

/** The state goes last, so that what a kill leaves behind is still known as ours. */
async function remove(path: string, which: (part: string) => boolean): Promise<void> {
  for (const part of PARTS.filter(which)) await rm(join(path, part), { recursive: true, force: true })
}
