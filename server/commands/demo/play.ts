import { setTimeout as sleep } from 'node:timers/promises'
import { HOUR, type Instant, MINUTE, SECOND } from '../../contest/instant.ts'
import { sampleCatalogue } from '../../rehearsal/catalogue.ts'
import { drawAhead } from '../../rehearsal/pictures.ts'
import { moderateWaiting } from './moderator.ts'
import { plannedById } from './networks.ts'
import { observe, type Standing, wordsFor } from './observe.ts'
import type { ProgressBar } from './progress.ts'
import { readDraws, readReport } from './read-report.ts'
import type { DemoReport } from './report.ts'
import { SLUG, setUpContest } from './set-up-contest.ts'
import type { Stage } from './stage.ts'

/** Between two looks at how things are, in real milliseconds. */
const LOOK = 200

/** A collector that is under way may still bring something: quiet for so long is quiet. In real milliseconds. */
const QUIET = 2_500

/** The clock is let go on by so much while a post seems gone, since nothing is gone until it was asked for twice. */
const ASK_AGAIN = 15 * MINUTE
/** A clock that stands goes on by so much at each look, since a stream tells nothing while time stands … */
const CREEP = 15 * SECOND
/** … and by this much in all, which a plan's longest pause has room for. */
const MOST_CREPT = 90 * MINUTE
/** A stream is whole up to the last thing it told, and nothing is planned for the hours before freezing. */
const TAIL = HOUR
/** What then stays of the time between freezing and the draw, at least. */
const BEFORE_DRAW = 6 * HOUR

/** Plays a campaign from where it stands to its end. Null when it was stopped on the way. */
export async function playCampaign(
  stage: Stage,
  bar: ProgressBar,
  signal: AbortSignal,
): Promise<DemoReport | null> {
  const over = new AbortController()
  const both = AbortSignal.any([signal, over.signal])
  const end = () => over.abort()
  // Whichever fails ends the other, and both have ended before the stage is closed under them.
  const [drawn, played] = await Promise.allSettled([
    draw(stage, both).catch((error: unknown) => {
      end()
      throw error
    }),
    play(stage, bar, both).finally(end),
  ])
  for (const part of [drawn, played]) if (part.status === 'rejected') throw part.reason
  return signal.aborted || played.status === 'rejected' ? null : played.value
}

async function draw({ pictures, times, hands }: Stage, signal: AbortSignal): Promise<void> {
  await drawAhead(pictures, times.plan, hands, signal)
}

async function play(stage: Stage, bar: ProgressBar, signal: AbortSignal): Promise<DemoReport | null> {
  const { manager, times, sources, print, hands } = stage
  const plan = {
    ...times,
    catalogue: sampleCatalogue,
    brand: sampleCatalogue.brand.toLowerCase(),
    sources,
    print,
    hands,
  }
  await setUpContest(manager, plan, signal, (printed, of) =>
    bar.show({ share: 0, words: `printing the catalogue: page ${printed} of ${of}` }),
  )
  if (!signal.aborted) await passTheWeeks(stage, bar, signal)
  if (!signal.aborted) await awaitDraw(stage, bar, signal)
  return signal.aborted ? null : readReport(stage)
}

/** The collector reads, people at the console decide, until the time to freeze has come and nothing is left to do. */
async function passTheWeeks(stage: Stage, bar: ProgressBar, signal: AbortSignal): Promise<void> {
  const { manager, clock, times } = stage
  const planned = plannedById(times.plan)
  const length = times.frozenFrom - times.startsAt
  clock.hold(times.frozenFrom)
  let quietSince = performance.now()
  let before = { readAt: null as Instant | null, now: 0, crept: 0 }
  await until(signal, async () => {
    const { decided, left } = await moderateWaiting(manager, planned, signal)
    const standing = await observe(manager)
    if (standing.readAt !== null) clock.workedOff(standing.readAt)
    const now = clock.now()
    if (standing.readAt !== before.readAt) before = { readAt: standing.readAt, now, crept: 0 }
    else if (now === before.now && now < times.frozenFrom && before.crept < MOST_CREPT) {
      clock.creep(CREEP)
      before.crept += CREEP
    } else before.now = now
    if (now >= times.frozenFrom && standing.unsure > 0)
      clock.hold(Math.min(now + ASK_AGAIN, times.drawAt - BEFORE_DRAW))
    const passed = Math.min((now - times.startsAt) / length, 1)
    bar.show({ share: passed * 0.98, words: wordsFor(now, standing, times) })
    const isBusy = decided > 0 || standing.waiting > left || hasWork(standing)
    if (isBusy || (standing.readAt ?? 0) < times.frozenFrom - TAIL) quietSince = performance.now()
    return performance.now() - quietSince > QUIET
  })
}

function hasWork({ picturesPending, unsure }: Standing): boolean {
  return picturesPending + unsure > 0
}

/** The list is frozen, and the time of the draw comes. A list that a stopped run froze stays frozen. */
async function awaitDraw(stage: Stage, bar: ProgressBar, signal: AbortSignal): Promise<void> {
  const { manager, clock } = stage
  if ((await readDraws(manager)).length === 0) {
    // Whatever nobody planned waits for somebody who watches, and carries no ticket.
    await manager.send('POST', `/api/v1/contests/${SLUG}/draws`, { leaveWaiting: true })
  }
  bar.show({ share: 0.99, words: 'the list is frozen; the draw comes at its time' })
  clock.hold(null)
  await until(signal, async () => {
    clock.workedOff(clock.now())
    return (await readDraws(manager))[0]?.state === 'drawn'
  })
  if (!signal.aborted) bar.show({ share: 1, words: 'drawn' })
}

async function until(signal: AbortSignal, isDone: () => Promise<boolean>): Promise<void> {
  while (!signal.aborted && !(await isDone())) await sleep(LOOK, undefined, { signal }).catch(() => undefined)
}
