import { systemClock } from '../clock.ts'
import { type Config, readConfig } from '../config.ts'
import { createLogger } from '../log.ts'
import { type Server, startServer } from '../start-server.ts'
import { offerSetup } from '../steps/set-up.ts'
import type { Command } from './command.ts'
import { PROJECT } from './project.ts'

/** Serves until the process is asked to stop. */
export const serve: Command = {
  name: 'serve',
  summary: 'serve the pages, the console and the API',
  async run(args, io) {
    if (args.length > 0) {
      io.err(
        `serve: found "${args[0]}", expected nothing: settings are environment variables (docs/operations.md)\n`,
      )
      return 2
    }
    const config = readConfig(io.env, PROJECT)
    const server = await start(config)
    if (server === null) {
      io.err(`Port ${config.port} of ${config.host} is taken by another program. Set PORT to another one.\n`)
      return 1
    }
    io.out(`Folkalog is at ${config.publicUrl}\n`)
    const setup = await offerSetup(server.ctx)
    if (setup) io.out(`Nobody manages it yet. Set it up here (the link works once): ${setup}\n`)
    await new Promise<void>((resolve) => {
      if (io.signal.aborted) resolve()
      io.signal.addEventListener('abort', () => resolve(), { once: true })
    })
    await server.stop()
    return 0
  },
}

/** Null where the port is taken. */
async function start(config: Config): Promise<Server | null> {
  try {
    return await startServer(config, systemClock, createLogger(config.logLevel))
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && 'code' in error && error.code === 'EADDRINUSE')
      return null
    throw error
  }
}
