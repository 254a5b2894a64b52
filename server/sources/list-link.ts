/** A post's identity as it follows from its link. */
export interface Link {
  /** What the host tells; null where it could be any network. */
  network: string | null
  id: string
  url: string
}

/** Names of networks as people write them. */
const ALSO: Readonly<Record<string, string>> = {
  ig: 'instagram',
  insta: 'instagram',
  bsky: 'bluesky',
  'blue-sky': 'bluesky',
  fediverse: 'mastodon',
  twitter: 'x',
}

/** Parameters that say how somebody came to a page, and not which page it is. */
const TRACKING = /^(?:utm_.*|igsh|igshid|img_index|fbclid|gclid|ref_src|xmt)$/

/** A network's name in our spelling; null where it can be none. Pictures handed in here are no list's business. */
export function networkName(text: string): string | null {
  const key = text
    .trim()
    .toLowerCase()
    .replace(/[\s_.]+/g, '-')
  const name = ALSO[key] ?? key
  return /^[a-z0-9-]{1,32}$/.test(name) && name !== 'upload' ? name : null
}

/**
 * Reads the link of a post, in the form in which the network's own source names it where we know that: Instagram by its
 * short code, Flickr by the number of the photo, Bluesky by its at-URI (`accountId` is a DID where the link holds a handle).
 * Elsewhere the link itself is the identity, without what was only added to count clicks. Null where it is no link to a post.
 */
export function readLink(text: string, accountId: string): Link | null {
  const at = /^at:\/\/(did:[a-z0-9:._%-]+)\/app\.bsky\.feed\.post\/([\w.~:-]+)$/i.exec(text)
  if (at) return bluesky(at[1] ?? '', at[2] ?? '')
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null
  const host = url.hostname.replace(/^(?:www|m|mobile)\./, '')
  if (host === 'instagram.com' || host === 'instagr.am') return instagram(url)
  if (host === 'bsky.app') return blueskyPage(url, accountId)
  if (host === 'flickr.com') return flickr(url)
  const plain = withoutTracking(url)
  return { network: networkOf(host), id: plain, url: plain }
}

function instagram(url: URL): Link | null {
  const code = /\/(?:p|reels?|tv)\/([\w-]{5,64})(?:\/|$)/.exec(url.pathname)?.[1]
  if (code === undefined) return null
  const kind = /\/reels?\//.test(url.pathname) ? 'reel' : 'p'
  return { network: 'instagram', id: code, url: `https://www.instagram.com/${kind}/${code}/` }
}

function flickr(url: URL): Link | null {
  const [, who = '', id = ''] = /^\/photos\/([^/]+)\/(\d+)(?:\/|$)/.exec(url.pathname) ?? []
  return id === '' ? null : { network: 'flickr', id, url: `https://www.flickr.com/photos/${who}/${id}/` }
}

function blueskyPage(url: URL, accountId: string): Link | null {
  const [, profile = '', key = ''] = /^\/profile\/([^/]+)\/post\/([\w.~:-]+)\/?$/.exec(url.pathname) ?? []
  if (key === '') return null
  const did = [decodeURIComponent(profile), accountId].find((one) => one.startsWith('did:'))
  if (did !== undefined) return bluesky(did, key)
  const plain = `https://bsky.app/profile/${profile}/post/${key}`
  return { network: 'bluesky', id: plain, url: plain }
}

function bluesky(did: string, key: string): Link {
  return {
    network: 'bluesky',
    id: `at://${did}/app.bsky.feed.post/${key}`,
    url: `https://bsky.app/profile/${did}/post/${key}`,
  }
}

function networkOf(host: string): string | null {
  if (host === 'threads.net' || host === 'threads.com') return 'threads'
  return host === 'tumblr.com' || host.endsWith('.tumblr.com') ? 'tumblr' : null
}

function withoutTracking(url: URL): string {
  const plain = new URL(url)
  plain.hash = ''
  for (const name of [...plain.searchParams.keys()]) {
    if (TRACKING.test(name)) plain.searchParams.delete(name)
  }
  return plain.href
}
