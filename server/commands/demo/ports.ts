import { once } from 'node:events'
import { createServer } from 'node:net'
import { OptionError } from './options.ts'
import type { KeptState } from './state.ts'

/**
 * Looks whether the campaign's ports are free, before anything is started: its addresses are in its rules and its draw,
 * so they stay what they were. Throws `OptionError`.
 */
export async function refuseTakenPorts({ state, resumed }: KeptState): Promise<void> {
  const { campaign, networkPorts } = state
  const taken = await whyTaken(campaign.port)
  if (taken !== null) {
    throw new OptionError([
      `Port ${campaign.port} ${taken}. ${
        resumed
          ? 'The addresses of this campaign carry it: free the port, or begin anew with --fresh and another --port.'
          : 'Choose another one with --port.'
      }`,
    ])
  }
  for (const [network, port] of Object.entries(networkPorts)) {
    const networkTaken = await whyTaken(port)
    if (networkTaken === null) continue
    throw new OptionError([
      `Port ${port}, on which this campaign's ${network} was, ${networkTaken}. Free it, or begin anew with --fresh.`,
    ])
  }
}

async function whyTaken(port: number): Promise<string | null> {
  const server = createServer()
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening')
    server.close()
    await once(server, 'close')
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE') return 'is taken by another program'
    if (code === 'EACCES') return 'may not be opened by this user'
    throw error
  }
}
