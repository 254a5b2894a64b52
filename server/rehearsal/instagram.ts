import type { Clock } from '../clock.ts'
import { SECOND } from '../contest/instant.ts'
import { type Asked, type Double, type Reply, startDouble } from './double.ts'
import type { DrawPicture } from './draw-picture.ts'
import { type InstagramHabits, USUAL_INSTAGRAM } from './instagram-habits.ts'
import { isShown, mentionsBrand } from './instagram-media.ts'
import { mediaId } from './instagram-post.ts'
import { Refused, refusalReply } from './instagram-refusals.ts'
import { answerQuestion } from './instagram-routes.ts'
import { openStage } from './instagram-stage.ts'
import { type MentionNews, signDelivery } from './instagram-webhook.ts'
import type { RehearsalPost, RehearsalTimeline } from './post.ts'

export interface InstagramRehearsal extends Double {
  /** May be changed while it runs: a token dies, an approval is taken back. */
  habits: InstagramHabits
  /** Sends news to this address from now on, once for each post that names the brand; null ends it. */
  subscribe(webhook: string | null): void
  /** Sends what is due; answers the statuses. What was not taken with a 200 is due again. */
  deliver(): Promise<number[]>
  /** What a mention of the brand in this post is told as. */
  newsOf(post: RehearsalPost): MentionNews
}

/**
 * Starts a server on loopback that speaks the Graph API as far as posts by hashtag, photo tag and mention go. Everything
 * it tells follows from the timeline, the clock and its habits; it remembers only who asked for what. News of mentions
 * is sent whenever somebody asks for something, as the clock has no bell.
 */
export async function startInstagramRehearsal(options: {
  timeline: RehearsalTimeline
  clock: Clock
  pictures: DrawPicture
  /** 0 or none: any free one. */
  port?: number
  habits?: Partial<InstagramHabits>
}): Promise<InstagramRehearsal> {
  const { timeline, clock, pictures, port } = options
  const habits: InstagramHabits = { ...USUAL_INSTAGRAM, ...options.habits }
  const told = new Set<string>()
  let webhook: string | null = null
  let base = ''
  const stage = openStage(habits, clock, pictures, { posts: () => timeline.posts(), base: () => base })

  const newsOf = (post: RehearsalPost): MentionNews => ({
    mediaId: mediaId(post, habits.sameIds ? 'hashtag' : 'account'),
    time: Math.floor(post.createdAt / SECOND),
  })

  async function deliver(): Promise<number[]> {
    const to = webhook
    if (to === null) return []
    const due = timeline
      .posts()
      .filter((post) => !told.has(post.id) && isShown(post, clock.now()) && mentionsBrand(post, stage))
    const statuses: number[] = []
    for (const post of due) {
      told.add(post.id)
      const { headers, body } = signDelivery(habits, [newsOf(post)])
      const sent = await fetch(to, { method: 'POST', headers, body: new Uint8Array(body) }).catch(() => null)
      await sent?.arrayBuffer()
      if (sent?.status !== 200) told.delete(post.id)
      statuses.push(sent?.status ?? 0)
    }
    return statuses
  }

  const double = await startDouble({
    clock,
    ...(port === undefined ? {} : { port }),
    arrived: () => void deliver(),
    answer: (asked) => answer(asked, stage),
  })
  base = double.url
  return {
    ...double,
    habits,
    newsOf,
    deliver,
    subscribe(to) {
      webhook = to
    },
  }
}

async function answer(asked: Asked, stage: ReturnType<typeof openStage>): Promise<Reply> {
  const { url, method, headers } = asked
  if (url === null)
    return { status: 404, json: { error: { message: 'Unknown path components', code: 2500 } } }
  const bearer = /^(?:Bearer|OAuth) (.+)$/.exec(String(headers.authorization ?? ''))?.[1]
  const question = {
    method,
    url,
    path: url.pathname.replace(/^\/v\d+\.\d+(?=\/)/, '').replace(/\/$/, ''),
    query: url.searchParams,
    token: bearer ?? url.searchParams.get('access_token'),
  }
  try {
    return await answerQuestion(question, stage)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return refusalReply(error.refusal, stage.habits.locale)
  }
}
