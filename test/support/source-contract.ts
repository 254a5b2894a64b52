import type { Test } from 'tap'
import type { Instant } from '../../server/contest/instant.ts'
import type { Post, PostRef } from '../../server/contest/post.ts'
import type { Fault } from '../../server/rehearsal/faults.ts'
import {
  type Batch,
  type Source,
  SourceError,
  type SourceIo,
  type Target,
} from '../../server/sources/source.ts'

/** A network with nothing on it yet, and a source that reads it. */
export interface Arena<S> {
  settings: S
  target: Target
  from: Instant
  io: SourceIo
  /** Makes a post that the target finds, and answers its identity. Later ones are newer. */
  publish(text: string): Promise<string>
}

export interface Contract<S> {
  source: Source<S>
  start(t: Test): Promise<Arena<S>>
  /** How to disturb the network, where it is ours: what becomes of trouble is then tested too. */
  faults?: Faults
}

export interface Faults {
  /** The token of the settings, which must be told nowhere. */
  token: string
  /** Of the network that was started last. */
  plant(fault: Fault, times?: number): void
  clear(): void
}

/** What every source that polls has to keep to, whatever its network. */
export function sourceContract<S>(t: Test, { source, start, faults }: Contract<S>): void {
  const { poll } = source
  if (poll === undefined) throw new Error(`Found no poll in the source ${source.kind}; expected one`)

  async function read({ settings, target, from, io }: Arena<S>, cursor?: string) {
    const batches: Batch[] = []
    let error: unknown = null
    try {
      for await (const batch of source.poll?.(settings, target, cursor, from, io) ?? []) batches.push(batch)
    } catch (thrown) {
      error = thrown
    }
    return {
      batches,
      error,
      cursor: batches.at(-1)?.cursor ?? cursor,
      posts: batches.flatMap(postsOf),
      refs: batches.flatMap(refsOf),
    }
  }

  t.test(`${source.kind}: settings that were read once are read again the same`, async (t) => {
    const { settings } = await start(t)
    t.strictSame(source.settings.parse(JSON.parse(JSON.stringify(settings))), settings)
  })

  t.test(`${source.kind}: a network with nothing on it is read to the end`, async (t) => {
    const arena = await start(t)
    const { posts, error, batches } = await read(arena)
    t.same([posts, error], [[], null])
    t.equal(typeof batches.at(-1)?.completeUntil, 'number')
  })

  t.test(
    `${source.kind}: the same cursor brings the same posts, the next one brings them no more`,
    async (t) => {
      const arena = await start(t)
      const ids = [await arena.publish('en'), await arena.publish('to')]
      const [one, again] = [await read(arena), await read(arena)]
      t.strictSame(one.posts, again.posts)
      t.same(one.posts.map(({ id }) => id).toSorted(), ids.toSorted())
      t.same((await read(arena, one.cursor)).posts, [])
    },
  )

  t.test(`${source.kind}: what is new comes with the next poll, oldest first`, async (t) => {
    const arena = await start(t)
    await arena.publish('gammel')
    const { cursor } = await read(arena)
    const ids = [await arena.publish('en'), await arena.publish('to'), await arena.publish('tre')]
    t.same(
      (await read(arena, cursor)).posts.map(({ id }) => id),
      ids,
    )
  })

  t.test(`${source.kind}: a reader who leaves after the first batch can go on from it`, async (t) => {
    const arena = await start(t)
    const ids = [await arena.publish('en'), await arena.publish('to')]
    let cursor: string | undefined
    const seen: string[] = []
    for await (const batch of poll(arena.settings, arena.target, undefined, arena.from, arena.io)) {
      seen.push(...postsOf(batch).map(({ id }) => id))
      cursor = batch.cursor
      break
    }
    seen.push(...(await read(arena, cursor)).posts.map(({ id }) => id))
    t.same([...new Set(seen)].toSorted(), ids.toSorted())
  })

  t.test(`${source.kind}: a post is plain data, as a database keeps it`, async (t) => {
    const arena = await start(t)
    await arena.publish('en')
    const { posts, batches } = await read(arena)
    t.strictSame(JSON.parse(JSON.stringify(posts)), posts)
    t.notMatch(JSON.stringify(posts), /<\/?p>/)
    t.notMatch(JSON.stringify(batches), /\\u0000/)
    for (const { id, network, postedAt } of posts) {
      t.match([id, network], [/\S/, source.network ?? source.kind])
      t.ok(Number.isSafeInteger(postedAt))
    }
  })

  t.test(
    `${source.kind}: a check finds a post that is there, and says nothing of one it cannot ask about`,
    async (t) => {
      const arena = await start(t)
      const id = await arena.publish('en')
      const [ref] = (await read(arena)).refs
      const stranger: PostRef = { id: 'https://elsewhere.example/1', ref: ref?.ref ?? '' }
      const checked = await source.check(arena.settings, ref === undefined ? [] : [ref, stranger], arena.io)
      t.match(checked.get(id), { state: 'present' })
      t.same(checked.get(stranger.id), { state: 'unknown' })
      t.same([...(await source.check(arena.settings, [], arena.io))], [])
    },
  )

  t.test(`${source.kind}: the test is one line for a person`, async (t) => {
    const { settings, io } = await start(t)
    const { ok, message } = await source.test(settings, io)
    t.equal(ok, true)
    t.match(message, /^[^\n]+\.$/)
  })

  t.test(
    `${source.kind}: a call that is already off asks nothing and throws the caller's reason`,
    async (t) => {
      const arena = await start(t)
      const io = { ...arena.io, signal: AbortSignal.abort(new Error('called off')) }
      t.match((await read({ ...arena, io })).error, { message: 'called off' })
      await t.rejects(source.check(arena.settings, [{ id: 'x', ref: 'x' }], io), { message: 'called off' })
      await t.rejects(source.test(arena.settings, io), { message: 'called off' })
    },
  )

  if (faults === undefined) return

  t.test(`${source.kind}: trouble is a typed error, tells no token, and keeps the cursor`, async (t) => {
    const arena = await start(t)
    await arena.publish('før')
    const { cursor } = await read(arena)
    const id = await arena.publish('etter')
    const { token } = faults
    for (const fault of TROUBLES) {
      faults.plant('body' in fault ? { ...fault, body: `${fault.body} ${token}` } : fault)
      const broken = await read(arena, cursor)
      t.ok(broken.error instanceof SourceError, JSON.stringify(fault))
      t.same([broken.posts, broken.cursor], [[], cursor])
      if (broken.error instanceof SourceError) {
        t.notMatch(`${broken.error.message} ${broken.error.sample} ${broken.error.stack}`, token)
        t.ok(Buffer.byteLength(broken.error.sample ?? '') <= 1024)
      }
      t.notMatch((await source.test(arena.settings, arena.io)).message, token)
      faults.clear()
    }
    t.same(
      (await read(arena, cursor)).posts.map((post) => post.id),
      [id],
    )
  })

  t.test(`${source.kind}: one odd item is skipped with a sample, its page is kept`, async (t) => {
    const arena = await start(t)
    const ids = [await arena.publish('en'), await arena.publish('to')]
    const odd = { id: 'odd', said: faults.token, noise: 'x'.repeat(3_000) }
    faults.plant({ kind: 'rewrite', rewrite: (answer) => withItem(answer, odd) }, 1)
    const { posts, error, batches } = await read(arena)
    t.equal(error, null)
    t.same(posts.map((post) => post.id).toSorted(), ids.toSorted())
    const skipped = batches.flatMap((batch) => batch.skipped)
    t.equal(skipped.length, 1)
    t.match(skipped, [{ why: /\S/, sample: /\S/ }])
    t.notMatch(JSON.stringify(skipped), faults.token)
    t.ok(Buffer.byteLength(skipped[0]?.sample ?? '') <= 1024)
  })
}

/** An answer with one item more in its list, wherever in it the list stands. */
function withItem(answer: unknown, item: object): unknown {
  if (Array.isArray(answer)) return answer.length > 0 ? [...answer, item] : answer
  if (typeof answer !== 'object' || answer === null) return answer
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, withItem(value, item)]))
}

const TROUBLES: Fault[] = [
  { kind: 'html' },
  { kind: 'body', body: '{"what":' },
  { kind: 'status', status: 401, body: 'no:' },
  { kind: 'status', status: 500, body: 'no:' },
  { kind: 'throttle', form: 'retry_seconds', wait: 60_000 },
  { kind: 'cut' },
]

function postsOf(batch: Batch): Post[] {
  return batch.changes.flatMap((change) => (change.kind === 'upsert' ? [change.post] : []))
}

function refsOf(batch: Batch): PostRef[] {
  return batch.changes.flatMap((change) =>
    change.kind === 'upsert' ? [{ id: change.post.id, ref: change.ref }] : [],
  )
}
