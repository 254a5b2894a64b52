/** What the rules have to know of a kind of network. */
export interface NetworkFacts {
  /** As people write it. */
  name: string
  /** How many tags a caption may carry; null where no limit is known. */
  tagLimit: number | null
  /**
   * Whether the platform itself stamps the time of a post. Elsewhere the author's software or server claims
   * it, and a claim that does not agree with when we first saw the post is looked at by a person.
   */
  stampsTime: boolean
  /** Whether it tells when a post was edited. Elsewhere an edit is what differs from the reading before. */
  tellsEdits: boolean
  /**
   * Its posts tell about things and are read in the room, on pages of their own: they need neither item nor picture,
   * fill no page of the catalogue and never carry a ticket.
   */
  room?: true
}

/** Since December 2025, per post or reel (announced by its @creators account). */
export const INSTAGRAM_TAG_LIMIT = 5
/** A post carries one topic tag. */
export const THREADS_TAG_LIMIT = 1

const NETWORKS: ReadonlyMap<string, NetworkFacts> = new Map([
  ['blog', { name: 'Blog', tagLimit: null, stampsTime: false, tellsEdits: false, room: true }],
  ['bluesky', { name: 'Bluesky', tagLimit: null, stampsTime: false, tellsEdits: false }],
  ['flickr', { name: 'Flickr', tagLimit: null, stampsTime: true, tellsEdits: false }],
  ['instagram', { name: 'Instagram', tagLimit: INSTAGRAM_TAG_LIMIT, stampsTime: true, tellsEdits: false }],
  ['mastodon', { name: 'Mastodon', tagLimit: null, stampsTime: false, tellsEdits: true }],
  ['threads', { name: 'Threads', tagLimit: THREADS_TAG_LIMIT, stampsTime: true, tellsEdits: false }],
  ['tumblr', { name: 'Tumblr', tagLimit: null, stampsTime: true, tellsEdits: false }],
  ['upload', { name: 'upload', tagLimit: null, stampsTime: true, tellsEdits: true }],
])

/** By `Post.network`. A network not known here goes by its own name, has no tag limit, claims its times and tells its edits. */
export function networkFacts(network: string): NetworkFacts {
  return NETWORKS.get(network) ?? { name: network, tagLimit: null, stampsTime: false, tellsEdits: true }
}
