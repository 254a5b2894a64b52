import type { Clock } from '../clock.ts'
import type { Instant } from '../contest/instant.ts'

/** How far a rehearsal has come: what a clock goes on from after a stop or a crash. */
export interface Reached {
  /** Nothing later than this was ever shown. */
  clock: Instant
  /** Everything before this was worked off. */
  worked: Instant
}

/**
 * A clock that runs fast and waits for slow machines. It never shows more than `lead` past the last moment that is known
 * to be worked off, and never more than it has kept: what it showed before a crash, it is past after.
 */
export interface ConductedClock extends Clock {
  /** Throws what `keep` threw: a clock that cannot remember stands still. */
  now(): Instant
  /** Everything before this instant has been worked off. */
  workedOff(until: Instant): void
  /** Goes on by so much though nothing was worked off: a stream tells nothing while time stands, not even that it has. */
  creep(by: number): void
  /** Shows no more than this until told otherwise; null takes the limit away. */
  hold(at: Instant | null): void
  /** Ends when nothing is being kept any more. */
  stop(): Promise<void>
}

export interface Score {
  /** Where it starts or goes on, held there until told otherwise. */
  from: Reached
  /** How many milliseconds pass in one. */
  speed: number
  /** How far it runs ahead of the work, in its own milliseconds. */
  lead: number
  /** Keeps what it will not go beyond without keeping more. Resolves when that is safe. */
  keep(reached: Reached): Promise<void>
}

/** How much of its own time the clock has kept ahead, in real milliseconds. */
const KEPT_AHEAD = 400
const TICK = 20

/** `realNow` is monotonic, in milliseconds. */
export function startConductor(
  { from, speed, lead, keep }: Score,
  realNow: () => number = () => performance.now(),
): ConductedClock {
  let shown = from.clock
  let kept = from.clock
  let worked = from.worked
  let held: Instant | null = from.clock
  let keeping: Promise<void> | null = null
  let lost: { error: unknown } | null = null
  let isStopped = false
  let last = realNow()

  const advance = () => {
    const now = realNow()
    const wanted = shown + (now - last) * speed
    last = now
    const limit = Math.floor(Math.min(worked + lead, held ?? Number.POSITIVE_INFINITY))
    shown = Math.max(shown, Math.floor(Math.min(wanted, limit, kept)))
    keepAhead(limit)
  }
  const keepAhead = (limit: Instant) => {
    const until = Math.min(Math.floor(shown + KEPT_AHEAD * speed), limit)
    if (keeping !== null || lost !== null || isStopped) return
    if (until <= kept || kept - shown > (KEPT_AHEAD * speed) / 2) return
    keeping = keep({ clock: until, worked }).then(
      () => {
        kept = until
        keeping = null
      },
      (error: unknown) => {
        lost = { error }
        keeping = null
      },
    )
  }
  const timer = setInterval(advance, TICK)
  timer.unref()
  return {
    now() {
      if (lost !== null) throw lost.error
      advance()
      return shown
    },
    workedOff: (until) => {
      worked = Math.max(worked, until)
    },
    creep: (by) => {
      worked += by
    },
    hold: (at) => {
      held = at
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      await keeping
    },
  }
}
