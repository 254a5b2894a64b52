import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { inTurn } from './in-turn.ts'
import { startProgram } from './program.ts'
import { quietPort } from './quiet-port.ts'
import { openFolder } from './stage.ts'
import type { Bench, Row } from './table.ts'

const ROUNDS = 5

export const start: Bench = {
  about: `Milliseconds from the start of the process to its first answer: "cold" in an empty folder, where the database and
its tables are made first; "warm" a second time in the same folder, where the database that was stopped starts again.
The limit is a bare Fastify that says hello.`,
  run,
}

async function run(): Promise<Row[]> {
  const folders: string[] = []
  try {
    const time = await inTurn(ROUNDS, {
      hello: () => firstAnswer([file('./hello.ts')], {}, '/'),
      cold: async () => {
        const folder = await openFolder()
        folders.push(folder)
        return serve(folder)
      },
      warm: async (round) => serve(folders[round] ?? ''),
    })
    const row = (what: 'cold' | 'warm'): Row => ({
      what,
      figure: time[what],
      limit: time.hello,
      unit: 'ms',
      goal: null,
    })
    return [row('cold'), row('warm')]
  } finally {
    for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

function serve(folder: string): Promise<number> {
  return firstAnswer([file('../server/main.ts'), 'serve'], { DATA_DIR: folder }, '/health/ready')
}

async function firstAnswer(args: string[], env: Record<string, string>, path: string): Promise<number> {
  const port = String(await quietPort())
  const program = await startProgram(args, { ...env, PORT: port }, `http://127.0.0.1:${port}${path}`)
  await program.stop()
  return program.firstAnswer
}

function file(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}
