import { z } from 'zod'
import { DAY, type Instant } from '../contest/instant.ts'
import {
  type SourceBudget,
  SourceError,
  type SourceHealth,
  type SourceIo,
  type SourceWarning,
} from './source.ts'
import { createThreadsClient, itemsOf } from './threads-client.ts'
import type { ThreadsSettings } from './threads-settings.ts'

/** Always in use: whoever finds only themselves under it searches only themselves. */
const PROBED_TAG = 'photography'
/** A token's end is told so long ahead. */
export const EXPIRY_WARNING = 10 * DAY

const person = z.object({ username: z.string().max(300) })
const item = z.object({ username: z.string().max(300) })

/** Asks whose token it is and what it finds; in one line for a person. */
export async function testThreads(settings: ThreadsSettings, io: SourceIo): Promise<SourceHealth> {
  const client = createThreadsClient(settings, io)
  const budget = async (): Promise<SourceBudget> => client.queries.left()
  try {
    const me = person.safeParse((await client.object('me', 'id,username')).json)
    if (!me.success) throw client.unreadable('does not tell whose the token is; expected a username')
    const query = {
      q: PROBED_TAG,
      search_mode: 'TAG',
      search_type: 'RECENT',
      limit: '10',
      fields: 'username',
    }
    const { json } = await client.search(query, true)
    const names = (itemsOf(json) ?? []).flatMap((one) => item.safeParse(one).data?.username ?? [])
    const { left, of } = await budget()
    const line = [
      `Threads answers; the token is @${me.data.username}'s`,
      names.some((name) => name !== me.data.username) ? 'it finds the posts of others' : ALONE,
      `${left} of ${of} queries left`,
    ]
    return { ok: true, message: `${line.join('; ')}.`, budget: await budget() }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { ok: false, message: error.message, budget: await budget() }
  }
}

const ALONE = `under #${PROBED_TAG} it finds nobody else's posts: until Meta approves threads_keyword_search for the app, a search finds only the account's own`

/** The end of the token ahead, and a day whose queries are nearly used up. */
export async function threadsWarnings(settings: ThreadsSettings, io: SourceIo): Promise<SourceWarning[]> {
  const warnings: SourceWarning[] = []
  const ends: Instant = Date.parse(settings.tokenUntil ?? '')
  if (ends - io.clock.now() <= EXPIRY_WARNING)
    warnings.push({
      code: 'expires',
      message: `The access token for Threads ends on ${settings.tokenUntil}. Make a new one, and change the source's settings.`,
    })
  const { left, of } = await createThreadsClient(settings, io).queries.left()
  if (left <= of * 0.1)
    warnings.push({
      code: 'budget',
      message: `${left} of the ${of} queries of 24 hours are left. Read less often (everyMinutes, rescanMinutes), or follow fewer tags.`,
    })
  return warnings
}
