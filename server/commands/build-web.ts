import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, CommandIo } from './command.ts'
import { PROJECT } from './project.ts'

/** All that the pages are made from; what is removed shows in the time of its folder. */
const SOURCES = [
  'web',
  'web/**',
  'server/contest',
  'server/contest/**',
  'vite.config.ts',
  'package-lock.json',
]

/** What building them makes. */
const BUILT = ['dist/web/client/manifest.json', 'dist/web/server/render.js']

/** The builder, to be run by node. */
export const VITE = join(PROJECT, 'node_modules/vite/bin/vite.js')

/**
 * Builds the pages unless they are newer than everything they are made from: a server that runs keeps its files, and a
 * checkout that cannot be written to serves what was built there.
 */
export const buildWeb: Command = {
  name: 'build-web',
  summary: 'build the pages, where they are older than what they are made from',
  run: async (_args, io) => (arePagesNewer() ? 0 : build(io)),
}

async function build(io: CommandIo): Promise<number> {
  // Standard output belongs to whatever is started next.
  const vite = spawn(process.execPath, [VITE, 'build', '--logLevel', 'warn'], {
    cwd: PROJECT,
    stdio: ['ignore', process.stderr, 'inherit'],
    env: io.env,
  })
  io.signal.addEventListener('abort', () => vite.kill(), { once: true })
  const [code] = await once(vite, 'exit')
  return typeof code === 'number' ? code : 1
}

function arePagesNewer(): boolean {
  const built = BUILT.map((path) => statSync(join(PROJECT, path), { throwIfNoEntry: false })?.mtimeMs ?? 0)
  const sources = SOURCES.flatMap((glob) => globSync(glob, { cwd: PROJECT })).map(
    (path) => statSync(join(PROJECT, path)).mtimeMs,
  )
  return Math.min(...built) > Math.max(...sources)
}
