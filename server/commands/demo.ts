import type { Command, CommandIo } from './command.ts'
import { openingBefore } from './demo/campaign.ts'
import { type CampaignFolder, openFolder } from './demo/folder.ts'
import { type DemoOptions, OptionError, readOptions } from './demo/options.ts'
import { playCampaign } from './demo/play.ts'
import { createProgress } from './demo/progress.ts'
import { type DemoReport, differences, printReport } from './demo/report.ts'
import { openStage, type Stage } from './demo/stage.ts'
import { openState } from './demo/state.ts'

/**
 * Plays four weeks of an invented campaign in about a minute, through everything that a real one goes through, and leaves
 * the server up to be looked at.
 */
export const demo: Command = {
  name: 'demo',
  summary: 'watch an invented crowd rebuild a catalogue in about a minute',
  async run(args, io) {
    try {
      const options = readOptions(args, io.cwd)
      return await runIn(await openFolder(options), options, io)
    } catch (error) {
      if (!(error instanceof OptionError)) throw error
      io.err(`${error.message}\n`)
      return 2
    }
  },
}

async function runIn(folder: CampaignFolder, options: DemoOptions, io: CommandIo): Promise<number> {
  let stage: Stage | null = null
  let report: DemoReport | null = null
  try {
    const kept = await openState(folder.path, options.asked, openingBefore(Date.now()))
    stage = await openStage(folder.path, kept, io)
    report = await play(stage, options, io)
    if (report === null) return stopped(options, io)
    if (options.once) return finish(report, options, io)
    io.out(printReport(report, stage.credentials))
    await untilStopped(io.signal)
    return 0
  } finally {
    await stage?.close()
    await folder.leave(report !== null)
  }
}

async function play(stage: Stage, options: DemoOptions, io: CommandIo): Promise<DemoReport | null> {
  const write = options.json ? io.err : io.out
  write(`The catalogue fills at ${stage.url}\n`)
  const progress = createProgress(write, !options.json && Boolean(io.isTerminal))
  try {
    return await playCampaign(stage, progress, io.signal)
  } finally {
    progress.end()
  }
}

/** Whoever asked for the end and did not get it is told by the exit code. */
function stopped({ once }: DemoOptions, io: CommandIo): number {
  io.err(once ? 'Stopped before the end.\n' : 'Stopped on the way. Run it again to go on from here.\n')
  return once ? 1 : 0
}

/** One line for programs, or words for people. A difference between what was intended and what came of it is a fault. */
function finish(report: DemoReport, options: DemoOptions, io: CommandIo): number {
  const found = differences(report)
  if (options.json) for (const line of found) io.err(`Not as planned: ${line}\n`)
  io.out(options.json ? `${JSON.stringify(report)}\n` : printReport(report, null))
  return found.length === 0 ? 0 : 1
}

async function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }))
}
