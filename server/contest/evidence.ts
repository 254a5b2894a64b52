import type { Check } from './entry.ts'
import type { Instant } from './instant.ts'
import type { Post, PostVersion } from './post.ts'
import type { ReasonCode } from './reason.ts'

/** Everything the rules look at when they judge one post. */
export interface Evidence {
  post: Post
  /** Every wording seen, oldest first, the present one last; empty while there is only the post's own. */
  versions: readonly PostVersion[]
  /** The earlier of our own first sight and the platform's index. */
  firstSeenAt: Instant
  /** What became of each picture. */
  pictures: readonly PictureState[]
  /** `unconfirmed`: an upload whose mail address is not confirmed; `unidentified`: no interface tells the author. */
  identity: 'identified' | 'unconfirmed' | 'unidentified'
  /** Null while the post is there for everybody to see. */
  gone: Gone | null
  /** A direct upload says by its form what a post says by its tags; null for posts. */
  upload: { item: string | null } | null
  /**
   * The items of this contest that the post links to, where it links to the contest at all (or a manager brought it): a
   * link says what a tag says, in the room alone. Null without a link.
   */
  linked: { items: readonly string[] } | null
  /** The entries this post has made so far; what people decided about them is kept. */
  standing: readonly Standing[]
  /** Checks by others than the rules (equal pictures, reports, blocked words); they join every judgement. */
  noted: readonly Check[]
}

export type PictureState =
  | { state: 'stored' }
  | { state: 'pending' }
  /** `why`: what was found and what was expected. */
  | { state: 'broken'; why: string }
  /** The network tells that there is a picture and does not hand it out. */
  | { state: 'withheld' }

export type Gone = 'deleted' | 'private' | 'account_gone'

/** What is known of an entry before its post is judged again. */
export interface Standing {
  /** The item it stands for. */
  item: string | null
  /** The item its post named when the entry was made. Where `item` differs, a person set it, and that holds. */
  named: string | null
  /** What a person looked at and let through: these checks no longer ask for review. */
  accepted: readonly ReasonCode[]
}
