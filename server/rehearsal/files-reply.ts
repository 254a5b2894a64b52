import type { Instant } from '../contest/instant.ts'
import type { Reply } from './double.ts'
import type { DrawPicture } from './draw-picture.ts'
import { filePath } from './mastodon-entity.ts'
import type { RehearsalFile, RehearsalPost } from './post.ts'

/** The first box of an MP4 file, for whoever looks at the beginning: there is no film in it. */
const FILM = Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1')

/** Where a network keeps a file, in its whole size and as a smaller still. */
export function fileAddress(post: RehearsalPost, file: RehearsalFile, base: string): string {
  return base + filePath(post, file)
}
export function stillAddress(post: RehearsalPost, file: RehearsalFile, base: string): string {
  return base + filePath(post, file).replace('/media/', '/media/small/').replace(/mp4$/, 'jpg')
}

/** Hands out the bytes behind both addresses; null where there are none. Files outlive their posts, as in caches. */
export async function fileReply(
  path: string,
  posts: readonly RehearsalPost[],
  now: Instant,
  pictures: DrawPicture,
): Promise<Reply | null> {
  if (!path.startsWith('/media/')) return null
  const isStill = path.startsWith('/media/small/')
  const asked = path.replace('/media/small/', '/media/').replace(/\.\w+$/, '')
  const post = posts.find(({ id, arrivesAt }) => id === asked.split('/')[2] && arrivesAt <= now)
  const file = post?.wordings
    .filter(({ at }) => at <= now)
    .flatMap(({ files }) => files)
    .find((one) => filePath(post, one).replace(/\.\w+$/, '') === asked)
  if (file === undefined) return null
  if (file.kind === 'video' || (file.kind === 'gifv' && !isStill))
    return { status: 200, type: 'video/mp4', bytes: FILM }
  return { status: 200, ...(await pictures(file.spec)) }
}
