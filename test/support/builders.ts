import type { Clock } from '../../server/clock.ts'
import { DAY, type Instant } from '../../server/contest/instant.ts'
import type { Post } from '../../server/contest/post.ts'
import { wallClock } from '../../server/contest/window.ts'
import type { Context } from '../../server/context.ts'
import { insertBrand, insertMember, readMemberships } from '../../server/db/brands.ts'
import { type Contest, readContest } from '../../server/db/contests.ts'
import { type Item, listItems } from '../../server/db/items.ts'
import { followSource } from '../../server/db/sources.ts'
import { type MastodonRehearsal, startMastodonRehearsal } from '../../server/rehearsal/mastodon.ts'
import type { MastodonHabits } from '../../server/rehearsal/mastodon-habits.ts'
import { type OpenTimeline, openTimeline } from '../../server/rehearsal/open-timeline.ts'
import type { PictureSpec } from '../../server/rehearsal/photograph/picture-spec.ts'
import type { RehearsalFile } from '../../server/rehearsal/post.ts'
import { addSource } from '../../server/steps/connect-source.ts'
import { type ContestDraft, createContest } from '../../server/steps/create-contest.ts'
import { openContest } from '../../server/steps/open-contest.ts'
import { offerSetup, setUpOwner } from '../../server/steps/set-up.ts'
import { type ItemDraft, writeCatalogue } from '../../server/steps/write-catalogue.ts'
import { NOON } from './mastodon.ts'
import { scenePhoto } from './scene.ts'
import type { Cleaner } from './scratch.ts'

/** Of everybody who signs up in tests. */
export const PASSWORD = 'hei hei fra Lillevik'
/** Of every contest, unless a test says otherwise. */
export const CAMPAIGN_TAG = 'folkekatalog'
const ZONE = 'Europe/Oslo'

let made = 0

/** Somebody who signed up and owns a brand. */
export interface Owner {
  id: string
  email: string
  brandId: number
  brandSlug: string
  /** For a `cookie` header. */
  cookie: string
}

/** Signs up a new owner with a brand of their own: the first of an installation by the set-up link. */
export async function anOwner(ctx: Context): Promise<Owner> {
  made++
  const owner = { name: 'Ola Nordmann', email: `ola${made}@brand.example`, password: PASSWORD }
  const brand = `Lillevik ${made}`
  const link = await offerSetup(ctx)
  const signedIn = link
    ? await setUpOwner(ctx, link.split('/').at(-1) ?? '', { ...owner, brand })
    : await ctx.signIn.register(owner)
  if (signedIn === null) throw new Error(`${owner.email} is registered already`)
  if (!link) {
    const createdAt = ctx.clock.now()
    const brandId = await insertBrand(ctx.db, { slug: `lillevik-${made}`, name: brand, createdAt })
    await insertMember(ctx.db, { brandId, userId: signedIn.person.id, role: 'owner', createdAt })
  }
  const [membership] = await readMemberships(ctx.db, signedIn.person.id)
  if (!membership) throw new Error(`${owner.email} has no brand`)
  return {
    id: signedIn.person.id,
    email: owner.email,
    brandId: membership.brandId,
    brandSlug: membership.brandSlug,
    cookie: signedIn.cookies.map((text) => text.split(';')[0]).join('; '),
  }
}

/** A contest that is open from a week before `NOON` until a week after. Every call has a slug of its own. */
export function aContestDraft(change: Partial<ContestDraft> = {}): ContestDraft {
  made++
  return {
    slug: `katalog-${made}`,
    title: 'Folkekatalogen',
    intro: { en: 'Three things.', nb: 'Tre ting.' },
    accent: '#a03020',
    rehearsal: false,
    language: 'en',
    zone: ZONE,
    opens: localTime(NOON - 7 * DAY),
    closes: localTime(NOON + 7 * DAY),
    draw: null,
    graceHours: 24,
    campaignTags: [CAMPAIGN_TAG],
    disclosureTag: null,
    mention: null,
    minAccountAgeDays: null,
    caps: { perItem: 1, perDay: null, total: null },
    eligibility: { minimumAge: null, area: null, staffExcluded: true },
    retentionDays: 90,
    answerDays: 14,
    moderation: 'before',
    maxPrizes: 1,
    drawKind: 'local',
    sponsor: 'Lillevik',
    sponsorAddress: 'Storgata 1, 0000 Lillevik',
    privacyContact: 'privacy@brand.example',
    ...change,
  }
}

/** What a wall clock in the contests' zone shows at an instant; whole minutes. */
export function localTime(at: Instant): string {
  const { year, month, day, hour, minute } = wallClock(at, ZONE)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`
}

export function anItemDraft(slug: string, change: Partial<ItemDraft> = {}): ItemDraft {
  const name = `${slug.charAt(0).toUpperCase()}${slug.slice(1)}`
  return {
    slug,
    name,
    section: 'hjem',
    page: 1,
    summary: { en: name, nb: name },
    body: { en: `All about ${name}.`, nb: `Alt om ${name}.` },
    price: { amount: 19_900, currency: 'NOK' },
    productUrl: null,
    prize: { en: `A ${name}`, nb: `En ${name}` },
    winners: 1,
    alternates: 2,
    tags: [slug],
    ...change,
  }
}

/** Three things nobody sells: `krakk`, `vindskjerm`, `kopp`, whose tags are their slugs. */
export function someItemDrafts(): ItemDraft[] {
  return ['krakk', 'vindskjerm', 'kopp'].map((slug, i) => anItemDraft(slug, { page: i + 1 }))
}

export interface ContestOptions {
  draft?: Partial<ContestDraft>
  items?: ItemDraft[]
  /** Whose contest it is; a new owner's unless told. */
  owner?: Owner
  /** A network to follow, added as a new source of the brand. */
  network?: Network
  /** A source to follow. */
  sourceId?: number
  /** `draft` stays one. */
  state?: 'draft' | 'open'
}

export interface OpenedContest {
  contest: Contest
  owner: Owner
  /** In page order. */
  items: Item[]
  /** 0 where it follows none. */
  sourceId: number
}

/** A contest with three items and an owner, made by the real steps, open unless told. */
export async function openedContest(ctx: Context, options: ContestOptions = {}): Promise<OpenedContest> {
  const owner = options.owner ?? (await anOwner(ctx))
  const { id } = await createContest(ctx, owner.brandId, aContestDraft(options.draft))
  const draft = await readContest(ctx.db, id)
  const sections = [{ slug: 'hjem', name: { en: 'Home', nb: 'Hjem' } }]
  await writeCatalogue(ctx, draft, sections, options.items ?? someItemDrafts())
  const sourceId =
    options.sourceId ?? (options.network ? await aSource(ctx, owner.brandId, options.network) : 0)
  if (sourceId !== 0) await followSource(ctx.db, id, sourceId)
  if (options.state !== 'draft') await openContest(ctx, id)
  return { contest: await readContest(ctx.db, id), owner, items: await listItems(ctx.db, id), sourceId }
}

/** A rehearsal Mastodon with an empty timeline, which draws a still life for every picture. */
export interface Network {
  clock: Clock
  timeline: OpenTimeline
  server: MastodonRehearsal
}

export async function aNetwork(
  t: Cleaner,
  clock: Clock,
  habits: Partial<MastodonHabits> = {},
): Promise<Network> {
  const timeline = openTimeline(clock)
  const server = await startMastodonRehearsal({ timeline, clock, pictures: drawSmall, habits })
  t.teardown(() => server.close())
  return { clock, timeline, server }
}

/** Adds a network as a source of a brand; answers its id. Every page is read again at each poll. */
export async function aSource(
  ctx: Context,
  brandId: number,
  { server }: Network,
  settings: object = {},
): Promise<number> {
  made++
  return addSource(ctx, brandId, {
    kind: 'mastodon',
    name: `Fjordposten ${made}`,
    settings: { url: server.url, rescanMinutes: 0, ...settings },
  })
}

/** A picture file of a post on the network. The same seed is the same picture. */
export function aFile(seed: number, change: Partial<PictureSpec> = {}): RehearsalFile {
  const spec: PictureSpec = {
    seed,
    item: null,
    framing: 'square',
    longEdge: 96,
    twist: 'plain',
    ...change,
  }
  return { kind: 'image', spec, alt: null }
}

async function drawSmall({ seed, twist, longEdge }: PictureSpec) {
  const bytes =
    twist === 'broken'
      ? Buffer.from('no picture')
      : await scenePhoto(seed, longEdge, Math.ceil(longEdge * 0.75))
  return { bytes, type: 'image/jpeg' }
}

/** A post in time for `krakk`, with one picture. Ids of post and author by number. */
export function aPost(n = 1, more: Partial<Post> = {}, author = n): Post {
  const home = `https://social.example/users/person${author}`
  return {
    network: 'mastodon',
    id: `${home}/statuses/${n}`,
    url: `https://social.example/@person${author}/${n}`,
    author: {
      id: home,
      handle: `person${author}@social.example`,
      name: `Person ${author}`,
      url: `https://social.example/@person${author}`,
      since: null,
    },
    text: `Endelig hjemme. #${CAMPAIGN_TAG} #krakk`,
    tags: [CAMPAIGN_TAG, 'krakk'],
    mentions: [],
    pictures: [{ url: `https://social.example/media/${n}.jpg`, kind: 'image', poster: null, alt: null }],
    postedAt: NOON - 60_000,
    editedAt: null,
    language: 'nb',
    sensitive: false,
    title: null,
    hints: [],
    licence: null,
    ...more,
  }
}
