import { access, chmod, constants, mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from './errors.ts'

/** Where the parts of one embedded database lie. */
export interface Site {
  /** The data folder itself, with symbolic links resolved. */
  dir: string
  /** Made as a whole and renamed into place: it is complete or it does not exist. */
  cluster: string
  /** What Postgres calls PGDATA. */
  data: string
  password: string
  log: string
  /** Library links, for when the package's folder cannot take them. */
  libraries: string
}

/**
 * Others may pass through the folder, for a cluster that runs as another user, and read nothing of it: every part
 * is readable for its owner alone.
 */
const FOLDER_MODE = 0o711

/** Makes the data folder unless it is there, and says why where that cannot be done. */
export async function prepareSite(dataDir: string): Promise<Site> {
  try {
    if ((await mkdir(dataDir, { recursive: true })) !== undefined) await chmod(dataDir, FOLDER_MODE)
    await access(dataDir, constants.W_OK)
    return siteAt(await realpath(dataDir))
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR', 'ENOSPC')) throw error
    throw new Error(
      `The database folder ${dataDir} cannot be used: ${error.message}. ` +
        'Give the user who starts Folkalog a folder to write in, or set DATABASE_URL to a Postgres of your own.',
      { cause: error },
    )
  }
}

function siteAt(dir: string): Site {
  const cluster = join(dir, 'cluster')
  return {
    dir,
    cluster,
    data: join(cluster, 'data'),
    password: join(cluster, 'password'),
    log: join(dir, 'postgres.log'),
    libraries: join(dir, 'libraries'),
  }
}
