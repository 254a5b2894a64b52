/** What is odd about a picture, beside what it shows. */
export type Twist =
  /** Nothing. */
  | 'plain'
  /** A portrait stored lying on its side, with the EXIF orientation that puts it upright. */
  | 'exif_rotated'
  /** EXIF with the place and the telephone. */
  | 'gps'
  /** 4000 × 3000 pixels or as many in another framing, whatever the long edge says. */
  | 'twelve_megapixels'
  /** A few frames, at most 480 pixels long. */
  | 'animated_gif'
  /** A JPEG that cannot be decoded. */
  | 'broken'
  /** The thing on a page of the printed catalogue, in a hand or on a table. */
  | 'printed_page'
  /** Something else altogether. */
  | 'elsewhere'

/** All that decides a picture: the same spec gives the same bytes. */
export interface PictureSpec {
  /** Any number; its 32 low bits count. */
  seed: number
  /** The slug of the thing shown; null for a picture of something else. */
  item: string | null
  framing: 'portrait' | 'landscape' | 'square'
  /** Pixels of the longer edge. Another size of the same spec is the same picture. */
  longEdge: number
  twist: Twist
}

export interface Picture {
  bytes: Uint8Array
  /** Its media type. */
  type: string
}

/** Smallest and largest long edge that is drawn, in pixels: a thumbnail, and a little more than twelve megapixels need. */
export const SHORTEST_LONG_EDGE = 32
export const LONGEST_LONG_EDGE = 4096
