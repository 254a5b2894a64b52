import type { CaptionForm } from '../../../web/pages/part/caption-check.tsx'
import { checkCaption } from '../../contest/caption.ts'
import { indexItems } from '../../contest/item-index.ts'
import { networkFacts } from '../../contest/networks.ts'
import type { Contest } from '../../db/contests.ts'
import type { Item } from '../../db/items.ts'

/** The longest caption Instagram takes, as the form says it. */
export const CAPTION_MAX = 2_200

const NETWORKS = ['mastodon', 'instagram', 'bluesky', 'threads', 'flickr', 'tumblr']

/** What the rules make of a caption before it is posted. `given` undefined: nobody has asked yet. */
export function captionForm(
  contest: Contest,
  items: Item[],
  given: string | undefined,
  network: string | undefined,
): CaptionForm {
  // A form sends each line end as two characters, and counts it as one.
  const text = given?.replaceAll('\r\n', '\n')
  const networks = NETWORKS.map((id) => ({ id, name: networkFacts(id).name }))
  const chosen = networks.some(({ id }) => id === network) ? (network ?? null) : null
  const form: CaptionForm = { text: text ?? '', network: chosen, networks, result: null, faults: [] }
  if (text === undefined || text.trim() === '') return form
  if (text.length > CAPTION_MAX) {
    return {
      ...form,
      text: text.slice(0, CAPTION_MAX),
      faults: [{ field: 'caption', code: 'tooLong', detail: { n: CAPTION_MAX, found: text.length } }],
    }
  }
  const check = checkCaption(
    text,
    chosen ?? 'anywhere',
    contest.rules,
    indexItems(items.map((item) => ({ id: item.slug, name: item.name, tags: item.tags }))),
  )
  const worst = check.judgements.map(({ verdict }) => verdict)
  const named = new Set(check.judgements.flatMap(({ item }) => item ?? []))
  return {
    ...form,
    result: {
      verdict: worst.includes('counts') ? 'counts' : worst.includes('review') ? 'review' : 'fails',
      items: items.filter((item) => named.has(item.slug)).map((item) => ({ id: item.slug, name: item.name })),
      checks: uniqueChecks(check.judgements.flatMap(({ checks }) => checks)),
      tagCount: check.tags.length,
      tagLimit: check.tagLimit,
    },
  }
}

function uniqueChecks<T>(checks: T[]): T[] {
  return [...new Map(checks.map((check) => [JSON.stringify(check), check])).values()]
}
