import { z } from 'zod'
import { HOUR, MINUTE } from '../contest/instant.ts'
import { type Answer, type ApiClient, createApiClient } from './api-client.ts'
import { readRefusal } from './instagram-errors.ts'
import type { InstagramSettings } from './instagram-settings.ts'
import { BUSY_FROM, BUSY_PAUSE, readUsage, regainMinutes } from './instagram-usage.ts'
import type { SourceError, SourceIo } from './source.ts'

export interface InstagramClient extends ApiClient {
  /** `path` begins with `/` and has no version. `isAlone`: where the app may not ask this, it may still ask other things. */
  get(path: string, query: Record<string, string>, isAlone?: boolean): Promise<Answer>
  /** The share of the hour's calls that is used, in percent, as the newest answer told; null where none did. */
  usage(): number | null
}

/** Where it is kept that the network had enough of us: the next read asks it first. */
const BUSY = 'busy'
const busy = z.object({ percent: z.number(), until: z.number() })

/** A client for the requests of one read, check or test. `token` null: nobody in particular asks. */
export function createInstagramClient(
  settings: InstagramSettings,
  token: string | null,
  io: SourceIo,
): InstagramClient {
  let alone = false
  const client = createApiClient(
    {
      base: `${settings.baseUrl}/${settings.version}`,
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      secrets: [settings.appSecret, settings.token, ...(token === null ? [] : [token])],
      unauthorised: 'does not accept the token (401). Connect the source anew.',
      refused: (refusal, fail): SourceError | 'not_found' | undefined =>
        readRefusal(refusal, fail, io.clock.now(), alone),
    },
    io,
  )
  let usage: number | null = null

  async function get(path: string, query: Record<string, string>, isAlone = false): Promise<Answer> {
    io.signal.throwIfAborted()
    await waitWhileBusy(client, io)
    alone = isAlone
    const answer = await client.ask({ path: `${path}?${new URLSearchParams(query)}` })
    usage = readUsage(answer.headers) ?? usage
    if (usage !== null && usage >= BUSY_FROM) {
      const told = regainMinutes(answer.headers) * MINUTE
      const until = io.clock.now() + (told > 0 ? Math.min(told, HOUR) : BUSY_PAUSE)
      await io.memory.write(BUSY, { percent: usage, until })
    }
    return answer
  }
  return { ...client, get, usage: () => usage }
}

async function waitWhileBusy(client: ApiClient, io: SourceIo): Promise<void> {
  const kept = busy.safeParse(await io.memory.read(BUSY))
  if (!kept.success || kept.data.until <= io.clock.now()) return
  const words = `has ${kept.data.percent} % of this hour’s requests behind it; the reading goes on later`
  throw client.fail('throttled', words, { waitUntil: kept.data.until })
}
