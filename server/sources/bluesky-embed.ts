import { z } from 'zod'
import type { Picture } from '../contest/post.ts'

/** Pictures of one post that are read; a gallery holds 20 at most (app.bsky.embed.gallery). */
export const MOST_PICTURES = 20
/** A post that quotes another and has media of its own nests once; what nests deeper is nobody's picture. */
const DEEPEST = 3

/** A blob as it is written since 2022, or before. */
const cid = z
  .union([
    z.object({ ref: z.object({ $link: z.string() }) }).transform(({ ref }) => ref.$link),
    z.object({ cid: z.string() }).transform((blob) => blob.cid),
  ])
  .pipe(z.string().regex(/^[A-Za-z0-9]{10,200}$/))
const alt = z
  .string()
  .max(20_000)
  .nullish()
  .catch(null)
  .transform((text) => text?.trim() || null)

const image = z.object({ image: cid, alt })
const video = z.object({ video: cid, alt })
const embed = z.object({
  $type: z.string().max(200),
  images: z.unknown().optional(),
  items: z.unknown().optional(),
  media: z.unknown().optional(),
})

/** Where the bytes of a blob are. */
export interface BlobAddresses {
  picture(cid: string): string
  poster(cid: string): string
}

/**
 * The pictures of a record's embed: images, a gallery, a video, and any of these beside a quoted post. Embeds of other
 * kinds, and those that are not known yet, hold none; one odd picture is left out by itself.
 */
export function readPictures(found: unknown, where: BlobAddresses, depth = 0): Picture[] {
  const parsed = embed.safeParse(found)
  if (!parsed.success || depth > DEEPEST) return []
  const { $type, images, items, media } = parsed.data
  if ($type === 'app.bsky.embed.recordWithMedia') return readPictures(media, where, depth + 1)
  if ($type === 'app.bsky.embed.video') return readVideo(found, where)
  if ($type === 'app.bsky.embed.images') return readImages(images, where)
  return $type === 'app.bsky.embed.gallery' ? readImages(items, where) : []
}

function readImages(found: unknown, where: BlobAddresses): Picture[] {
  if (!Array.isArray(found)) return []
  return found.slice(0, MOST_PICTURES).flatMap((one): Picture[] => {
    const read = image.safeParse(one)
    if (!read.success) return []
    return [{ kind: 'image', url: where.picture(read.data.image), poster: null, alt: read.data.alt }]
  })
}

/** Only the still is shown; the film itself stays where it is. */
function readVideo(found: unknown, where: BlobAddresses): Picture[] {
  const read = video.safeParse(found)
  if (!read.success) return []
  return [{ kind: 'video', url: null, poster: where.poster(read.data.video), alt: read.data.alt }]
}
