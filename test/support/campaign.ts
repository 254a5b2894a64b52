import { createHash } from 'node:crypto'
import { manualClock } from '../../server/clock.ts'
import type { ItemTags, Rules } from '../../server/contest/contest.ts'
import type { Judgement } from '../../server/contest/entry.ts'
import type { Evidence, PictureState } from '../../server/contest/evidence.ts'
import { toHashtag } from '../../server/contest/hashtag.ts'
import { DAY, HOUR, type Instant } from '../../server/contest/instant.ts'
import { indexItems } from '../../server/contest/item-index.ts'
import { judgePost } from '../../server/contest/match.ts'
import type { Post, PostVersion } from '../../server/contest/post.ts'
import { sampleCatalogue } from '../../server/rehearsal/catalogue.ts'
import type { DrawPicture } from '../../server/rehearsal/draw-picture.ts'
import { startMastodonRehearsal } from '../../server/rehearsal/mastodon.ts'
import { planCampaign, plannedByUri, timelineOf } from '../../server/rehearsal/plan.ts'
import type { Plan, PlanRequest } from '../../server/rehearsal/planned.ts'
import { mastodon } from '../../server/sources/mastodon.ts'
import type { SourceIo } from '../../server/sources/source.ts'
import { pollAll, targetOf } from './mastodon.ts'
import { ioFor } from './source-io.ts'

export const OPENS = Date.UTC(2026, 8, 1)
export const CLOSES = Date.UTC(2026, 8, 29)

export function aPlan(change: Partial<PlanRequest> = {}): Plan {
  return planCampaign({
    seed: 1,
    posts: 240,
    opensAt: OPENS,
    closesAt: CLOSES,
    catalogue: sampleCatalogue,
    ...change,
  })
}

/** A post as a collector has stored it. */
export interface Collected {
  post: Post
  ref: string
  versions: PostVersion[]
  firstSeenAt: Instant
  /** Definite answers that it is gone. */
  gone: number
  pictures: (PictureState & { hash?: string })[]
}

/** Reads a whole campaign through HTTP, as a collector does that looks twice a day and checks once a day. */
export async function collectCampaign(
  t: { teardown(clean: () => unknown): void },
  plan: Plan,
): Promise<Map<string, Collected>> {
  const clock = manualClock(plan.beginsAt)
  const server = await startMastodonRehearsal({ timeline: timelineOf(plan), clock, pictures: drawBySpec })
  t.teardown(() => server.close())
  const io = ioFor(t, clock)
  const settings = mastodon.settings.parse({ url: server.url })
  const collected = new Map<string, Collected>()
  let cursor: string | undefined
  for (let look = 0; clock.now() < plan.endsAt + DAY; look++) {
    const poll = await pollAll(settings, cursor, plan.beginsAt, io, targetOf(plan.campaignTag))
    if (poll.error !== null) throw poll.error
    cursor = poll.cursor
    for (const batch of poll.batches)
      for (const change of batch.changes)
        if (change.kind === 'upsert') await store(collected, change.post, change.ref, io)
    if (look % 2 === 0) await checkAll(collected, settings, io)
    clock.advance(12 * HOUR)
  }
  return collected
}

async function store(
  collected: Map<string, Collected>,
  post: Post,
  ref: string,
  io: SourceIo,
): Promise<void> {
  const now = io.clock.now()
  const { text, tags, mentions } = post
  const version = { text, tags, mentions, writtenAt: post.editedAt ?? post.postedAt, seenAt: now }
  const known = collected.get(post.id)
  if (known === undefined) {
    const pictures = await Promise.all(
      post.pictures.map(({ url, poster, kind }) => look(kind === 'video' ? poster : url, io)),
    )
    collected.set(post.id, { post, ref, versions: [version], firstSeenAt: now, gone: 0, pictures })
  } else if (known.versions.at(-1)?.text !== text) {
    known.post = post
    known.versions.push(version)
  }
}

async function look(url: string | null, io: SourceIo): Promise<Collected['pictures'][number]> {
  if (url === null) return { state: 'withheld' }
  const { body } = await io.fetch(url)
  if (body[0] !== 0xff) return { state: 'broken', why: 'no picture' }
  return { state: 'stored', hash: createHash('sha256').update(body).digest('hex') }
}

async function checkAll(
  collected: Map<string, Collected>,
  settings: Parameters<typeof mastodon.check>[0],
  io: SourceIo,
): Promise<void> {
  const refs = [...collected].map(([id, { ref }]) => ({ id, ref }))
  for (const [id, checked] of await mastodon.check(settings, refs, io)) {
    const known = collected.get(id)
    if (checked.state === 'gone' && known !== undefined) known.gone++
    if (checked.state !== 'present' || checked.change?.kind !== 'upsert') continue
    await store(collected, checked.change.post, checked.change.ref, io)
  }
}

/** What became of one entry. */
export interface Outcome {
  uri: string
  item: string | null
  ending: 'public' | 'rejected' | 'withdrawn' | 'refused_by_rule'
  judgement: Judgement
}

/** Judges everything by the rules and decides as the plan's moderator would. */
export function decideCampaign(collected: Map<string, Collected>, plan: Plan): Outcome[] {
  const planned = plannedByUri(plan)
  const rules = rulesOf(plan)
  const index = indexItems(sampleItems())
  return [...collected].flatMap(([uri, { post, versions, firstSeenAt, gone, pictures }]) => {
    const look = planned.get(uri)?.look ?? 'approve'
    const meant = planned.get(uri)?.entries[0]?.item ?? null
    const evidence: Evidence = {
      post,
      versions,
      firstSeenAt,
      pictures,
      identity: 'identified',
      gone: gone >= 2 ? 'deleted' : null,
      upload: null,
      linked: null,
      standing: [],
      noted: [],
    }
    const first = judgePost(evidence, rules, index)
    const assigned =
      look === 'assign' && first.some(({ verdict, item }) => verdict === 'review' && item === null)
        ? judgePost({ ...evidence, standing: [{ item: meant, named: null, accepted: [] }] }, rules, index)
        : first
    return assigned.map((judgement): Outcome => {
      const ending =
        gone >= 2
          ? 'withdrawn'
          : judgement.verdict === 'fails'
            ? 'refused_by_rule'
            : look === 'approve' || look === 'assign'
              ? 'public'
              : 'rejected'
      return { uri, item: judgement.item, ending, judgement }
    })
  })
}

export function sampleItems(): ItemTags[] {
  return sampleCatalogue.items.map(({ slug, name, tag, aliases }) => ({
    id: slug,
    name,
    tags: [tag, ...aliases].flatMap((one) => toHashtag(one) ?? []),
  }))
}

export function rulesOf(plan: Plan): Rules {
  return {
    campaignTags: [targetOf(plan.campaignTag).tag],
    disclosureTag: null,
    mention: null,
    opensAt: plan.opensAt,
    closesAt: plan.closesAt,
    zone: 'Europe/Oslo',
    grace: DAY,
    minAccountAgeDays: null,
    caps: { perItem: 1, perDay: null, total: null },
  }
}

/** The bytes say what the spec says; a broken picture is none. */
const drawBySpec: DrawPicture = async (spec) => {
  const text = Buffer.from(JSON.stringify(spec))
  const bytes = spec.twist === 'broken' ? text : Buffer.concat([Buffer.from([0xff, 0xd8]), text])
  return { bytes, type: 'image/jpeg' }
}
