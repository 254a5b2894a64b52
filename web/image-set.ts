/** One picture in the sizes it is stored in. The largest WebP is what a page shows by itself. */
export interface ImageSet {
  /** Of the picture before scaling. */
  width: number
  height: number
  /** Base64; null where the picture has none, as our own drawings. */
  thumbhash: string | null
  /** The author's own alternative text. */
  alt: string | null
  /** WebP, narrowest first; never empty. `width` is that rendition's own. */
  renditions: Rendition[]
  /** A JPEG for other sites' previews. */
  share: string | null
}

export interface Rendition {
  width: number
  url: string
}

/** The `srcset` attribute of a picture. */
export function srcsetOf(image: ImageSet): string {
  return image.renditions.map(({ url, width }) => `${url} ${width}w`).join(', ')
}

/** The rendition for browsers that read no `srcset`: the one in the middle. */
export function srcOf(image: ImageSet): string {
  return image.renditions[Math.floor((image.renditions.length - 1) / 2)]?.url ?? ''
}

/** The rendition to look at closely. */
export function largestOf(image: ImageSet): string {
  return image.renditions.at(-1)?.url ?? ''
}

/** How wide a photo stands in a row of photos of one height: ten times width over height, between 6 and 18. */
export function shapeOf(image: Pick<ImageSet, 'width' | 'height'>): number {
  return Math.min(18, Math.max(6, Math.round((10 * image.width) / image.height)))
}
