/** A post of a blog as its feed or its page tells it, before anything is made of it. Absent is null or empty. */
export interface BlogItem {
  /** The feed's own identity of it. */
  id: string | null
  /** Where a person reads it; absolute. */
  url: string | null
  /** Markup or plain text. */
  title: string | null
  /** Markup. */
  html: string
  /** Categories as they are written. */
  tags: string[]
  picture: { url: string; alt: string | null } | null
  author: BlogAuthor | null
  /** As written. */
  published: string | null
  language: string | null
  sensitive: boolean
  /** Asks search engines and other sites not to list it. */
  unlisted: boolean
}

export interface BlogAuthor {
  name: string | null
  url: string | null
}

/** What a feed or page says of the blog as a whole. */
export interface Blog {
  title: string | null
  /** Its front page; absolute. */
  home: string | null
  author: BlogAuthor | null
  language: string | null
}

/** A feed, read. */
export interface Feed {
  /** As people call the format: `RSS`, `Atom`, `RDF`, `JSON Feed`. */
  format: string
  blog: Blog
  items: BlogItem[]
  /** What could not be read as a post: what was found, and what was expected. */
  odd: { why: string; found: unknown }[]
  /** Where older posts are. */
  next: string | null
}

/** Characters of an address that is kept: twice as many as browsers show. */
export const LONGEST_ADDRESS = 4_000

/** An absolute web address; null for what is none, or too long to be one. */
export function webAddress(found: string | null | undefined, base?: string | null): string | null {
  const text = found?.trim() ?? ''
  const url = text.length > LONGEST_ADDRESS ? null : URL.parse(text, base ?? undefined)
  return url !== null && text !== '' && /^https?:$/.test(url.protocol) ? url.href : null
}

/** Text as markup that says the same. */
export function asMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>')
}
