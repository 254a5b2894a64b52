import type { Reply } from './double.ts'
import { isLinkGood, isShown, permalink } from './instagram-media.ts'
import { instagramPostId } from './instagram-post.ts'
import type { Question } from './instagram-question.ts'
import { Refused } from './instagram-refusals.ts'
import type { Stage } from './instagram-stage.ts'
import { filePath } from './mastodon-entity.ts'
import { missingPageHtml, postPageHtml } from './mastodon-page.ts'
import type { RehearsalPost } from './post.ts'

const HTML = 'text/html; charset=utf-8'

/** A picture, as long as its link is signed and has not ended. `/media/small/…` is what a post's own page shows. */
export async function mediaReply(url: URL, { posts, now, pictures }: Stage): Promise<Reply> {
  const isSmall = url.pathname.startsWith('/media/small/')
  if (!isSmall && !isLinkGood(url, now)) return text(403, 'URL signature expired')
  const path = url.pathname.replace('/media/small/', '/media/')
  const post = posts.find((one) => one.id === path.split('/')[2] && isShown(one, now))
  const files = post?.wordings.filter(({ at }) => at <= now).flatMap((wording) => wording.files) ?? []
  const file = files.find((one) => post && filePath(post, one) === path)
  if (file === undefined || file.kind === 'video') return text(404, 'Not found')
  return { status: 200, ...(await pictures(file.spec)) }
}

/** Where a person sees a post. */
export function postPageReply(path: string, stage: Stage): Reply {
  const post = findByCode(path.split('/')[2] ?? '', stage)
  if (post === undefined) return { status: 404, type: HTML, bytes: Buffer.from(missingPageHtml()) }
  const { base, now } = stage
  const page = postPageHtml(post, {
    base,
    now,
    host: 'instagram.example',
    idOf: ({ id }) => id,
    find: () => undefined,
  })
  return { status: 200, type: HTML, bytes: Buffer.from(page) }
}

/** `GET /instagram_oembed`: needs no token, and has told no author since November 2025. */
export function embedReply({ query }: Question, stage: Stage): Reply {
  const [, code = ''] = /\/(?:p|reel)\/([\w-]+)/.exec(query.get('url') ?? '') ?? []
  const post = findByCode(code, stage)
  if (post === undefined) throw new Refused({ kind: 'embed' })
  const html = `<blockquote class="instagram-media" data-instgrm-permalink="${permalink(post, stage)}"></blockquote>`
  const provider = { provider_name: 'Instagram', provider_url: stage.base, type: 'rich', width: 658 }
  return { status: 200, json: { version: '1.0', ...provider, html } }
}

function findByCode(code: string, { posts, now }: Stage): RehearsalPost | undefined {
  return posts.find((post) => instagramPostId(post) === code && isShown(post, now))
}

function text(status: number, words: string): Reply {
  return { status, type: 'text/plain; charset=utf-8', bytes: Buffer.from(words) }
}
