import { blobCid, blueskyHandle, didOf } from './bluesky-post.ts'
import type { RehearsalFile, RehearsalPost, Wording } from './post.ts'
import { pieces } from './tagging.ts'

/** Images of the older embed; more of them make a gallery (app.bsky.embed.images, .gallery). */
const MOST_IMAGES = 4

/** A post as its author's software writes it (app.bsky.feed.post). `isMarked`: whether it marks the tags of a text. */
export function postRecord(post: RehearsalPost, wording: Wording, isMarked: boolean): object {
  const { text, facets } = toRichText(wording.text, isMarked)
  const embed = embedOf(wording.files)
  return {
    $type: 'app.bsky.feed.post',
    text,
    createdAt: new Date(post.createdAt).toISOString(),
    langs: post.language === null ? [] : [post.language],
    ...(facets.length === 0 ? {} : { facets }),
    ...(embed === null ? {} : { embed }),
    ...(wording.sensitive ? { labels: selfLabels('graphic-media') } : {}),
  }
}

function selfLabels(...names: string[]): object {
  return { $type: 'com.atproto.label.defs#selfLabels', values: names.map((val) => ({ val })) }
}

/** A text with its facets, whose offsets count bytes of UTF-8. */
function toRichText(written: string, isMarked: boolean): { text: string; facets: object[] } {
  let text = ''
  const facets: object[] = []
  for (const piece of pieces(written)) {
    const byteStart = Buffer.byteLength(text)
    const mark = (words: string, feature: object) => {
      text += words
      facets.push({ index: { byteStart, byteEnd: Buffer.byteLength(text) }, features: [feature] })
    }
    if (piece.kind === 'text') text += piece.text
    else if (piece.kind === 'link') mark(piece.url, { $type: 'app.bsky.richtext.facet#link', uri: piece.url })
    else if (piece.kind === 'mention') mark(`@${blueskyHandle(piece)}`, mentionOf(piece))
    else if (isMarked) mark(`#${piece.name}`, { $type: 'app.bsky.richtext.facet#tag', tag: piece.name })
    else text += `#${piece.name}`
  }
  return { text, facets }
}

function mentionOf({ user, host }: { user: string; host: string }): object {
  const account = { user, host, name: user, joinedAt: 0, discoverable: true, bot: false }
  return { $type: 'app.bsky.richtext.facet#mention', did: didOf(account) }
}

function embedOf(files: readonly RehearsalFile[]): object | null {
  const [first] = files
  if (first === undefined) return null
  if (first.kind === 'video' || first.kind === 'gifv')
    return {
      $type: 'app.bsky.embed.video',
      video: blob(first, 'video/mp4'),
      ...(first.alt ? { alt: first.alt } : {}),
    }
  const stills = files.filter(({ kind }) => kind === 'image' || kind === 'withheld')
  const isGallery = stills.length > MOST_IMAGES
  const items = stills.map((file) => ({
    ...(isGallery ? { $type: 'app.bsky.embed.gallery#image' } : {}),
    image: blob(file, 'image/jpeg'),
    alt: file.alt ?? '',
  }))
  return isGallery
    ? { $type: 'app.bsky.embed.gallery', items }
    : { $type: 'app.bsky.embed.images', images: items }
}

function blob(file: RehearsalFile, mimeType: string): object {
  return { $type: 'blob', ref: { $link: blobCid(file) }, mimeType, size: 123_456 }
}
