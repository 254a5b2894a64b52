import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../config.ts'
import { HOUR } from '../../contest/instant.ts'
import { createLogger } from '../../log.ts'
import type { SampleItem } from '../../rehearsal/catalogue/sample-item.ts'
import { sampleCatalogue } from '../../rehearsal/catalogue.ts'
import { type ConductedClock, startConductor } from '../../rehearsal/conductor.ts'
import { openDarkroom } from '../../rehearsal/darkroom.ts'
import type { DrawPicture } from '../../rehearsal/draw-picture.ts'
import type { Picture } from '../../rehearsal/photograph/picture-spec.ts'
import { keptPictures } from '../../rehearsal/pictures.ts'
import { timelineOf } from '../../rehearsal/plan.ts'
import { LONGEST_PAUSE } from '../../rehearsal/plan-times.ts'
import { startServer } from '../../start-server.ts'
import { offerSetup } from '../../steps/set-up.ts'
import type { CommandIo } from '../command.ts'
import { type CampaignPlan, campaignPlan } from './campaign.ts'
import { type Manager, setUp, signIn } from './manager.ts'
import { playingOn, type SourceDraft } from './networks.ts'
import { refuseTakenPorts } from './ports.ts'
import type { KeptState } from './state.ts'

/** Everything a campaign is played on: the server, the network, the clock, and a manager who is signed in. */
export interface Stage {
  /** The server's address. */
  url: string
  dataDir: string
  times: CampaignPlan
  clock: ConductedClock
  /** What a manager connects. */
  sources: SourceDraft[]
  /** Draws what people post; each picture once. */
  pictures: DrawPicture
  /** Draws the catalogue's own pictures. */
  print(item: SampleItem): Promise<Picture>
  /** How many pictures are drawn at the same time. */
  hands: number
  manager: Manager
  credentials: { email: string; password: string }
  close(): Promise<void>
}

/**
 * How far the clock runs ahead of the beginning of the last read: what a plan reckons with at most, less what passes
 * while somebody looks whether a read has ended.
 */
const AHEAD = LONGEST_PAUSE - 2 * HOUR
/** More hands than this only take turns at the memory. */
const MOST_HANDS = 4
/** The jobs that the clock's speed asks for run every second. */
const EVERY_SECOND = '* * * * * *'
const ONCE_A_YEAR = '0 0 1 1 *'

/** Opens the stage, in whatever state an earlier run left it. Throws `OptionError` where a port is taken. */
export async function openStage(dataDir: string, kept: KeptState, io: CommandIo): Promise<Stage> {
  await refuseTakenPorts(kept)
  const { campaign } = kept.state
  const times = campaignPlan(kept.state)
  const closing: (() => unknown)[] = []
  const close = () => closeAll(closing.splice(0).toReversed())
  try {
    const clock = startConductor({
      from: kept.state.reached ?? { clock: times.startsAt, worked: times.startsAt },
      speed: (times.drawAt - times.startsAt) / (campaign.seconds * 1000),
      lead: AHEAD,
      keep: (reached) => kept.save({ reached }),
    })
    closing.push(() => clock.stop())
    const hands = Math.min(availableParallelism(), MOST_HANDS)
    const darkroom = openDarkroom(hands)
    closing.push(() => darkroom.close())
    const { pixels } = campaign
    const pictures = keptPictures(
      (spec) => darkroom.draw({ ...spec, longEdge: Math.min(spec.longEdge, pixels) }),
      join(dataDir, 'pictures'),
    )
    const sources: SourceDraft[] = []
    for (const name of times.plan.networks) {
      const network = await playingOn(name).start({
        timeline: timelineOf(times.plan, name),
        clock,
        pictures,
        port: kept.state.networkPorts[name] ?? 0,
      })
      closing.push(() => network.close())
      sources.push(...network.sources)
      const { networkPorts } = kept.state
      await kept.save({ networkPorts: { ...networkPorts, [name]: Number(new URL(network.url).port) } })
    }
    const config = readConfig(environment(dataDir, campaign.port, io), io.cwd)
    const server = await startServer(config, clock, createLogger(config.logLevel))
    closing.push(() => server.stop())
    const credentials = kept.state.manager ?? {
      email: `kampanje@${sampleCatalogue.handle}.example`,
      password: randomBytes(18).toString('base64url'),
    }
    await kept.save({ manager: credentials })
    const link = await offerSetup(server.ctx)
    const manager = link
      ? await setUp(link, { ...credentials, name: 'Kampanjeansvarlig', brand: sampleCatalogue.brand })
      : await signIn(config.publicUrl, credentials.email, credentials.password)
    return {
      url: config.publicUrl,
      dataDir,
      times,
      clock,
      sources,
      pictures,
      print: (item) => darkroom.print(item, pixels),
      hands,
      manager,
      credentials,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** One that cannot be closed keeps no other open. Throws the first fault. */
async function closeAll(ends: (() => unknown)[]): Promise<void> {
  const faults: unknown[] = []
  for (const end of ends) {
    try {
      await end()
    } catch (error) {
      faults.push(error)
    }
  }
  if (faults.length > 0) throw faults[0]
}

/** A rehearsal reads from this machine and its clock is fast; all else is as in earnest. */
function environment(dataDir: string, port: number, io: CommandIo): Record<string, string | undefined> {
  return {
    NODE_ENV: 'development',
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    ALLOW_LOOPBACK: '1',
    LOG_LEVEL: io.env.LOG_LEVEL ?? 'error',
    SCHEDULE_COLLECT_POSTS: EVERY_SECOND,
    SCHEDULE_STREAM_POSTS: EVERY_SECOND,
    SCHEDULE_RECHECK_POSTS: EVERY_SECOND,
    SCHEDULE_RUN_DRAWS: EVERY_SECOND,
    // Between two reads half a day of the fast clock may pass: every source would seem silent.
    SCHEDULE_WATCH_SOURCES: ONCE_A_YEAR,
  }
}
