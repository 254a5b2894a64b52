import { type Instant, SECOND } from '../contest/instant.ts'
import { fileAddress, stillAddress } from './files-reply.ts'
import { escapeHtml } from './mastodon-html.ts'
import { type RehearsalFile, type RehearsalPost, wordingAt } from './post.ts'
import { pieces } from './tagging.ts'
import type { TumblrHabits } from './tumblr-habits.ts'
import { tumblrBlog, tumblrPostId, tumblrUuid } from './tumblr-post.ts'

/** What an entity depends on beside the post. */
export interface Teller {
  base: string
  now: Instant
  habits: TumblrHabits
  find(id: string): RehearsalPost | undefined
}

/** A post as the API tells it, in the older form or in blocks. */
export function tumblrEntity(post: RehearsalPost, teller: Teller, reblogInfo: boolean): object {
  const { now, habits, base } = teller
  const blog = tumblrBlog(post.account)
  const root = post.boostOf === null ? undefined : teller.find(post.boostOf)
  const said = root ?? post
  return {
    object_type: 'post',
    blog_name: blog,
    ...(habits.tellsBlog ? { blog: blogEntity(post) } : {}),
    // The number that readers of JSON get wrong, as the real one has it.
    id: Number(tumblrPostId(post)),
    id_string: tumblrPostId(post),
    post_url: `${base}/${blog}/${tumblrPostId(post)}`,
    timestamp: secondsOf(post.createdAt),
    ...(habits.featuredAt === null
      ? {}
      : { featured_timestamp: secondsOf(habits.featuredAt(post.createdAt)) }),
    date: `${new Date(post.createdAt).toISOString().slice(0, 19).replace('T', ' ')} GMT`,
    state: post.visibility === 'public' ? 'published' : 'private',
    format: 'html',
    reblog_key: 'abc123',
    tags: tumblrTags(post, now),
    summary: '',
    note_count: 0,
    ...contentOf(said, teller),
    trail: [{ blog: { name: tumblrBlog(said.account) }, post: { id: said.id }, is_root_item: true }],
    ...(root !== undefined && reblogInfo ? reblogged(root) : {}),
  }
}

export function blogEntity(post: RehearsalPost): object {
  const name = tumblrBlog(post.account)
  return {
    name,
    title: post.account.name,
    url: `https://${name}.tumblr.com/`,
    uuid: tumblrUuid(post.account),
  }
}

/** Tags stand beside the words, and may hold blanks: an underscore in the rehearsal is a blank there. */
export function tumblrTags(post: RehearsalPost, now: Instant): string[] {
  return pieces(wordingAt(post, now).text).flatMap((piece) =>
    piece.kind === 'tag' ? piece.name.replaceAll('_', ' ') : [],
  )
}

function contentOf(post: RehearsalPost, { base, now, habits }: Teller): object {
  const { files } = wordingAt(post, now)
  const words = `<p>${escapeHtml(wordsOf(post, now)).replaceAll('\n', '<br/>')}</p>`
  const [first] = files
  if (first?.kind === 'video') return { type: 'video', caption: words, video_type: 'tumblr' }
  if (first?.kind === 'gifv') {
    const addresses = {
      video_url: fileAddress(post, first, base),
      thumbnail_url: stillAddress(post, first, base),
    }
    return { type: 'video', caption: words, video_type: 'tumblr', ...addresses }
  }
  if (habits.form === 'blocks') return blocksOf(post, files, base, now)
  if (files.length === 0) return { type: 'text', title: null, body: words }
  if (habits.form === 'photo')
    return { type: 'photo', caption: words, photos: files.map((file) => photoOf(post, file, base)) }
  const inline = files.map((file) => {
    const [large, small] = [fileAddress(post, file, base), stillAddress(post, file, base)]
    const alt = escapeHtml(file.alt ?? '')
    return `<figure class="tmblr-full"><img src="${small}" srcset="${small} 540w, ${large} 1280w" alt="${alt}"/></figure>`
  })
  return { type: 'text', title: '', body: words + inline.join('') }
}

function photoOf(post: RehearsalPost, file: RehearsalFile, base: string): object {
  if (file.kind === 'withheld') return { caption: '', alt_sizes: [] }
  const small = { width: 500, height: 375, url: stillAddress(post, file, base) }
  return {
    caption: '',
    original_size: { width: 1280, height: 960, url: fileAddress(post, file, base) },
    alt_sizes: [small],
  }
}

function blocksOf(post: RehearsalPost, files: RehearsalFile[], base: string, now: Instant): object {
  const images = files.map((file) => ({
    type: 'image',
    media: [
      { type: 'image/jpeg', url: stillAddress(post, file, base), width: 540, height: 405 },
      { type: 'image/jpeg', url: fileAddress(post, file, base), width: 1280, height: 960 },
    ],
    alt_text: file.alt ?? undefined,
  }))
  const text = wordsOf(post, now)
  return { type: 'blocks', is_blocks_post_format: true, content: [{ type: 'text', text }, ...images] }
}

/** The words without the tags, which are not part of them. */
function wordsOf(post: RehearsalPost, now: Instant): string {
  return pieces(wordingAt(post, now).text)
    .map((piece) => {
      if (piece.kind === 'mention') return `@${piece.user}`
      if (piece.kind === 'tag') return ''
      return piece.kind === 'link' ? piece.url : piece.text
    })
    .join('')
    .trim()
}

function reblogged(root: RehearsalPost): object {
  const name = tumblrBlog(root.account)
  return {
    reblogged_from_id: tumblrPostId(root),
    reblogged_from_name: name,
    reblogged_root_id: tumblrPostId(root),
    reblogged_root_name: name,
  }
}

function secondsOf(at: Instant): number {
  return Math.floor(at / SECOND)
}
