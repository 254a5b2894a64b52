import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { buildWeb, VITE } from './build-web.ts'
import type { Command } from './command.ts'
import { PROJECT } from './project.ts'

/** What a change of starts the server again. */
const WATCHED = ['server', 'migrations', 'dist/web/server']

/** Serves, and starts again whenever a file of the server or a built page changes. */
export const dev: Command = {
  name: 'dev',
  summary: 'serve while you work: reload on every change',
  async run(_args, io) {
    const built = await buildWeb.run([], io)
    if (built !== 0 || io.signal.aborted) return built
    const start = (...args: string[]) =>
      spawn(process.execPath, args, {
        cwd: PROJECT,
        stdio: 'inherit',
        env: { NODE_ENV: 'development', ...io.env },
      })
    const pages = start(VITE, 'build', '--watch', '--logLevel', 'warn')
    const paths = WATCHED.map((folder) => `--watch-path=${folder}`)
    const server = start(...paths, '--watch-preserve-output', 'server/main.ts', 'serve')
    const stop = () => {
      pages.kill('SIGTERM')
      server.kill('SIGTERM')
    }
    io.signal.addEventListener('abort', stop, { once: true })
    await Promise.race([once(pages, 'exit'), once(server, 'exit')])
    stop()
    return io.signal.aborted ? 0 : 1
  },
}
