import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { execPath } from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'

/** A server in a process of its own. */
export interface Program {
  /** Milliseconds from its start to its first whole answer. */
  firstAnswer: number
  stop(): Promise<void>
}

/** Between two looks whether a program answers, in milliseconds. */
const LOOK_EVERY = 2
/** A program that has not answered by then, in milliseconds, never will. */
const PATIENCE = 60_000

/** Runs a script with this environment and little else, and waits until `url` answers with 200. */
export async function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  url: string,
): Promise<Program> {
  const start = performance.now()
  const child = spawn(execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', LOG_LEVEL: 'warn', ...env },
  })
  const exit = once(child, 'exit')
  while (!(await answers(url))) {
    const late = performance.now() - start > PATIENCE
    if (late) await stop(child, exit)
    if (late || child.exitCode !== null)
      throw new Error(
        `${args.join(' ')} ${late ? 'gave no answer' : `ended with ${child.exitCode}`}; expected a server at ${url}`,
      )
    await sleep(LOOK_EVERY)
  }
  const firstAnswer = performance.now() - start
  return { firstAnswer, stop: () => stop(child, exit) }
}

async function stop(child: ChildProcess, exit: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM')
  await exit
}

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(url, { agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode === 200))
    })
    request.on('error', () => resolve(false))
  })
}
