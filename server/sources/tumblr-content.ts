import { z } from 'zod'
import type { Picture } from '../contest/post.ts'
import { picturesInHtml } from './html-pictures.ts'
import { readHtml } from './html-text.ts'
import { address, caption, shortText, webAddress } from './item-fields.ts'

const size = z.object({ url: address, width: z.number().catch(0) })

/** One block of Tumblr's newer form (github.com/tumblr/docs, npf-spec.md). Kinds that are not read are let pass. */
const block = z.object({
  type: shortText,
  text: caption.nullish(),
  alt_text: z.string().max(20_000).nullish(),
  media: z
    .union([z.array(size), size])
    .nullish()
    .catch(null),
  poster: z.array(size).nullish().catch(null),
})

/** What a post says and shows, in the older form of fields by type and in the newer one of blocks. */
export const contentFields = {
  title: caption.nullish(),
  question: caption.nullish(),
  body: caption.nullish(),
  caption: caption.nullish(),
  text: caption.nullish(),
  description: caption.nullish(),
  answer: caption.nullish(),
  photos: z
    .array(z.object({ original_size: size.nullish(), alt_sizes: z.array(size).nullish() }))
    .max(100)
    .nullish(),
  video_url: address.nullish(),
  thumbnail_url: address.nullish(),
  content: z.array(block).max(1_000).nullish(),
}
const content = z.object({ ...contentFields, type: shortText })
export type Content = z.infer<typeof content>

/** The words of a post as plain text, its title first. */
export function wordsOf(found: Content): string {
  const parts = [found.title, ...htmlOf(found).map((html) => readHtml(html).text), ...blockWords(found)]
  return parts
    .map((part) => part?.trim() ?? '')
    .filter((part) => part !== '')
    .join('\n\n')
}

/** Its photos, films and the pictures between its words. */
export function picturesOf(found: Content): Picture[] {
  const photos = (found.photos ?? []).flatMap(({ original_size, alt_sizes }) =>
    imageOf([original_size, ...(alt_sizes ?? [])], null),
  )
  return [...photos, ...filmOf(found), ...htmlOf(found).flatMap(picturesInHtml), ...blockPictures(found)]
}

function htmlOf({ question, body, caption, text, description, answer }: Content): string[] {
  return [question, body, caption, text, description, answer].flatMap((html) => html ?? [])
}

function filmOf({ type, video_url, thumbnail_url }: Content): Picture[] {
  if (type !== 'video') return []
  return [{ kind: 'video', url: webAddress(video_url), poster: webAddress(thumbnail_url), alt: null }]
}

function blockWords({ content }: Content): string[] {
  const text = (content ?? []).flatMap((one) => (one.type === 'text' ? (one.text ?? []) : []))
  return text.length === 0 ? [] : [text.join('\n')]
}

function blockPictures({ content }: Content): Picture[] {
  return (content ?? []).flatMap((one) => {
    const media = [one.media ?? []].flat()
    const alt = one.alt_text?.trim() || null
    if (one.type === 'image') return imageOf(media, alt)
    if (one.type !== 'video') return []
    const poster = imageOf(one.poster ?? [], null)[0]?.url ?? null
    return [{ kind: 'video' as const, url: webAddress(media[0]?.url), poster, alt }]
  })
}

/** The first with an address is the widest: the original, or the first of the sizes. */
function imageOf(sizes: (z.infer<typeof size> | null | undefined)[], alt: string | null): Picture[] {
  const widest = sizes
    .flatMap((one) => (one && webAddress(one.url) !== null ? [one] : []))
    .reduce<z.infer<typeof size> | null>(
      (most, one) => (most === null || one.width > most.width ? one : most),
      null,
    )
  if (widest === null) return sizes.length === 0 ? [] : [{ kind: 'image', url: null, poster: null, alt }]
  return [{ kind: 'image', url: webAddress(widest.url), poster: null, alt }]
}
