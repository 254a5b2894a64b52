import { bluesky } from './bluesky.ts'
import { feed } from './feed.ts'
import { flickr } from './flickr.ts'
import { instagram } from './instagram.ts'
import { list } from './list.ts'
import { mastodon } from './mastodon.ts'
import { misskey } from './misskey.ts'
import type { Source } from './source.ts'
import { threads } from './threads.ts'
import { tumblr } from './tumblr.ts'
import { upload } from './upload.ts'

/** Every source the platform reads. Adding one: its file, and its line here. */
export const sources: readonly Source<unknown>[] = [
  bluesky,
  mastodon,
  threads,
  tumblr,
  flickr,
  instagram,
  misskey,
  upload,
  list,
  feed,
]
