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
type State = z.infer<typeof state>

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
  const read = state.safeParse(await io.memory.read(KEY))
  const kept: State = read.success
    ? read.data
    : { ids: {}, asked: {}, unknown: {}, refused: {}, reconciledAt: 0 }
  const now = () => io.clock.now()
  const save = () => io.memory.write(KEY, kept)
  const counting = () => Object.entries(kept.asked).filter(([, at]) => at + TAG_COUNTS_FOR > now())
  const isIn = (tag: string) => (kept.asked[tag] ?? Number.NEGATIVE_INFINITY) + TAG_COUNTS_FOR > now()

  return {
    idOf: (tag) => kept.ids[tag] ?? null,
    unknownSince(tag) {
      const at = kept.unknown[tag]
      return at !== undefined && now() < at + UNKNOWN_FOR ? at : null
    },
    async take(tag) {
      if (isIn(tag)) return true
      kept.asked = Object.fromEntries(counting())
      const isFree = counting().length < TAG_BUDGET
      if (isFree) {
        kept.asked[tag] = now()
        delete kept.refused[tag]
      } else kept.refused[tag] = now()
      await save()
      return isFree
    },
    async learn(tag, id) {
      if (id === null) kept.unknown[tag] = now()
      else {
        kept.ids[tag] = id
        delete kept.unknown[tag]
      }
      await save()
    },
    async reconcile(client, accountId, anew = false) {
      if (!anew && now() - kept.reconciledAt < RECONCILED_EVERY) return
      try {
        const ids = await askRecent(client, accountId)
        Object.assign(kept.ids, await askNames(client, accountId, ids, new Set(Object.values(kept.ids))))
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
    nextFree: () =>
      counting().reduce<Instant | null>(
        (least, [, at]) => Math.min(least ?? at + TAG_COUNTS_FOR, at + TAG_COUNTS_FOR),
        null,
      ),
    refused: () =>
      Object.entries(kept.refused).flatMap(([tag, at]) => (at > now() - DAY && !isIn(tag) ? tag : [])),
  }
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
): Promise<Record<string, string>> {
  const names: Record<string, string> = {}
  for (const id of ids) {
    if (known.has(id)) continue
    const answer = await client.get(`/${id}`, { fields: 'id,name', user_id: accountId })
    const tag = toHashtag(named.safeParse(answer.json).data?.name ?? '')
    if (answer.found && tag !== null) names[tag.canonical] = id
  }
  return names
}

/**
 * Another program may ask for tags in the same account's name: each takes a place too, from today on as nobody says since
 * when. What we asked for stays: the network may not have counted it yet.
 */
function withAskedElsewhere(
  { ids, asked }: Pick<State, 'ids' | 'asked'>,
  listed: string[],
  now: Instant,
): Record<string, number> {
  const names = new Map(Object.entries(ids).map(([tag, id]) => [id, tag]))
  const isListed = new Set(listed)
  const ours = Object.entries(asked).filter(([tag]) => !tag.startsWith('id:') || isListed.has(tag.slice(3)))
  const all = Object.fromEntries(ours)
  for (const id of listed) {
    const key = names.get(id) ?? `id:${id}`
    const before = asked[key] ?? asked[`id:${id}`]
    const counts = before !== undefined && before + TAG_COUNTS_FOR > now
    all[key] = counts ? before : now
    if (key !== `id:${id}`) delete all[`id:${id}`]
  }
  return all
}
