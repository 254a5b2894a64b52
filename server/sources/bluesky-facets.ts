import { z } from 'zod'

/** Facets of one post that are read. A post holds 300 letters (app.bsky.feed.post). */
export const MOST_FACETS = 300

const facet = z.object({
  index: z.object({ byteStart: z.int().min(0), byteEnd: z.int().min(1) }),
  features: z.array(z.unknown()).max(20),
})
const tagFeature = z.object({
  $type: z.literal('app.bsky.richtext.facet#tag'),
  tag: z.string().min(1).max(1_000),
})
const mentionFeature = z.object({
  $type: z.literal('app.bsky.richtext.facet#mention'),
  did: z.string().min(1).max(2_000),
})

/** What the author's software marked in a text. */
export interface Marked {
  tags: string[]
  /** Handles as the text spells them, without the `@`. */
  mentions: string[]
}

/**
 * Reads facets (app.bsky.richtext.facet). Their offsets count bytes of UTF-8, the end exclusive; one that points outside
 * the text, or into the middle of a letter, is left out by itself. A cashtag is a tag with a leading `$` and is none of ours.
 */
export function readFacets(text: string, found: unknown): Marked {
  const bytes = new TextEncoder().encode(text)
  const marked: Marked = { tags: [], mentions: [] }
  if (!Array.isArray(found)) return marked
  for (const one of found.slice(0, MOST_FACETS)) {
    const parsed = facet.safeParse(one)
    const stretch = parsed.success ? sliceOf(bytes, parsed.data.index) : null
    if (!parsed.success || stretch === null) continue
    for (const feature of parsed.data.features) {
      const tag = tagFeature.safeParse(feature)
      if (tag.success && !tag.data.tag.startsWith('$')) marked.tags.push(tag.data.tag)
      const mention = mentionFeature.safeParse(feature)
      if (mention.success) marked.mentions.push(stretch.replace(/^@/u, '') || mention.data.did)
    }
  }
  return marked
}

/** Null unless both ends stand between letters and in order. */
function sliceOf(
  bytes: Uint8Array,
  { byteStart, byteEnd }: { byteStart: number; byteEnd: number },
): string | null {
  if (byteStart >= byteEnd || byteEnd > bytes.length) return null
  if (isInside(bytes[byteStart]) || isInside(bytes[byteEnd])) return null
  return new TextDecoder().decode(bytes.subarray(byteStart, byteEnd))
}

/** A byte that goes on with a letter begun before (RFC 3629, section 3). */
function isInside(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
