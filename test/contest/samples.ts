import type { ItemTags, Rules } from '../../server/contest/contest.ts'
import type { Judgement } from '../../server/contest/entry.ts'
import type { Evidence } from '../../server/contest/evidence.ts'
import { type Hashtag, toHashtag } from '../../server/contest/hashtag.ts'
import { DAY } from '../../server/contest/instant.ts'
import { type ItemIndex, indexItems } from '../../server/contest/item-index.ts'
import { judgePost } from '../../server/contest/match.ts'
import type { Post, PostVersion } from '../../server/contest/post.ts'

/** A Monday. The sample contest is open from a week before it until a week after. */
export const NOON = Date.UTC(2026, 4, 11, 12)

export function aTag(text: string): Hashtag {
  const tag = toHashtag(text)
  if (tag === null) throw new Error(`'${text}' is no tag`)
  return tag
}

export function someRules(more: Partial<Rules> = {}): Rules {
  return {
    campaignTags: [aTag('folkekatalog')],
    disclosureTag: null,
    mention: null,
    opensAt: NOON - 7 * DAY,
    closesAt: NOON + 7 * DAY,
    zone: 'Europe/Oslo',
    grace: DAY,
    minAccountAgeDays: null,
    caps: { perItem: 1, perDay: null, total: null },
    ...more,
  }
}

export function anItem(id: string, tags: string[] = [id], name = id.toUpperCase()): ItemTags {
  return { id, name, tags: tags.map(aTag) }
}

/** Names and tags of four things nobody sells. */
export const items: ItemIndex = indexItems([
  anItem('krakk', ['krakk', 'krakken'], 'Krakken Ask'),
  anItem('vindskjerm', ['vindskjerm'], 'Vindskjerm'),
  anItem('lysebla-kopp', ['lyseblåkopp'], 'Lyseblå kopp'),
  anItem('bod', ['bod'], 'Bod'),
])

export function aPost(more: Partial<Post> = {}): Post {
  return {
    network: 'mastodon',
    id: 'https://social.example/users/kari/statuses/1',
    url: 'https://social.example/@kari/1',
    author: {
      id: 'https://social.example/users/kari',
      handle: 'kari@social.example',
      name: 'Kari',
      url: null,
      since: null,
    },
    text: 'Endelig hjemme. #folkekatalog #krakk',
    tags: null,
    mentions: [],
    pictures: [{ url: 'https://social.example/1.jpg', kind: 'image', poster: null, alt: null }],
    postedAt: NOON,
    editedAt: null,
    language: 'nb',
    sensitive: false,
    title: null,
    hints: [],
    licence: null,
    ...more,
  }
}

/** A post in time, seen a minute later, with one good picture. */
export function someEvidence(post: Partial<Post> = {}, more: Partial<Evidence> = {}): Evidence {
  const whole = aPost(post)
  return {
    post: whole,
    versions: [],
    firstSeenAt: whole.postedAt + 60_000,
    pictures: whole.pictures.map(() => ({ state: 'stored' })),
    identity: 'identified',
    gone: null,
    upload: null,
    linked: null,
    standing: [],
    noted: [],
    ...more,
  }
}

export function aVersion(text: string, writtenAt: number, seenAt = writtenAt + 60_000): PostVersion {
  return { text, tags: null, mentions: [], writtenAt, seenAt }
}

/** A judgement in short: its item or suggestions, its verdict, and the checks that did not pass. */
export function short({ item, suggested, verdict, checks }: Judgement): unknown[] {
  const open = checks.filter(({ outcome }) => outcome !== 'pass')
  return [item ?? suggested, verdict, ...open.map(({ code, outcome }) => `${code} ${outcome}`)]
}

/** The judgements of a sample post in short. */
export function judge(
  post: Partial<Post> = {},
  more: Partial<Evidence> = {},
  rules = someRules(),
): unknown[][] {
  return judgePost(someEvidence(post, more), rules, items).map(short)
}

/** The detail of the one check of a code that did not pass, in the first judgement. */
export function detailOf(
  code: string,
  [judgement]: Judgement[],
): Record<string, string | number> | undefined {
  return judgement?.checks.find((check) => check.code === code && check.outcome !== 'pass')?.detail
}
