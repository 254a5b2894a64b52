import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { DAY, HOUR, SECOND } from '../../server/contest/instant.ts'
import { type Reached, type Score, startConductor } from '../../server/rehearsal/conductor.ts'

const START = Date.UTC(2026, 8, 1)
const SPEED = 3_600
const USUAL: Score = {
  from: { clock: START, worked: START },
  speed: SPEED,
  lead: 18 * HOUR,
  keep: async () => {},
}

/** A conductor whose real time passes when the test says so. `pass` gives it time to keep what it has to. */
function startScore(t: { teardown(clean: () => unknown): void }, change: Partial<Score> = {}) {
  let real = 0
  const kept: Reached[] = []
  const keep = async (reached: Reached) => void kept.push(reached)
  const clock = startConductor({ ...USUAL, keep, ...change }, () => real)
  t.teardown(() => clock.stop())
  const pass = async (milliseconds: number) => {
    for (const until = real + milliseconds; real < until; ) {
      real = Math.min(real + 10, until)
      clock.now()
      await turn()
    }
    return clock.now() - START
  }
  return { clock, kept, pass }
}

t.test('the clock stands where it starts until it is let go', async (t) => {
  const { clock, pass } = startScore(t)
  t.equal(await pass(5_000), 0)
  clock.hold(null)
  t.ok((await pass(1_000)) > 0)
})

t.test('it runs as fast as it is told, and never backwards', async (t) => {
  const { clock, pass } = startScore(t)
  clock.hold(null)
  const first = await pass(1_000)
  const second = await pass(1_000)
  // The first look only asks for permission to run.
  t.ok(Math.abs(second - first - 1_000 * SPEED) <= 10 * SPEED, `${second - first} ms in a second`)
  t.ok(first <= 1_000 * SPEED)
  clock.hold(START)
  t.equal(await pass(100), second)
})

t.test('it waits for the work, however long that takes', async (t) => {
  const { clock, pass } = startScore(t)
  clock.hold(null)
  t.equal(await pass(60_000), 18 * HOUR)
  t.equal(await pass(60_000), 18 * HOUR)
  clock.workedOff(START + DAY)
  t.equal(await pass(60_000), DAY + 18 * HOUR)
  clock.workedOff(START)
  t.equal(await pass(60_000), DAY + 18 * HOUR, 'what was worked off stays so')
})

t.test('where it stands it can be let go on by a little', async (t) => {
  const { clock, pass } = startScore(t)
  clock.hold(null)
  t.equal(await pass(60_000), 18 * HOUR)
  clock.creep(SECOND)
  t.equal(await pass(60_000), 18 * HOUR + SECOND)
  clock.hold(START + 18 * HOUR + SECOND)
  clock.creep(SECOND)
  t.equal(await pass(60_000), 18 * HOUR + SECOND, 'not beyond where it is held')
})

t.test('it shows no more than it is held at', async (t) => {
  const { clock, pass } = startScore(t)
  clock.hold(START + HOUR)
  t.equal(await pass(10_000), HOUR)
  clock.hold(START + 2 * HOUR)
  t.equal(await pass(10_000), 2 * HOUR)
})

t.test('it shows whole milliseconds', async (t) => {
  const { clock, pass } = startScore(t, { speed: 0.123 })
  clock.hold(null)
  t.ok(Number.isInteger(await pass(777)))
})

t.test('what it shows was kept before, with what was worked off by then', async (t) => {
  const { clock, kept, pass } = startScore(t)
  clock.hold(null)
  for (let i = 0; i < 20; i++) {
    const shown = await pass(500)
    t.ok(shown <= (kept.at(-1)?.clock ?? START) - START)
    clock.workedOff(START + shown - SECOND)
  }
  t.ok(kept.length > 5)
  for (const { clock, worked } of kept) t.ok(clock <= worked + 18 * HOUR)
})

t.test('it keeps no more than it may show: a crash leads nowhere that time had not come to', async (t) => {
  const { clock, kept, pass } = startScore(t, { speed: SPEED * 100 })
  clock.hold(START + HOUR)
  await pass(1_000)
  t.strictSame(kept, [{ clock: START + HOUR, worked: START }])
  clock.hold(null)
  await pass(1_000)
  t.equal(kept.at(-1)?.clock, START + 18 * HOUR)
})

t.test('it goes on from where it was, and waits for the work of before', async (t) => {
  const { clock, pass } = startScore(t, { from: { clock: START + 12 * HOUR, worked: START } })
  t.equal(await pass(1_000), 12 * HOUR)
  clock.hold(null)
  t.equal(await pass(60_000), 18 * HOUR)
})

t.test('while nothing can be kept it stands still, and says why', async (t) => {
  let real = 0
  const clock = startConductor(
    {
      ...USUAL,
      keep: async () => {
        throw new Error('the disk is full')
      },
    },
    () => real,
  )
  t.teardown(() => clock.stop())
  t.equal(clock.now(), START)
  clock.hold(null)
  real += 1_000
  t.equal(clock.now(), START)
  await turn()
  t.throws(() => clock.now(), { message: 'the disk is full' })
})

t.test('stopping waits for what is being kept, and keeps nothing after', async (t) => {
  let real = 0
  let isKept = false
  const { promise, resolve } = Promise.withResolvers<void>()
  const keep = async () => {
    await promise
    isKept = true
  }
  const clock = startConductor({ ...USUAL, keep }, () => real)
  clock.hold(null)
  clock.now()
  const stopped = clock.stop()
  resolve()
  await stopped
  t.equal(isKept, true)
  isKept = false
  real += 10_000
  clock.now()
  await turn()
  t.equal(isKept, false)
})

t.test('it runs by itself, on the clock of the machine', async (t) => {
  const kept: Reached[] = []
  const clock = startConductor({ ...USUAL, keep: async (reached) => void kept.push(reached) })
  t.teardown(() => clock.stop())
  clock.hold(null)
  while (kept.length === 0) await sleep(5)
  t.ok((kept[0]?.clock ?? 0) > START, 'nobody asked it for the time')
})
