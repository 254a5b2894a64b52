import { createHash } from 'node:crypto'
import { DAY, type Instant } from '../contest/instant.ts'
import { type Fields, pick } from './instagram-fields.ts'
import type { InstagramHabits } from './instagram-habits.ts'
import { childId, instagramPostId, instagramUser, mediaId, share, type Way } from './instagram-post.ts'
import { filePath } from './mastodon-entity.ts'
import { type RehearsalFile, type RehearsalPost, stands, wordingAt } from './post.ts'

/** All that a post under a tag tells of itself; nothing else can be asked for, its author least of all. */
export const TAG_FIELDS = [
  'caption',
  'children',
  'comments_count',
  'id',
  'like_count',
  'media_type',
  'media_url',
  'permalink',
  'timestamp',
] as const
/** A post that names or shows the brand tells who made it. */
export const PHOTO_TAG_FIELDS = [...TAG_FIELDS, 'username'] as const
export const MENTION_FIELDS = PHOTO_TAG_FIELDS.filter((name) => name !== 'permalink')

/** Who tells, and when. */
export interface Teller {
  base: string
  now: Instant
  habits: InstagramHabits
}

/** A post as the API tells it, with the fields asked for. */
export function mediaEntity(
  post: RehearsalPost,
  way: Way,
  fields: Fields,
  allowed: readonly string[],
  teller: Teller,
): Record<string, unknown> {
  const { now, habits } = teller
  const { text, files } = wordingAt(post, now)
  const [first] = files
  const isAlbum = files.length > 1
  const children = files.map((file, n) => ({ id: childId(post, n), ...kindAndLink(post, file, teller) }))
  const told = {
    id: mediaId(post, habits.sameIds ? 'hashtag' : way),
    caption: captionOf(text, habits) || undefined,
    comments_count: 0,
    // An owner may hide the likes: then there is no number, not 0.
    like_count: share(post, 'likes') < 0.3 ? undefined : 3,
    ...(isAlbum || first === undefined ? { media_type: 'CAROUSEL_ALBUM' } : kindAndLink(post, first, teller)),
    permalink: permalink(post, teller),
    timestamp: new Date(post.createdAt).toISOString().replace(/\.\d+Z$/, '+0000'),
    username: instagramUser(post.account),
    children: isAlbum ? { data: children.map((child) => shownChild(child, fields, way, habits)) } : undefined,
  }
  return pick(fields, allowed, told)
}

/** Where a person opens a post. Films are reels. */
export function permalink(post: RehearsalPost, { base, now }: Pick<Teller, 'base' | 'now'>): string {
  const { files } = wordingAt(post, now)
  const isReel = files.length === 1 && files[0]?.kind !== 'image'
  return `${base}/${isReel ? 'reel' : 'p'}/${instagramPostId(post)}/`
}

/** Instagram shows pictures: who posts words alone posts elsewhere. */
export function isShown(post: RehearsalPost, now: Instant): boolean {
  if (!stands(post, now) || post.visibility !== 'public' || post.boostOf !== null) return false
  return wordingAt(post, now).files.length > 0
}

/** Whether the caption names the brand. */
export function mentionsBrand(post: RehearsalPost, { now, habits }: Pick<Teller, 'now' | 'habits'>): boolean {
  const named = wordingAt(post, now).text.matchAll(MENTION)
  return [...named].some((match) => match.groups?.user?.toLowerCase() === habits.brand)
}

const MENTION = /(?<![\p{L}\p{N}_/.@])@(?<user>[a-z0-9._]*[a-z0-9_])(?:@[a-z0-9.-]*[a-z0-9])?/giu

function captionOf(text: string, { stripsAt }: InstagramHabits): string {
  return text.replace(MENTION, (_all, user: string) => (stripsAt ? user : `@${user}`))
}

function shownChild(
  child: Record<string, unknown>,
  fields: Fields,
  way: Way,
  { childFields }: InstagramHabits,
): Record<string, unknown> {
  const asked = fields.get('children')
  if (asked === null || asked === undefined || (way === 'hashtag' && !childFields)) return { id: child.id }
  return pick(asked, ['id', 'media_type', 'media_url', 'timestamp'], child)
}

/** A film whose owner allows no downloads, or with music that is under licence, has no link. */
function kindAndLink(
  post: RehearsalPost,
  file: RehearsalFile,
  teller: Teller,
): { media_type: string; media_url?: string } {
  const media_type = file.kind === 'image' ? 'IMAGE' : 'VIDEO'
  if (file.kind === 'video' || file.kind === 'withheld') return { media_type }
  return { media_type, media_url: signedLink(filePath(post, file), teller) }
}

/** Links are signed and end; within a day they stay the same. */
function signedLink(path: string, { base, now, habits }: Teller): string {
  const ends = (Math.ceil(now / DAY) * DAY + habits.linkLife) / 1000
  return `${base}${path}?oe=${ends.toString(16)}&oh=${signature(path, ends)}`
}

/** Whether a link of a picture still works. */
export function isLinkGood(url: URL, now: Instant): boolean {
  const ends = Number.parseInt(url.searchParams.get('oe') ?? '', 16)
  return url.searchParams.get('oh') === signature(url.pathname, ends) && now < ends * 1000
}

function signature(path: string, ends: number): string {
  return createHash('sha256').update(`${path} ${ends}`).digest('hex').slice(0, 16)
}
