import type { Test } from 'tap'
import type { Post } from '../../server/contest/post.ts'
import type { Batch, Source } from '../../server/sources/source.ts'
import type { Arena } from './source-contract.ts'

export interface StreamContract<S> {
  source: Source<S>
  start(t: Test): Promise<Arena<S>>
}

/** What every source that listens has to keep to, whatever its network. */
export function streamContract<S>(t: Test, { source, start }: StreamContract<S>): void {
  const { stream } = source
  if (stream === undefined) throw new Error(`Found no stream in the source ${source.kind}; expected one`)

  /** Listens until this many posts came. */
  async function hear({ settings, target, from, io }: Arena<S>, posts: number, since?: string) {
    const leave = new AbortController()
    const signal = AbortSignal.any([io.signal, leave.signal])
    const batches: Batch[] = []
    const heard = () => batches.flatMap(postsOf)
    for await (const batch of source.stream?.(settings, [target], since, from, { ...io, signal }) ?? []) {
      batches.push(batch)
      if (heard().length >= posts) leave.abort()
    }
    return { batches, posts: heard(), cursor: batches.at(-1)?.cursor ?? since }
  }

  t.test(`${source.kind}: settings that were read once are read again the same`, async (t) => {
    const { settings } = await start(t)
    t.strictSame(source.settings.parse(JSON.parse(JSON.stringify(settings))), settings)
  })

  t.test(
    `${source.kind}: a signal ends the stream without an error, before it began and while it runs`,
    async (t) => {
      const arena = await start(t)
      const off = { ...arena.io, signal: AbortSignal.abort(new Error('called off')) }
      t.same((await hear({ ...arena, io: off }, 1)).batches, [])
      await arena.publish('en')
      t.equal((await hear(arena, 1)).posts.length, 1)
    },
  )

  t.test(
    `${source.kind}: what is new comes from the cursor on, in order, and nothing is missed`,
    async (t) => {
      const arena = await start(t)
      const first = [await arena.publish('en'), await arena.publish('to')]
      const { posts, cursor } = await hear(arena, 2)
      t.same(
        posts.map(({ id }) => id),
        first,
      )
      const next = [await arena.publish('tre'), await arena.publish('fire')]
      const seen = new Set<string>()
      let position = cursor
      while (!next.every((id) => seen.has(id))) {
        const more = await hear(arena, 1, position)
        for (const { id } of more.posts) seen.add(id)
        t.not(more.cursor, undefined)
        position = more.cursor
      }
      t.same(
        [...seen].filter((id) => !first.includes(id)),
        next,
      )
    },
  )

  t.test(
    `${source.kind}: a post is plain data, as a database keeps it, and reads the same again`,
    async (t) => {
      const arena = await start(t)
      await arena.publish('en')
      const [one, again] = [await hear(arena, 1), await hear(arena, 1)]
      t.strictSame(one.posts, again.posts)
      t.strictSame(JSON.parse(JSON.stringify(one.posts)), one.posts)
      t.notMatch(JSON.stringify(one.batches), /\\u0000/)
      for (const { id, network, postedAt } of one.posts) {
        t.match([id, network], [/\S/, source.kind])
        t.ok(Number.isSafeInteger(postedAt))
      }
    },
  )

  t.test(
    `${source.kind}: a check finds a post that is there, and says nothing of one it cannot ask about`,
    async (t) => {
      const arena = await start(t)
      const id = await arena.publish('en')
      const { batches } = await hear(arena, 1)
      const [ref] = batches.flatMap(({ changes }) =>
        changes.flatMap((one) => (one.kind === 'upsert' ? one.ref : [])),
      )
      const stranger = { id: 'https://elsewhere.example/1', ref: ref ?? '' }
      const checked = await source.check(arena.settings, [{ id, ref: ref ?? '' }, stranger], arena.io)
      t.match(checked.get(id), { state: 'present' })
      t.same(checked.get(stranger.id), { state: 'unknown' })
      t.same([...(await source.check(arena.settings, [], arena.io))], [])
    },
  )

  t.test(
    `${source.kind}: the test is one line for a person, and is called off by the caller's reason`,
    async (t) => {
      const { settings, io } = await start(t)
      const { ok, message } = await source.test(settings, io)
      t.equal(ok, true)
      t.match(message, /^[^\n]+\.$/)
      const off = { ...io, signal: AbortSignal.abort(new Error('called off')) }
      await t.rejects(source.test(settings, off), { message: 'called off' })
      await t.rejects(source.check(settings, [{ id: 'x', ref: 'x' }], off), { message: 'called off' })
    },
  )
}

function postsOf(batch: Batch): Post[] {
  return batch.changes.flatMap((change) => (change.kind === 'upsert' && !change.ifKnown ? [change.post] : []))
}
