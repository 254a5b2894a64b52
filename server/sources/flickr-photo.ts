import { z } from 'zod'
import type { Picture, Post } from '../contest/post.ts'
import { flickrLicence } from './flickr-licences.ts'
import { readHtml } from './html-text.ts'
import {
  address,
  caption,
  faultsOf,
  identity,
  postAddress,
  shortText,
  unixSeconds,
  webAddress,
} from './item-fields.ts'
import { sampleOf } from './sample.ts'
import type { Skip, Upsert } from './source.ts'

/** What is asked of a photo beside its number and title. */
export const EXTRAS =
  'description,license,date_upload,owner_name,path_alias,tags,media,url_l,url_c,url_z,url_m'

/** Texts come bare in lists and wrapped in details. */
const words = z.union([caption, z.object({ _content: caption }).transform((found) => found._content)])

const shared = {
  id: identity,
  license: z.union([shortText, z.number()]).nullish(),
  media: shortText.nullish(),
}

/** A photo of a list (flickr.photos.search). */
const listed = z.object({
  ...shared,
  owner: identity,
  ownername: shortText.nullish(),
  pathalias: shortText.nullish(),
  title: words.nullish(),
  description: words.nullish(),
  dateupload: unixSeconds,
  tags: z.string().max(20_000).nullish(),
  url_l: address.nullish(),
  url_c: address.nullish(),
  url_z: address.nullish(),
  url_m: address.nullish(),
})

/** A photo by itself (flickr.photos.getInfo). */
const detailed = z.object({
  ...shared,
  owner: z.object({ nsid: identity, username: shortText.nullish(), path_alias: shortText.nullish() }),
  title: words.nullish(),
  description: words.nullish(),
  dates: z.object({ posted: unixSeconds }),
  tags: z.object({ tag: z.array(z.object({ _content: shortText })).max(1_000) }).nullish(),
})

/** Both in one shape: whichever way a photo is read, it makes the same post. */
interface Photo {
  id: string
  owner: string
  ownerName: string | null | undefined
  alias: string | null | undefined
  title: string
  description: string
  uploadedAt: number
  tags: string[]
  licence: string | null
  isFilm: boolean
  picture: string | null
}

export type ReadPhoto = { kind: 'post'; change: Upsert } | { kind: 'odd'; skip: Skip }

export function readListed(found: unknown, secrets: readonly string[] = []): ReadPhoto {
  const parsed = listed.safeParse(found)
  if (!parsed.success) return odd(parsed.error, found, secrets)
  const { data } = parsed
  const picture = [data.url_l, data.url_c, data.url_z, data.url_m].map(webAddress).find((url) => url !== null)
  return post(data, {
    id: data.id,
    owner: data.owner,
    ownerName: data.ownername,
    alias: data.pathalias,
    title: data.title ?? '',
    description: data.description ?? '',
    uploadedAt: data.dateupload,
    tags: (data.tags ?? '').split(' '),
    licence: flickrLicence(data.license),
    isFilm: data.media === 'video',
    picture: picture ?? null,
  })
}

/** `picture`: where the bytes are, which details do not tell. */
export function readDetailed(found: unknown, picture: string | null): ReadPhoto {
  const parsed = detailed.safeParse(found)
  if (!parsed.success) return odd(parsed.error, found, [])
  const { data } = parsed
  return post(data, {
    id: data.id,
    owner: data.owner.nsid,
    ownerName: data.owner.username,
    alias: data.owner.path_alias,
    title: data.title ?? '',
    description: data.description ?? '',
    uploadedAt: data.dates.posted,
    tags: (data.tags?.tag ?? []).map((tag) => tag._content),
    licence: flickrLicence(data.license),
    isFilm: data.media === 'video',
    picture,
  })
}

function odd(error: z.ZodError, found: unknown, secrets: readonly string[]): ReadPhoto {
  return { kind: 'odd', skip: { why: faultsOf(error, 'photo'), sample: sampleOf(found, secrets) } }
}

function post(raw: unknown, photo: Photo): ReadPhoto {
  const { id, owner } = photo
  const alias = photo.alias || owner
  const made: Post = {
    network: 'flickr',
    id,
    url: postAddress(`https://www.flickr.com/photos/${encodeURIComponent(alias)}/${encodeURIComponent(id)}/`),
    author: {
      id: owner,
      handle: alias,
      name: photo.ownerName || alias,
      url: `https://www.flickr.com/people/${encodeURIComponent(owner)}/`,
      since: null,
    },
    title: null,
    text: [photo.title, textOf(photo.description)]
      .map((part) => part.trim())
      .filter(Boolean)
      .join('\n\n'),
    tags: [...new Set(photo.tags.filter(isTag))].toSorted(),
    mentions: [],
    pictures: [pictureOf(photo)],
    postedAt: photo.uploadedAt,
    editedAt: null,
    language: null,
    sensitive: false,
    hints: [],
    licence: photo.licence,
  }
  return { kind: 'post', change: { kind: 'upsert', post: made, ref: id, raw } }
}

/** Descriptions hold a little markup, and line breaks as they were typed. */
function textOf(description: string): string {
  return readHtml(description.replace(/\r?\n/g, '<br>')).text
}

/** Machine tags (`geo:lat=59.9`) are said to programs. */
function isTag(tag: string): boolean {
  return tag !== '' && !/^[a-z][\w]*:[^=]+=/i.test(tag)
}

function pictureOf({ isFilm, picture }: Photo): Picture {
  return isFilm
    ? { kind: 'video', url: null, poster: picture, alt: null }
    : { kind: 'image', url: picture, poster: null, alt: null }
}
