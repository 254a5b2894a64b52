import type { DefaultTreeAdapterTypes } from 'parse5'

/**
 * Names of microformats that may stand within each other: a reader keeps the text of each for all around it, and within
 * items twice as much with every step. A comment with its author, within an entry of a feed, comes to about twelve.
 */
export const PAGE_MARKS = 16

/** Words in `rel` of a whole page: a reader compares each with those before. */
export const PAGE_RELS = 5_000

/** Names of the first microformats (microformats.org/wiki/h-entry#Backward_Compatibility), of items and of what they tell. */
const OLD_NAMES = new Set(
  `adr geo hentry hfeed hnews hproduct hreview hreview-aggregate hresume item vcard vevent affiliation agent attendee author
  average bday best bookmark brand class contact count country-name dateline description dtend dtstart duration education email
  entry entry-content entry-summary entry-title experience extended-address family-name fn given-name honorific-prefix
  honorific-suffix additional-name key label latitude locality location logo longitude mailer nickname note org photo
  postal-code price rating region rev review reviewer role skill sort-string sound source-org street-address summary tel title
  tz uid updated url`.split(/\s+/),
)

/** Whether a reader of microformats keeps to a reasonable time and memory with this page. */
export function hasReadableMarks(document: DefaultTreeAdapterTypes.Document): boolean {
  let rels = 0
  const waiting: { node: DefaultTreeAdapterTypes.Node; around: number }[] = [{ node: document, around: 0 }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node } = next
    const around = next.around + wordsOf(node, 'class').filter(isMark).length
    rels += wordsOf(node, 'rel').length
    if (around > PAGE_MARKS || rels > PAGE_RELS) return false
    if ('childNodes' in node) for (const child of node.childNodes) waiting.push({ node: child, around })
  }
  return true
}

function isMark(name: string): boolean {
  return /^(?:h|p|u|e|dt)-/.test(name) || OLD_NAMES.has(name)
}

function wordsOf(node: DefaultTreeAdapterTypes.Node, attribute: string): string[] {
  const value = 'attrs' in node ? node.attrs.find(({ name }) => name === attribute)?.value : undefined
  return value?.split(/\s+/).filter((word) => word !== '') ?? []
}
