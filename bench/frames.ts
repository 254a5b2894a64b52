import { toHashtag } from '../server/contest/hashtag.ts'
import type { Instant } from '../server/contest/instant.ts'

/** What the frames of everybody's posts are made of; roughly what comes by on an ordinary day. */
const TEXTS = [
  'good morning everyone, the coffee is ready and the rain has stopped at last',
  'I have thoughts about the new bridge and none of them are about traffic',
  'おはようございます。今日もいい天気ですね、散歩に行きたいです',
  'Nei, det går ikke an å spise frokost på trappa når det blåser sånn som dette',
  'look at this very good dog https://example.org/dogs/1234567890 who is a good dog',
  'bom dia gente, alguém sabe onde fica a padaria que vende aquele pão de queijo?',
  '진짜 오늘 너무 피곤하다… 집에 가고 싶어요 😴',
  'counting the days until the garden opens again #garden #spring #flowers',
]
/** One post in so many has a tag that is followed, one frame in so many is a deletion, and so on. */
const WANTED_EACH = 200
const DELETED_EACH = 10
const ACCOUNT_EACH = 50

/** Tags that are followed: plain ones, and some with letters that have to be folded. */
export function followedTags(count: number): NonNullable<ReturnType<typeof toHashtag>>[] {
  const stems = ['folkekatalog', 'blåbærtur', 'sommer', 'høstgåte', 'stua']
  return Array.from({ length: count }, (_, i) => toHashtag(`${stems[i % stems.length]}${i}`) ?? []).flat()
}

/** Frames as Jetstream sends them, ten milliseconds apart, up to an instant. */
export function madeFrames(count: number, tags: readonly string[], until: Instant): string[] {
  return Array.from({ length: count }, (_, i) => {
    const at = until - (count - i) * 10
    const head = { did: `did:plc:${String(i % 5_000).padStart(24, 'a')}`, time_us: at * 1000 }
    const rkey = `3m${String(i).padStart(11, 'a')}`
    if (i % ACCOUNT_EACH === 7)
      return JSON.stringify({
        ...head,
        kind: 'identity',
        identity: { did: head.did, handle: `p${i}.example`, seq: i },
      })
    const about = { rev: rkey, operation: 'create', collection: 'app.bsky.feed.post', rkey }
    if (i % DELETED_EACH === 3)
      return JSON.stringify({ ...head, kind: 'commit', commit: { ...about, operation: 'delete' } })
    const tag = i % WANTED_EACH === 0 ? ` #${tags[i % tags.length]}` : ''
    const record = recordOf(`${TEXTS[i % TEXTS.length]}${tag}`, at)
    return JSON.stringify({
      ...head,
      kind: 'commit',
      commit: { ...about, record, cid: `bafyrei${'a'.repeat(52)}` },
    })
  })
}

function recordOf(text: string, at: Instant): object {
  const facets = [...text.matchAll(/#(\S+)/gu)].map(({ 0: sign, 1: tag, index }) => {
    const byteStart = Buffer.byteLength(text.slice(0, index))
    const features = [{ $type: 'app.bsky.richtext.facet#tag', tag }]
    return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(sign) }, features }
  })
  const parent = {
    cid: `bafyrei${'b'.repeat(52)}`,
    uri: `at://did:plc:${'b'.repeat(24)}/app.bsky.feed.post/3mbbbbbbbbbbb`,
  }
  return {
    $type: 'app.bsky.feed.post',
    createdAt: new Date(at).toISOString(),
    facets,
    langs: ['en'],
    reply: { parent, root: parent },
    text,
  }
}
