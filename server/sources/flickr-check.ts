import { z } from 'zod'
import type { PostRef } from '../contest/post.ts'
import { createFlickrClient, type FlickrClient } from './flickr-client.ts'
import { readDetailed } from './flickr-photo.ts'
import type { FlickrSettings } from './flickr-settings.ts'
import { webAddress } from './item-fields.ts'
import { type Checked, type Gone, SourceError, type SourceIo } from './source.ts'

/** What flickr.photos.getInfo means by its errors. */
const GONE: Readonly<Record<number, Gone>> = { 1: 'deleted', 2: 'private' }

/** The sizes that lists tell, largest first, as `getSizes` calls them. */
const SIZES = ['Large', 'Medium 800', 'Medium 640', 'Medium']

const info = z.object({ photo: z.unknown() })
const sizes = z.object({
  sizes: z.object({ size: z.array(z.object({ label: z.string(), source: z.string() })).max(100) }),
})

/** Asks for each photo by itself. Never throws but when it is called off: what could not be found out is `unknown`. */
export async function checkPhotos(
  settings: FlickrSettings,
  refs: PostRef[],
  io: SourceIo,
): Promise<Map<string, Checked>> {
  const client = createFlickrClient(settings, io)
  const results = new Map<string, Checked>(refs.map(({ id }) => [id, { state: 'unknown' }]))
  try {
    for (const ref of refs) results.set(ref.id, await checkPhoto(client, ref))
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
  }
  return results
}

async function checkPhoto(client: FlickrClient, { id, ref }: PostRef): Promise<Checked> {
  const { json, code } = await client.call('photos.getInfo', { photo_id: ref })
  if (code !== null) {
    const why = GONE[code]
    return why === undefined ? { state: 'unknown' } : { state: 'gone', why }
  }
  const { photo } = info.catch({ photo: null }).parse(json)
  const isAsked = readDetailed(photo, null)
  if (isAsked.kind === 'odd' || isAsked.change.post.id !== id) return { state: 'unknown' }
  const read = readDetailed(photo, await askPicture(client, ref))
  return { state: 'present', change: read.kind === 'post' ? read.change : null }
}

async function askPicture(client: FlickrClient, ref: string): Promise<string | null> {
  const { json } = await client.call('photos.getSizes', { photo_id: ref })
  const all = sizes.safeParse(json).data?.sizes.size ?? []
  for (const label of SIZES) {
    const url = webAddress(all.find((size) => size.label === label)?.source)
    if (url !== null) return url
  }
  return null
}
