import type { Rules } from './contest.ts'
import type { Evidence } from './evidence.ts'
import type { Hashtag } from './hashtag.ts'
import type { Instant } from './instant.ts'
import type { PostVersion } from './post.ts'
import { isSeenInTime } from './timing.ts'
import { type FoundTag, readTags, type Wording } from './wording.ts'

/** One wording of a post, read. */
export interface ReadWording extends Wording {
  found: FoundTag[]
  /** Whether it was written and seen in time. `unsure`: it changed around closing and nobody tells when. */
  inTime: 'yes' | 'unsure' | 'no'
  /** Since when it stands, as far as anybody knows: the network's word, or when we first saw it. */
  since: Instant
}

/** The wordings of a post, oldest first. */
export interface Wordings {
  earlier: readonly ReadWording[]
  present: ReadWording
}

/** Reads every wording once. Versions may come unsorted; those of one written time stand in the order we saw them. */
export function readWordings({ post, versions, firstSeenAt }: Evidence, rules: Rules): Wordings {
  const sorted = versions.toSorted(
    (one, other) => one.writtenAt - other.writtenAt || one.seenAt - other.seenAt,
  )
  const read = (version: PostVersion, before: PostVersion | undefined): ReadWording => {
    const { text, tags, mentions, writtenAt, seenAt } = version
    const inTime = judgeTime(version, before, post.postedAt, rules)
    const since = inTime === 'yes' || writtenAt >= rules.closesAt ? writtenAt : seenAt
    return { text, tags, mentions, found: readTags(version), inTime, since }
  }
  const own: PostVersion = { ...post, writtenAt: post.editedAt ?? post.postedAt, seenAt: firstSeenAt }
  return {
    earlier: sorted.slice(0, -1).map((version, i) => read(version, sorted[i - 1])),
    present: read(sorted.at(-1) ?? own, sorted.at(-2)),
  }
}

/** Whether any wording of the post says something. */
export function saidEver({ earlier, present }: Wordings, says: (wording: ReadWording) => boolean): boolean {
  return says(present) || earlier.some(says)
}

/**
 * Whether something the present wording says was said in time, by it or an earlier one; and since when it
 * stands, for the case that it was not.
 */
export function saidInTime(
  { earlier, present }: Wordings,
  says: (wording: ReadWording) => boolean,
): Pick<ReadWording, 'inTime' | 'since'> {
  const saying = [...earlier.filter(says), present]
  const { since } = saying[0] ?? present
  if (saying.some(({ inTime }) => inTime === 'yes')) return { inTime: 'yes', since }
  return { inTime: saying.some(({ inTime }) => inTime === 'unsure') ? 'unsure' : 'no', since }
}

/** Says whether a wording carries a tag, however spelled: a spelling mended later is no addition. */
export function carries(tag: Hashtag): (wording: ReadWording) => boolean {
  return ({ found }) => found.some(({ loose }) => loose === tag.loose)
}

/**
 * A network that tells no edit times leaves `writtenAt` at the post's own time, also for a wording that was
 * not there when we looked before. Such a wording was written between the two looks; when closing lies
 * between them as well, nobody knows. A post that is late as a whole has its own reason for that.
 */
function judgeTime(
  version: PostVersion,
  before: PostVersion | undefined,
  postedAt: Instant,
  rules: Rules,
): ReadWording['inTime'] {
  if (postedAt >= rules.closesAt) return 'yes'
  if (version.writtenAt >= rules.closesAt) return 'no'
  if (before === undefined || version.seenAt < rules.closesAt) return 'yes'
  if (!isSeenInTime(version.seenAt, rules)) return 'no'
  if (version.writtenAt > before.seenAt) return 'yes'
  return before.seenAt < rules.closesAt ? 'unsure' : 'no'
}
