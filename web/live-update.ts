import type { ImageSet } from './image-set.ts'

/**
 * One message of `/c/:slug/live`, as JSON in the `data` of an unnamed server-sent event: once on connecting with
 * `page` null, then whenever an entry becomes public.
 */
export interface LiveUpdate {
  filled: number
  total: number
  people: number
  photos: number
  /** The page the new photo belongs to. */
  page: LivePage | null
}

export interface LivePage {
  item: string
  name: string
  /** Position in page order, from 0. */
  index: number
  /** Public photos of it, this one included. */
  photos: number
  entry: string
  /** As written under the photo, `@kari`. */
  credit: string
  /** Null where only a link may be shown. */
  image: ImageSet | null
}
