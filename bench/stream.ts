import { systemClock } from '../server/clock.ts'
import { createChangeMaker } from '../server/sources/bluesky-changes.ts'
import { stranger } from '../server/sources/bluesky-person.ts'
import { createReading } from '../server/sources/bluesky-reading.ts'
import { blueskySettings } from '../server/sources/bluesky-settings.ts'
import { followedTags, madeFrames } from './frames.ts'
import { inTurn, timed } from './in-turn.ts'
import type { Bench, Row } from './table.ts'

/** Tags that are followed at once. */
const TAGS = 30
const FRAMES = 20_000
/** As many as come together where a reader is behind. */
const AT_ONCE = 500
const ROUNDS = 9
/** Events a second: twenty times all posts of the network, about 100 a second. */
const GOAL = 2_000
/** As a share of parsing the same frames and doing nothing with them. */
const SHARE = 0.35

export const stream: Bench = {
  about: `Events a second that the Bluesky source reads on one core, filtered for ${TAGS} tags: from the frames as they come to
the changes that are handed over, with deletions and new handles of everybody. One frame in two hundred is a post of ours. The
limit is JSON.parse of the same frames, and nothing else; the second row holds the same figure against twenty times all of Bluesky.`,
  run,
}

async function run(): Promise<Row[]> {
  const tags = followedTags(TAGS)
  const frames = madeFrames(
    FRAMES,
    tags.map(({ display }) => display),
    systemClock.now(),
  )
  const chunks = Array.from({ length: FRAMES / AT_ONCE }, (_, i) =>
    frames.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  )
  let parsed: unknown
  const time = await inTurn(ROUNDS, {
    ours: () => timed(() => readAll(tags, chunks)),
    limit: () =>
      timed(async () => {
        for (const frame of frames) parsed = JSON.parse(frame)
      }),
  })
  if (parsed === undefined) throw new Error('Found nothing parsed; expected the last frame')
  const figure = (FRAMES / time.ours) * 1_000
  const row = { figure, unit: 'events/s' }
  return [
    {
      ...row,
      what: `filtered for ${TAGS} tags`,
      limit: (FRAMES / time.limit) * 1_000,
      goal: { least: SHARE },
    },
    { ...row, what: 'the same', limit: GOAL, goal: { least: 1 } },
  ]
}

async function readAll(tags: ReturnType<typeof followedTags>, chunks: readonly string[][]): Promise<void> {
  const people = {
    find: async (dids: readonly string[]) => new Map(dids.map((did) => [did, stranger(did)])),
    forget: () => {},
  }
  const maker = createChangeMaker(blueskySettings.parse({}), tags, people)
  const start = { cursor: null, micros: null, gap: null, missing: null }
  const reading = createReading(1, tags, start, maker, { clock: systemClock })
  let posts = 0
  for (const chunk of chunks) {
    reading.take(chunk)
    const { changes } = await reading.batch()
    posts += changes.filter(({ kind }) => kind === 'upsert').length
  }
  if (posts < FRAMES / 300) throw new Error(`Found ${posts} posts of ours; expected one of about 200 frames`)
}
