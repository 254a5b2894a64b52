import type { ImageSet } from '../../../web/image-set.ts'
import type { BlogPostView, PhotoView } from '../../../web/views.ts'
import type { Media } from '../../db/media.ts'
import type { PublicEntry } from '../../db/public-entries.ts'
import { fitInside, RENDITIONS, renditionPath } from '../../media/names.ts'

const WEBP = RENDITIONS.filter(({ type }) => type === 'image/webp').toReversed()

/** A stored picture as pages show it. */
export function imageOf(media: {
  mediaId: string
  width: number
  height: number
  thumbhash: Uint8Array
  alt?: string | null
}): ImageSet {
  const renditions = WEBP.map((rendition) => ({
    width: fitInside(media, rendition).width,
    url: mediaUrl(media.mediaId, rendition.name),
  }))
  return {
    width: media.width,
    height: media.height,
    thumbhash: Buffer.from(media.thumbhash).toString('base64'),
    alt: media.alt ?? null,
    // A small picture has several renditions of one width; the first of them is enough.
    renditions: renditions.filter(({ width }, i) => width !== renditions[i - 1]?.width),
    share: mediaUrl(media.mediaId, 'share.jpg'),
  }
}

export function printOf(media: Media | undefined): ImageSet | null {
  return media
    ? imageOf({ mediaId: media.id, width: media.width, height: media.height, thumbhash: media.thumbhash })
    : null
}

/** A public entry among others. */
export function photoOf(entry: PublicEntry): PhotoView {
  return {
    entry: String(entry.id),
    item: entry.item && { id: entry.item.slug, name: entry.item.name },
    credit: creditOf(entry),
    image: entry.picture && imageOf(entry.picture),
    sensitive: entry.sensitive,
    video: entry.video,
    unlisted: entry.unlisted,
  }
}

/** The picture where it stands for a page or a contest: none whose author asks for care before it is shown. */
export function openImageOf(entry: PublicEntry | undefined): ImageSet | null {
  return entry?.picture && !entry.sensitive ? imageOf(entry.picture) : null
}

/** The language of a caption where its network told a whole one: `nb`, `pt-BR`. */
export function languageOf({ language }: PublicEntry): string | null {
  return language !== null && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language) ? language : null
}

/** What blogs write, in few words. */
export function blogPostOf(entry: PublicEntry): BlogPostView {
  return {
    entry: String(entry.id),
    item: entry.item && { id: entry.item.slug, name: entry.item.name },
    credit: creditOf(entry),
    title: entry.title,
    excerpt: entry.caption,
    language: languageOf(entry),
    url: entry.postUrl,
    postedAt: entry.postedAt,
    image: entry.picture && imageOf(entry.picture),
    sensitive: entry.sensitive,
  }
}

/** An upload has a name and no handle; a blog is called by its name. */
export function creditOf(entry: PublicEntry): PhotoView['credit'] {
  if (entry.credit === null) return { handle: null, name: null }
  return entry.network === 'upload' || entry.room
    ? { handle: null, name: entry.credit.name }
    : { handle: entry.credit.handle, name: entry.credit.name }
}

function mediaUrl(mediaId: string, name: Parameters<typeof renditionPath>[1]): string {
  return `/media/${renditionPath(mediaId, name)}`
}
