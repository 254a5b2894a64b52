import { DAY, type Instant, SECOND } from '../contest/instant.ts'
import { fileAddress, stillAddress } from './files-reply.ts'
import type { FlickrHabits } from './flickr-habits.ts'
import { flickrOwner, flickrPostId } from './flickr-post.ts'
import { escapeHtml } from './mastodon-html.ts'
import { type RehearsalPost, type Wording, wordingAt } from './post.ts'
import { tagNames } from './tagging.ts'

/** What an entity depends on beside the post. */
export interface Teller {
  base: string
  now: Instant
  habits: FlickrHabits
}

/** Sizes as lists and `getSizes` call them. */
const LISTED = { url_m: 'Medium', url_z: 'Medium 640', url_c: 'Medium 800', url_l: 'Large' } as const

/** A photo in a list, with the extras asked for. */
export function listedPhoto(post: RehearsalPost, extras: ReadonlySet<string>, teller: Teller): object {
  const { title, description } = wordsOf(post, teller.now)
  const sizes = Object.keys(LISTED).flatMap((name) => {
    const url = addressOf(post, teller)
    return url === null ? [] : [[name, url] as const]
  })
  const told: Record<string, Record<string, unknown>> = {
    description: { description: { _content: description } },
    license: { license: String(teller.habits.licence(post)) },
    date_upload: { dateupload: secondsOf(post.createdAt) },
    date_taken: { datetaken: takenAt(post), datetakengranularity: 0 },
    owner_name: { ownername: post.account.name },
    path_alias: { pathalias: post.account.user },
    tags: { tags: tagsOf(post, teller.now).join(' ') },
    media: { media: isFilm(post, teller.now) ? 'video' : 'photo', media_status: 'ready' },
    ...Object.fromEntries(sizes.map(([name, url]) => [name, { [name]: url }])),
  }
  return {
    id: flickrPostId(post),
    owner: flickrOwner(post.account),
    secret: secretOf(post),
    server: '65535',
    farm: 66,
    title,
    ispublic: 1,
    isfriend: 0,
    isfamily: 0,
    ...Object.assign({}, ...[...extras].map((name) => told[name] ?? {})),
  }
}

/** A photo by itself. */
export function detailedPhoto(post: RehearsalPost, { now, habits, base }: Teller): object {
  const { title, description } = wordsOf(post, now)
  const owner = flickrOwner(post.account)
  return {
    id: flickrPostId(post),
    secret: secretOf(post),
    server: '65535',
    license: String(habits.licence(post)),
    owner: { nsid: owner, username: post.account.name, realname: '', path_alias: post.account.user },
    title: { _content: title },
    description: { _content: description },
    visibility: { ispublic: 1, isfriend: 0, isfamily: 0 },
    dates: {
      posted: secondsOf(post.createdAt),
      taken: takenAt(post),
      lastupdate: secondsOf(wordingAt(post, now).at),
    },
    tags: {
      tag: tagsOf(post, now).map((name) => ({
        id: `${owner}-${name}`,
        author: owner,
        raw: name.toUpperCase(),
        _content: name,
        machine_tag: 0,
      })),
    },
    urls: { url: [{ type: 'photopage', _content: `${base}/photos/${owner}/${post.id}/` }] },
    media: isFilm(post, now) ? 'video' : 'photo',
  }
}

export function sizesOf(post: RehearsalPost, teller: Teller): object {
  const source = addressOf(post, teller)
  const all = ['Square', ...Object.values(LISTED), 'Original']
  return { size: source === null ? [] : all.map((label) => ({ label, width: 1024, height: 768, source })) }
}

/** The first line is the title; the rest is the description, which may hold markup. */
function wordsOf(post: RehearsalPost, now: Instant): { title: string; description: string } {
  const [title = '', ...rest] = wordingAt(post, now).text.split('\n')
  return { title, description: escapeHtml(rest.join('\n')) }
}

/** In small letters, without anything between them: `Min Stue` and `minstue` are one tag. */
export function tagsOf(post: RehearsalPost, now: Instant): string[] {
  const wording = wordingAt(post, now)
  const known = tagsOfWording.get(wording)
  if (known !== undefined) return known
  const tags = tagNames(wording.text).map((name) => name.replace(/[^\p{L}\p{N}]/gu, ''))
  tagsOfWording.set(wording, tags)
  return tags
}

const tagsOfWording = new WeakMap<Wording, string[]>()

function addressOf(post: RehearsalPost, { base, now }: Teller): string | null {
  const [file] = wordingAt(post, now).files
  if (file === undefined || file.kind === 'withheld') return null
  if (file.kind === 'image') return fileAddress(post, file, base)
  return file.kind === 'gifv' ? stillAddress(post, file, base) : null
}

function isFilm(post: RehearsalPost, now: Instant): boolean {
  const kind = wordingAt(post, now).files[0]?.kind
  return kind === 'video' || kind === 'gifv'
}

/** A camera's own time, the day before, without a zone. */
function takenAt(post: RehearsalPost): string {
  return new Date(post.createdAt - DAY).toISOString().slice(0, 19).replace('T', ' ')
}

/** A part of the addresses of a photo's files, which is no secret at all. */
function secretOf(post: RehearsalPost): string {
  return BigInt(post.id).toString(16).slice(-10)
}

function secondsOf(at: Instant): string {
  return String(Math.floor(at / SECOND))
}
