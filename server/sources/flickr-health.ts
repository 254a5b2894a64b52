import { createFlickrClient } from './flickr-client.ts'
import type { FlickrSettings } from './flickr-settings.ts'
import { SourceError, type SourceHealth, type SourceIo } from './source.ts'

/** Asks whether the key may search; in one line for a person. */
export async function testFlickr(settings: FlickrSettings, io: SourceIo): Promise<SourceHealth> {
  const client = createFlickrClient(settings, io)
  try {
    const { code } = await client.call('photos.search', { tags: 'photography', per_page: '1' }, true)
    const budget = await client.calls.left()
    const said = code === null ? 'the key is accepted' : `but it refuses a search (${code})`
    const message = `Flickr answers; ${said}; ${budget.left} of ${budget.of} calls left this hour.`
    return { ok: code === null, message, budget }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { ok: false, message: error.message, budget: await client.calls.left() }
  }
}
