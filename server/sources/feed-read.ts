import { parseJson } from './api-client.ts'
import type { Feed } from './blog-item.ts'
import { jsonFault, xmlFault } from './feed-guard.ts'
import { readJsonFeed } from './feed-json.ts'
import { readXmlFeed } from './feed-xml.ts'

/** A feed, or why the text is none, in words that follow "the answer". */
export type ReadFeed = { feed: Feed } | { fault: string }

/** Reads RSS, Atom, RDF or JSON Feed, told apart by how they begin: the types that servers name are often wrong. */
export function readFeed(text: string, url: string): ReadFeed {
  const beginning = text.trimStart().slice(0, 1_000)
  if (beginning === '') return { fault: 'is empty; expected a feed' }
  if (beginning.startsWith('{')) return readJson(text, url)
  if (!beginning.startsWith('<')) return { fault: 'is neither XML nor JSON; expected a feed' }
  if (/^<!doctype html|^<html[\s>]/i.test(beginning))
    return { fault: 'is a web page; expected a feed (its address stands behind "RSS" or "feed" on the page)' }
  const fault = xmlFault(text)
  if (fault !== null) return { fault: `holds ${fault}` }
  const feed = readXmlFeed(text, url)
  return feed === null ? { fault: 'is XML, but not RSS, RDF or Atom; expected one of them' } : { feed }
}

function readJson(text: string, url: string): ReadFeed {
  const fault = jsonFault(text)
  if (fault !== null) return { fault: `holds ${fault}` }
  const feed = readJsonFeed(parseJson(text), url)
  return feed === null ? { fault: 'is not JSON Feed, 1.0 or 1.1; expected one of them' } : { feed }
}
