import type { Clock } from '../clock.ts'
import type { Instant } from '../contest/instant.ts'
import { snowflake } from './mastodon-post.ts'
import type { RehearsalAccount, RehearsalFile, RehearsalPost, RehearsalTimeline, Wording } from './post.ts'

/** What may be said of a new post; the rest is usual: posted now, in public, by a person of the server's own. */
export interface NewPost {
  text: string
  account?: Partial<RehearsalAccount>
  files?: RehearsalFile[]
  /** As its author claims. */
  at?: Instant
  /** Held back until this instant. Without it a post is here now, or at its own time if that is to come. */
  arrivesAt?: Instant
  visibility?: RehearsalPost['visibility']
  language?: string | null
  sensitive?: boolean
  replyTo?: string
  boostOf?: string
}

/** A timeline that is written by hand, at the time its clock shows. */
export interface OpenTimeline extends RehearsalTimeline {
  post(post: NewPost): RehearsalPost
  /** Files stay as they are where none are given. */
  edit(id: string, change: { text?: string; files?: RehearsalFile[] }): void
  delete(id: string): void
}

/** An empty timeline to write on. */
export function openTimeline(clock: Clock): OpenTimeline {
  const posts: RehearsalPost[] = []
  const find = (id: string) => {
    const post = posts.find((one) => one.id === id)
    if (post === undefined)
      throw new Error(`Found no post ${id}; expected one of the ${posts.length} written`)
    return post
  }
  return {
    posts: () => posts,
    post(given) {
      const createdAt = given.at ?? clock.now()
      const post: RehearsalPost = {
        id: snowflake(createdAt, posts.length),
        account: { ...KARI, ...given.account },
        createdAt,
        arrivesAt: given.arrivesAt ?? Math.max(createdAt, clock.now()),
        deletedAt: null,
        visibility: given.visibility ?? 'public',
        language: given.language === undefined ? 'nb' : given.language,
        replyTo: given.replyTo ?? null,
        boostOf: given.boostOf ?? null,
        wordings: [
          { at: createdAt, text: given.text, files: given.files ?? [], sensitive: given.sensitive ?? false },
        ],
      }
      posts.push(post)
      return post
    },
    edit(id, change) {
      const post = find(id)
      const before: Wording = post.wordings.at(-1) ?? post.wordings[0]
      post.wordings.push({ ...before, ...change, at: clock.now() })
    },
    delete(id) {
      find(id).deletedAt = clock.now()
    },
  }
}

const KARI: RehearsalAccount = {
  user: 'kari',
  host: 'fjordposten.example',
  name: 'Kari Nordby',
  joinedAt: Date.UTC(2019, 4, 17),
  discoverable: true,
  bot: false,
}
