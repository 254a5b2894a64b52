import { parseJson } from './api-client.ts'
import { jsonFault } from './feed-guard.ts'
import type { PageTree } from './page-tree.ts'

/** What a page is by its type (w3.org/TR/webmention, 3.2.2): each is searched in its own way. */
export type PageKind = 'html' | 'json' | 'text'

/** Null for types in which no link is looked for. */
export function pageKind(contentType: string | null): PageKind | null {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? 'text/html'
  if (type === '' || type === 'text/html' || type === 'application/xhtml+xml') return 'html'
  if (type === 'application/json' || type.endsWith('+json')) return 'json'
  return type.startsWith('text/') ? 'text' : null
}

/** Whether the page shows or links to exactly this address, in an attribute that holds addresses. */
export function treeLinksTo({ addresses, base }: PageTree, target: string): boolean {
  const wanted = URL.parse(target)?.href
  return addresses.some((address) => URL.parse(address, base)?.href === wanted)
}

/** Whether some value is exactly this address. */
export function jsonLinksTo(text: string, target: string): boolean {
  if (jsonFault(text) !== null) return false
  const look = (value: unknown): boolean =>
    typeof value === 'object' && value !== null ? Object.values(value).some(look) : value === target
  return look(parseJson(text))
}

/** Whether the address stands in the text. */
export function textLinksTo(text: string, target: string): boolean {
  return text.includes(target)
}
