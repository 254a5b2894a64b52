import type { Instant } from '../server/contest/instant.ts'
import type { ImageSet } from './image-set.ts'

/** Who is named under a photo. Both null: somebody who gave no name. */
export interface Credit {
  /** Without `@`: `kari@social.example`. */
  handle: string | null
  name: string | null
}

/** A thing of the catalogue, as far as a link to its page needs it. */
export interface ItemRef {
  id: string
  name: string
  page: number
}

/** A public entry as it stands among others. */
export interface PhotoView {
  entry: string
  item: Pick<ItemRef, 'id' | 'name'> | null
  credit: Credit
  /** Null where only a link may be shown: a video without a still, a post without a licence to copy it. */
  image: ImageSet | null
  /** The author asks for care: it is covered until a reader wants to see it. */
  sensitive: boolean
  /** The original is a video; `image` is a still of it. */
  video: boolean
  /** Its author asks not to be found from elsewhere: it stands in no preview. */
  unlisted: boolean
}

/** A blog post as it stands among others. */
export interface BlogPostView {
  entry: string
  item: Pick<ItemRef, 'id' | 'name'> | null
  credit: Credit
  /** Null for a note without one. */
  title: string | null
  /** The beginning of its text; may be empty. */
  excerpt: string
  /** BCP 47; null where nobody knows. */
  language: string | null
  /** Where the whole is. */
  url: string | null
  postedAt: Instant
  /** Null where it may not be copied, or there is none. */
  image: ImageSet | null
  sensitive: boolean
}

/** One sentence by an ordinary person. */
export interface Words {
  text: string
  /** BCP 47; null where nobody knows. */
  language: string | null
  entry: string
  credit: Credit
  /** The photograph the sentence belongs to. */
  image: ImageSet | null
}

/** How much of the catalogue is rebuilt. */
export interface Coverage {
  /** One for each page, in page order: whether somebody has filled it. */
  pages: boolean[]
  /** Photographers of public entries. */
  people: number
  /** Public entries. */
  photos: number
}

/** How far a draw has come. */
export type DrawState = 'committed' | 'drawn' | 'withdrawn'

/** How much of a draw has to be taken on trust: A nothing, B a public source, C the organiser's list. */
export type DrawLevel = 'A' | 'B' | 'C'

/** What is wrong with a field of a form that came back. The page finds the words. */
export interface Fault {
  /** The field's `name`; null for the form as a whole. */
  field: string | null
  code:
    | 'missing'
    | 'tooLong'
    | 'tooShort'
    | 'notEmail'
    | 'notLink'
    | 'notPicture'
    | 'tooLarge'
    | 'tooLargeTogether'
    | 'tooManyPhotos'
    | 'emptyFile'
    | 'photoGone'
    | 'unknownChoice'
    | 'notAgreed'
    | 'notMatching'
    | 'weak'
    | 'tooMany'
    | 'closed'
    | 'other'
  /** What fills the words: `n` (limit) and `found` for lengths, `limit` and `found` in MB, `file` for a photograph's name, `text` for `other`. */
  detail?: Record<string, string | number>
}
