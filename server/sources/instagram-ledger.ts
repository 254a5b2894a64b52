import { z } from 'zod'
import { toHashtag } from '../contest/hashtag.ts'
import { DAY, HOUR, type Instant } from '../contest/instant.ts'
import type { InstagramClient } from './instagram-client.ts'
import { SourceError, type SourceIo } from './source.ts'

/** Different tags that one account may ask for in seven days (ig-hashtag-search). */
export const TAG_BUDGET = 30
/** A tag counts so long from the first time it was asked for; asking again changes nothing. */
export const TAG_COUNTS_FOR = 7 * DAY
/** A tag that nobody uses is looked for again after this: it may be the first day of a campaign. */
export const UNKNOWN_FOR = HOUR
/** What the network says of the tags asked for is believed again every day. */
const RECONCILED_EVERY = DAY

const KEY = 'tags'
const moments = z.record(z.string(), z.number())
const state = z.object({
  /** Ids by tag: they never change. */
  ids: z.record(z.string(), z.string()),
  /** When each tag was asked for first, by its name, or as `id:…` where only the network knows it. */
  asked: moments,
  /** When a tag was not found. */
  unknown: moments,
  /** When a tag was refused for want of a place. */
  refused: moments,
  reconciledAt: z.number(),
})

const named = z.object({ name: z.string().max(500) })
const recent = z.object({
  data: z.array(
    z
      .object({ id: z.string().regex(/^\d{1,30}$/) })
      .nullable()
      .catch(null),
  ),
})

/** What is known of tags and of the places they take. */
export interface Ledger {
  idOf(tag: string): string | null
  /** When the tag was looked for in vain, within `UNKNOWN_FOR`. */
  unknownSince(tag: string): Instant | null
  /** Takes a place for the tag, before it is asked for. False where none is left, which is noted. */
  take(tag: string): Promise<boolean>
  learn(tag: string, id: string | null): Promise<void>
  /** Asks the network which tags count, where that was not done today; `anew`: in any case. */
  reconcile(client: InstagramClient, accountId: string, anew?: boolean): Promise<void>
  used(): number
  /** When the next place becomes free; null where none is taken. */
  nextFree(): Instant | null
  /** Tags refused in the last day that still have no place. */
  refused(): string[]
}

export async function openLedger(io: SourceIo): Promise<Ledger> {
  const kept = readKept(await io.memory.read(KEY))
  const now = () => io.clock.now()
  const save = () => io.memory.write(KEY, toPlain(kept))
  const counting = () => [...kept.asked].filter(([, at]) => at + TAG_COUNTS_FOR > now())
  const isIn = (tag: string) => counting().some(([key]) => key === tag)

  return {
    idOf: (tag) => kept.ids.get(tag) ?? null,
    unknownSince(tag) {
      const at = kept.unknown.get(tag)
      return at !== undefined && now() < at + UNKNOWN_FOR ? at : null
    },
    async take(tag) {
      if (isIn(tag)) return true
      kept.asked = new Map(counting())
      const isFree = kept.asked.size < TAG_BUDGET
      if (isFree) {
        kept.asked.set(tag, now())
        kept.refused.delete(tag)
      } else kept.refused.set(tag, now())
      await save()
      return isFree
    },
    async learn(tag, id) {
      if (id === null) kept.unknown.set(tag, now())
      else {
        kept.ids.set(tag, id)
        kept.unknown.delete(tag)
      }
      await save()
    },
    async reconcile(client, accountId, anew = false) {
      if (!anew && now() - kept.reconciledAt < RECONCILED_EVERY) return
      try {
        const ids = await askRecent(client, accountId)
        const known = new Set(kept.ids.values())
        for (const [tag, id] of await askNames(client, accountId, ids, known)) kept.ids.set(tag, id)
        kept.asked = withAskedElsewhere(kept, ids, now())
      } catch (error) {
        // Our own count goes on without it; what stops everything is met by the next request too.
        if (!(error instanceof SourceError) || (error.kind !== 'refused' && error.kind !== 'unreadable'))
          throw error
      }
      kept.reconciledAt = now()
      await save()
    },
    used: () => counting().length,
    nextFree: () => {
      const ends = counting().map(([, at]) => at + TAG_COUNTS_FOR)
      return ends.length === 0 ? null : Math.min(...ends)
    },
    refused: () => [...kept.refused].flatMap(([tag, at]) => (at > now() - DAY && !isIn(tag) ? tag : [])),
  }
}

/** What is remembered, by tag: in maps, as tags may be called like what every object has. */
interface Kept {
  ids: Map<string, string>
  asked: Map<string, Instant>
  unknown: Map<string, Instant>
  refused: Map<string, Instant>
  reconciledAt: Instant
}

function readKept(found: unknown): Kept {
  const read = state.safeParse(found)
  const { ids, asked, unknown, refused, reconciledAt } = read.success ? read.data : NOTHING
  const map = <T>(from: Record<string, T>) => new Map(Object.entries(from))
  return { ids: map(ids), asked: map(asked), unknown: map(unknown), refused: map(refused), reconciledAt }
}

const NOTHING: z.infer<typeof state> = { ids: {}, asked: {}, unknown: {}, refused: {}, reconciledAt: 0 }

function toPlain({ reconciledAt, ...maps }: Kept): object {
  const plain = Object.entries(maps).map(([name, map]) => [name, Object.fromEntries(map)])
  return { ...Object.fromEntries(plain), reconciledAt }
}

/** The ids of the tags that an account has asked for in seven days, 30 at most. */
async function askRecent(client: InstagramClient, accountId: string): Promise<string[]> {
  const query = { limit: String(TAG_BUDGET) }
  const answer = await client.get(`/${accountId}/recently_searched_hashtags`, query, true)
  const read = recent.safeParse(answer.json)
  if (!read.success) throw client.unreadable('did not tell which tags were asked for', answer.json)
  return read.data.data.flatMap((one) => one?.id ?? [])
}

/** The ids of tags that are not known by name, by name. They are counted already, so that asking takes no place. */
async function askNames(
  client: InstagramClient,
  accountId: string,
  ids: string[],
  known: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const id of ids) {
    if (known.has(id)) continue
    const answer = await client.get(`/${id}`, { fields: 'id,name', user_id: accountId })
    const tag = toHashtag(named.safeParse(answer.json).data?.name ?? '')
    if (answer.found && tag !== null) names.set(tag.canonical, id)
  }
  return names
}

/**
 * Another program may ask for tags in the same account's name: each takes a place too, from today on as nobody says since
 * when. What we asked for stays: the network may not have counted it yet.
 */
function withAskedElsewhere(
  { ids, asked }: Pick<Kept, 'ids' | 'asked'>,
  listed: string[],
  now: Instant,
): Map<string, Instant> {
  const names = new Map([...ids].map(([tag, id]) => [id, tag]))
  const all = new Map([...asked].filter(([tag]) => !tag.startsWith('id:')))
  for (const id of listed) {
    const key = names.get(id) ?? `id:${id}`
    const before = asked.get(key) ?? asked.get(`id:${id}`)
    const counts = before !== undefined && before + TAG_COUNTS_FOR > now
    all.set(key, counts ? before : now)
  }
  return all
}
