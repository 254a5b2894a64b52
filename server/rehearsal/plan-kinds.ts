import type { ReasonCode } from '../contest/reason.ts'
import type { PictureSpec } from './photograph/picture-spec.ts'
import type { Chance } from './photograph/seed.ts'
import { shuffled } from './random.ts'

/** What must have become of an entry when everything is over. */
export type Ending =
  /** Approved by a person and not refused by a rule: everybody sees it. */
  | 'public'
  /** A person said no. */
  | 'rejected'
  /** Its post was deleted. */
  | 'withdrawn'
  /** A rule refuses it, whatever people think of its picture. */
  | 'refused_by_rule'

/** How a moderator who looks at the picture decides. */
export type Look =
  | 'approve'
  | 'assign'
  | Extract<ReasonCode, 'not_the_item' | 'same_picture_yours' | 'same_picture_other'>

interface KindFacts {
  /** Of all posts. */
  share: number
  ending: Ending
  look: Look
  twist?: PictureSpec['twist']
  /** Posts of this kind in a plan that has them at all. */
  least?: number
}

const good = { ending: 'public', look: 'approve' } as const
const mended = { ending: 'public', look: 'assign' } as const
const refused = { ending: 'refused_by_rule', look: 'approve' } as const

/**
 * Every kind of post beside the plain ones. The shares are guesses at how often people do these things, kept so that
 * a campaign of 240 posts has most of them two or three times and three posts in five are plain.
 */
export const KINDS = {
  // Pictures as phones and people make them; all is well with them.
  exif_rotated: { share: 0.045, ...good, twist: 'exif_rotated' },
  gps: { share: 0.04, ...good, twist: 'gps' },
  twelve_megapixels: { share: 0.012, ...good, twist: 'twelve_megapixels' },
  animated_gif: { share: 0.01, ...good, twist: 'animated_gif' },
  printed_page: { share: 0.06, ...good, twist: 'printed_page' },
  // Captions that are unusual; all is well with them too.
  two_items: { share: 0.02, ...good },
  alias_tag: { share: 0.03, ...good },
  other_script: { share: 0.03, ...good },
  long_caption: { share: 0.01, ...good },
  sensitive: { share: 0.01, ...good },
  over_cap: { share: 0.01, ...good, least: 2 },
  federates_late: { share: 0.012, ...good },
  edit_adds_item_tag: { share: 0.01, ...good },
  video_without_still: { share: 0.006, ...good },
  // A person has to look at the tags.
  no_item_tag: { share: 0.025, ...mended },
  typo: { share: 0.03, ...mended },
  other_spelling: { share: 0.025, ...mended },
  // A person says no.
  not_the_item: { share: 0.02, ending: 'rejected', look: 'not_the_item', twist: 'elsewhere' },
  same_picture_yours: { share: 0.012, ending: 'rejected', look: 'same_picture_yours' },
  same_picture_other: { share: 0.01, ending: 'rejected', look: 'same_picture_other' },
  // The rules say no.
  late: { share: 0.02, ...refused },
  early: { share: 0.01, ...refused },
  no_picture: { share: 0.012, ...refused },
  broken: { share: 0.01, ...refused, twist: 'broken' },
  edit_removes_tag: { share: 0.006, ...refused },
  edit_adds_tag_late: { share: 0.006, ...refused },
  // The author takes it back.
  deleted: { share: 0.015, ending: 'withdrawn', look: 'approve' },
  // Nobody who reads the tag sees these.
  unlisted: { share: 0.008, ...good },
  boost: { share: 0.01, ...good },
} as const satisfies Record<string, KindFacts>

export type OddKind = keyof typeof KINDS
export type Kind = 'plain' | OddKind

/** From this many posts on every kind is there at least once. */
export const ALL_KINDS_FROM = 60

const ODD = Object.keys(KINDS).filter((name): name is OddKind => name in KINDS)

export function factsOf(kind: Kind): KindFacts {
  return kind === 'plain' ? { share: 1, ...good } : KINDS[kind]
}

/** Whether the collector ever gets to see posts of a kind. */
export function isSeen(kind: Kind): boolean {
  return kind !== 'unlisted' && kind !== 'boost'
}

/** Kinds that repeat another post. */
const COPIES: ReadonlySet<Kind> = new Set<Kind>([
  'same_picture_yours',
  'same_picture_other',
  'over_cap',
  'boost',
])

export function isCopy(kind: Kind): boolean {
  return COPIES.has(kind)
}

/** Kinds that surely end in public without anybody's help: they are what fills an item. */
const SURE: ReadonlySet<Kind> = new Set<Kind>(['plain', 'exif_rotated', 'gps', 'printed_page'])

export function isSure(kind: Kind): boolean {
  return SURE.has(kind)
}

/**
 * The kinds of so many posts, in no order. Below `ALL_KINDS_FROM` one post in four is odd, each of another kind, as
 * chance has it. What nobody can do becomes a plain post.
 */
export function drawKinds(
  posts: number,
  chance: Chance,
  isPossible: (kind: Kind) => boolean = () => true,
): Kind[] {
  const odd: Kind[] =
    posts < ALL_KINDS_FROM
      ? shuffled(chance, ODD).slice(0, Math.floor(posts / 4))
      : ODD.flatMap((kind) => {
          const { share, least = 1 }: KindFacts = KINDS[kind]
          return Array<Kind>(Math.max(least, Math.round(posts * share))).fill(kind)
        })
  const possible = odd.map((kind): Kind => (isPossible(kind) ? kind : 'plain'))
  return [...possible, ...Array<Kind>(posts - odd.length).fill('plain')]
}
