import { SECOND } from '../server/contest/instant.ts'
import { sampleCatalogue } from '../server/rehearsal/catalogue.ts'
import { readStatus } from '../server/sources/mastodon-status.ts'
import type { Brought } from '../server/steps/store-posts.ts'

/** Posts by one person, on average. */
const POSTS_EACH = 2

/**
 * A page of a tag's timeline as the source hands it on: made of statuses with everything that Mastodon tells about them,
 * read as any other. Each has one picture and names one item; every other post is by somebody not seen before.
 */
export function parsedPage(first: number, size: number, newest: number): Brought[] {
  return Array.from({ length: size }, (_, i) => {
    const read = readStatus(statusOf(first + i, newest))
    if (read.kind !== 'post') throw new Error(`Found a status that is ${read.kind}; expected a post`)
    return read.change
  })
}

function statusOf(number: number, newest: number): object {
  const at = newest - number * SECOND
  const person = Math.floor(number / POSTS_EACH)
  const user = `kari${person}`
  const id = String(113_000_000_000_000_000n + BigInt(number))
  const base = 'https://social.example'
  const item = sampleCatalogue.items[number % sampleCatalogue.items.length]
  const tags = [sampleCatalogue.campaignTag, item?.tag ?? '', 'søndag']
  return {
    id,
    uri: `${base}/users/${user}/statuses/${id}`,
    url: `${base}/@${user}/${id}`,
    created_at: new Date(at).toISOString(),
    edited_at: null,
    visibility: 'public',
    sensitive: false,
    spoiler_text: '',
    language: 'nb',
    content: `<p>Endelig kom lyset inn i stua, og da måtte den få stå der den alltid har stått. Nummer ${number} på rad.</p><p>${tags
      .map(
        (tag) =>
          `<a href="${base}/tags/${encodeURIComponent(tag)}" class="mention hashtag" rel="tag">#<span>${tag}</span></a>`,
      )
      .join(' ')}</p>`,
    in_reply_to_id: null,
    account: {
      id: String(person),
      username: user,
      acct: user,
      uri: `${base}/users/${user}`,
      url: `${base}/@${user}`,
      display_name: `Kari Nordmann ${person}`,
      created_at: '2023-04-01T00:00:00.000Z',
      bot: false,
      locked: false,
      discoverable: true,
      indexable: true,
    },
    media_attachments: [
      {
        id,
        type: 'image',
        url: `${base}/media/${id}/original.jpg`,
        preview_url: `${base}/media/${id}/small.jpg`,
        remote_url: null,
        description: 'En lenestol ved et vindu, sett fra døra.',
      },
    ],
    tags: tags.map((name) => ({ name, url: `${base}/tags/${encodeURIComponent(name)}` })),
    mentions: [],
  }
}
