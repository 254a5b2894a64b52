import type { Kind } from './plan-kinds.ts'

/** The networks that a campaign is rehearsed on. */
export const NETWORKS = ['mastodon', 'instagram', 'bluesky', 'blogs'] as const
export type NetworkName = (typeof NETWORKS)[number]

/** What people can do on a network, as far as it shows to whoever reads a tag there. */
interface Ways {
  lacks: ReadonlySet<Kind>
  /** Of one post; feeds tell one of each. */
  pictures: number
  /** Whether pictures posted there become the pages of the catalogue. */
  fillsPages: boolean
}

const PASSED_ON: Kind[] = ['boost', 'unlisted']
const EDITED: Kind[] = ['edit_adds_item_tag', 'edit_removes_tag', 'edit_adds_tag_late']

const WAYS: Readonly<Record<NetworkName, Ways>> = {
  mastodon: { lacks: new Set(), pictures: 4, fillsPages: true },
  // Every post has a picture. What is read by tag is a day old at most and tells no edits.
  instagram: {
    lacks: new Set([...PASSED_ON, ...EDITED, 'deleted', 'federates_late', 'no_picture']),
    pictures: 10,
    fillsPages: true,
  },
  // Every video has a still.
  bluesky: {
    lacks: new Set([...PASSED_ON, ...EDITED, 'video_without_still']),
    pictures: 4,
    fillsPages: true,
  },
  // Words come first there: a blog post stands in the room with a picture or without.
  blogs: {
    lacks: new Set([
      ...PASSED_ON,
      ...EDITED,
      'no_picture',
      'broken',
      'no_item_tag',
      'typo',
      'other_spelling',
      'over_cap',
      'federates_late',
      'video_without_still',
      'sensitive',
    ]),
    pictures: 1,
    fillsPages: false,
  },
}

/** Whether a post of this kind can be made there. */
export function canPlay(network: NetworkName, kind: Kind): boolean {
  return !WAYS[network].lacks.has(kind)
}

/** How many pictures of one post are seen there. */
export function mostPictures(network: NetworkName): number {
  return WAYS[network].pictures
}

export function fillsPages(network: NetworkName): boolean {
  return WAYS[network].fillsPages
}
