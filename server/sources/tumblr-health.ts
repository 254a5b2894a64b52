import { SourceError, type SourceHealth, type SourceIo, type SourceWarning } from './source.ts'
import { createTumblrClient } from './tumblr-client.ts'
import type { TumblrSettings } from './tumblr-settings.ts'

/** Asks whether the key may read tags; in one line for a person. */
export async function testTumblr(settings: TumblrSettings, io: SourceIo): Promise<SourceHealth> {
  const client = createTumblrClient(settings, io)
  try {
    const { found } = await client.get('/tagged', { tag: 'photography', limit: '1' }, true)
    if (!found) throw client.unreadable('answered 404; expected the API of Tumblr there')
    const budget = await client.calls.left()
    const message = `Tumblr answers; the key is accepted; ${budget.left} of ${budget.of} calls left.`
    return { ok: true, message, budget }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { ok: false, message: error.message, budget: await client.calls.left() }
  }
}

/** A key whose calls are nearly used up. */
export async function tumblrWarnings(settings: TumblrSettings, io: SourceIo): Promise<SourceWarning[]> {
  const { left, of } = await createTumblrClient(settings, io).calls.left()
  if (left > of * 0.1) return []
  const message = `${left} of the key's ${of} calls are left. Read less often (everyMinutes, rescanMinutes), or follow fewer tags.`
  return [{ code: 'budget', message }]
}
