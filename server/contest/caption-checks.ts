import { asks, fails, passes } from './check.ts'
import type { Rules } from './contest.ts'
import type { Check } from './entry.ts'
import type { Hashtag } from './hashtag.ts'
import { mentions } from './mention.ts'
import { findTag } from './wording.ts'
import { carries, saidEver, saidInTime, type Wordings } from './wordings.ts'

/** What a contest asks of every caption, whatever the item: campaign tags, disclosure tag, mention. */
export function checkCaptionRules(wordings: Wordings, rules: Rules): Check[] {
  return [
    ...rules.campaignTags.flatMap((tag) => checkTag(wordings, tag, 'tag_missing', { tag: tag.display })),
    ...(rules.disclosureTag === null
      ? []
      : checkTag(wordings, rules.disclosureTag, 'disclosure_missing', {
          disclosure: rules.disclosureTag.display,
        })),
    ...(rules.mention === null ? [] : [checkMention(wordings, rules.mention)]),
  ]
}

/** Whether any wording ever carried one of the campaign tags, however spelled. */
export function isForContest(wordings: Wordings, { campaignTags }: Rules): boolean {
  return saidEver(wordings, ({ found }) => campaignTags.some((tag) => findTag(found, tag) !== null))
}

/** Whether a tag that the present wording carries was there in time. */
export function checkInTime(wordings: Wordings, tag: Hashtag): Check {
  const { inTime, since } = saidInTime(wordings, carries(tag))
  const detail = { tag: tag.display, time: since }
  if (inTime === 'yes') return passes('tag_added_late', { tag: tag.display })
  return inTime === 'unsure' ? asks('tag_added_late', detail) : fails('tag_added_late', detail)
}

function checkTag(
  wordings: Wordings,
  wanted: Hashtag,
  code: 'tag_missing' | 'disclosure_missing',
  detail: Check['detail'],
): Check[] {
  const match = findTag(wordings.present.found, wanted)
  if (match === null) return [fails(code, detail)]
  const { how, tag } = match
  const present = { ...detail, found: tag.display }
  return [
    how === 'same' ? passes(code, present) : asks(code, { ...present, how }),
    checkInTime(wordings, wanted),
  ]
}

/** A mention added after closing is a mention missing in time; `time` says when it was added. */
function checkMention(wordings: Wordings, brand: string): Check {
  const detail = { brand: brand.replace(/^@/u, '') }
  if (!mentions(wordings.present, brand)) return fails('mention_missing', detail)
  const { inTime, since } = saidInTime(wordings, (wording) => mentions(wording, brand))
  if (inTime === 'yes') return passes('mention_missing', detail)
  const late = { ...detail, time: since }
  return inTime === 'unsure' ? asks('mention_missing', late) : fails('mention_missing', late)
}
