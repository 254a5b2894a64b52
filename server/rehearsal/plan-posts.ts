import { altText } from './captions/alt.ts'
import { type CaptionWriter, captionWriter, writeCaption } from './captions.ts'
import { snowflake } from './mastodon-post.ts'
import { fillsPages, mostPictures } from './network-ways.ts'
import type { PictureSpec } from './photograph/picture-spec.ts'
import { type Chance, chanceFrom } from './photograph/seed.ts'
import { factsOf, isSeen } from './plan-kinds.ts'
import type { Draft, PlannedEntry, PlannedItem, PlannedPost, PlanRequest } from './planned.ts'
import type { RehearsalFile, RehearsalPost, Wording } from './post.ts'
import { withoutNorwegianLetters, withSlip } from './slips.ts'

/** How often a post has a second picture. */
const SECOND_PICTURE = 0.1

/** Makes posts of drafts: words, tags, pictures, and what must come of them. */
export function writePosts(drafts: readonly Draft[], request: PlanRequest): PlannedPost[] {
  const chance = chanceFrom(request.seed).branch('posts')
  const writer = captionWriter(chance.branch('captions'))
  const { campaignTag, items } = request.catalogue
  const otherTags = new Set([campaignTag, ...items.flatMap((item) => [item.tag, ...item.aliases])])
  const written = new Map<Draft, RehearsalPost>()
  return drafts.map((draft, place) => {
    const original = draft.original === null ? undefined : written.get(draft.original)
    const { wordings, language } = wordingsOf(draft, original, writer, chance, campaignTag, otherTags)
    const post: RehearsalPost = {
      id: snowflake(draft.at, place),
      account: draft.person.account,
      createdAt: draft.at,
      arrivesAt: draft.arrivesAt,
      deletedAt: draft.deletedAt,
      visibility: draft.kind === 'unlisted' ? 'unlisted' : 'public',
      language,
      replyTo: null,
      boostOf: draft.kind === 'boost' ? (original?.id ?? null) : null,
      wordings,
    }
    written.set(draft, post)
    const seen = isSeen(draft.kind)
    const { look } = factsOf(draft.kind)
    const { kind, person } = draft
    return {
      kind,
      network: person.network,
      fillsPages: fillsPages(person.network),
      post,
      isSeen: seen,
      look,
      entries: seen ? entriesOf(draft) : [],
    }
  })
}

function entriesOf({ kind, items }: Draft): PlannedEntry[] {
  return items.map((item) => ({ item: item.slug, ending: factsOf(kind).ending }))
}

function wordingsOf(
  draft: Draft,
  original: RehearsalPost | undefined,
  writer: CaptionWriter,
  chance: Chance,
  campaign: string,
  otherTags: ReadonlySet<string>,
): { wordings: [Wording, ...Wording[]]; language: string } {
  const { kind, person, items, at, editedAt } = draft
  const [item] = items
  const sensitive = kind === 'sensitive'
  if (kind === 'boost')
    return { wordings: [{ at, text: '', files: [], sensitive }], language: person.language }
  const files = filesOf(draft, original, chance)
  const words = writer.words(person, kind, item)
  const names = items.map(nameOf)
  const tags = writtenTags(draft, chance, otherTags)
  const say = (isEdit: boolean, hasCampaign: boolean, hasItem: boolean) =>
    writeCaption(person, words, {
      campaign: hasCampaign ? campaign : null,
      tags: hasItem ? tags : [],
      names,
      isEdit,
    })

  const isTagged = kind !== 'edit_adds_tag_late'
  const namesItem = kind !== 'no_item_tag' && kind !== 'edit_adds_item_tag'
  const first: Wording = { at, text: say(false, isTagged, namesItem), files, sensitive }
  if (editedAt === null) return { wordings: [first], language: words.language }
  const text = say(true, kind !== 'edit_removes_tag', true)
  return { wordings: [first, { ...first, at: editedAt, text }], language: words.language }
}

/** The items' tags as this author writes them. */
function writtenTags({ kind, items }: Draft, chance: Chance, otherTags: ReadonlySet<string>): string[] {
  return items.map((item) => {
    if (kind === 'typo') return withSlip(chance, item.tag, otherTags) ?? item.tag
    if (kind === 'other_spelling') return withoutNorwegianLetters(item.tag) ?? item.tag
    if (kind === 'alias_tag') return item.aliases[chance.whole(0, item.aliases.length - 1)] ?? item.tag
    return item.tag
  })
}

function filesOf(draft: Draft, original: RehearsalPost | undefined, chance: Chance): RehearsalFile[] {
  const { kind, person, items } = draft
  if (kind === 'no_picture') return []
  if (kind === 'same_picture_yours' || kind === 'same_picture_other') return original?.wordings[0].files ?? []
  const alt = (item: PlannedItem) =>
    chance.happens(person.describes) ? altText(chance, item, person.language) : null
  if (kind === 'video_without_still') return [{ kind: 'video', alt: alt(items[0]) }]
  const twist = factsOf(kind).twist ?? 'plain'
  const shown = kind === 'plain' && chance.happens(SECOND_PICTURE) ? [items[0], items[0]] : items
  return shown.slice(0, mostPictures(person.network)).map((item) => ({
    kind: 'image',
    spec: pictureOf(chance, kind === 'not_the_item' ? null : item, twist),
    alt: kind === 'not_the_item' ? null : alt(item),
  }))
}

function pictureOf(chance: Chance, item: PlannedItem | null, twist: PictureSpec['twist']): PictureSpec {
  const framing = chance.pick<PictureSpec['framing']>([
    'portrait',
    'portrait',
    'portrait',
    'portrait',
    'landscape',
    'landscape',
    'landscape',
    'square',
  ])
  return {
    seed: chance.whole(1, 2 ** 31 - 1),
    item: item?.slug ?? null,
    framing: twist === 'exif_rotated' ? 'portrait' : twist === 'twelve_megapixels' ? 'landscape' : framing,
    longEdge: chance.pick([1080, 1280, 1350, 1350, 1600]),
    twist,
  }
}

/** `Somlebo`, as one writes a name in a sentence. */
function nameOf({ name }: PlannedItem): string {
  return name.charAt(0).toUpperCase() + name.slice(1).toLowerCase()
}
