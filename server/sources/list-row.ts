import { toHashtag } from '../contest/hashtag.ts'
import { isParticipantKey, MAX_PARTICIPANT_BYTES } from '../contest/hcd1/participant.ts'
import type { Instant } from '../contest/instant.ts'
import type { Author, Picture, Post } from '../contest/post.ts'
import { COLUMNS, type Column, type Columns } from './list-columns.ts'
import { networkName, readLink } from './list-link.ts'
import { readPostedAt } from './list-time.ts'
import { sampleOf } from './sample.ts'

/** Characters of one cell: captions of any network are shorter. */
export const MAX_CELL = 20_000
/** Characters of an address or a name. */
export const MAX_SHORT_CELL = 2_000
/** Pictures of one post: what Instagram's largest album holds. */
export const MAX_LIST_PICTURES = 20

const LONG: readonly Column[] = ['text', 'picture_url', 'alt']

/** What is wrong with a cell. `found`: at most 1 KiB of it. */
export interface CellFault {
  /** As the list calls it; our name where the list has no such column. */
  column: string
  found: string
  expected: string
}

/** What a row tells. Its author is known where the row has the network's own id of the account. */
export type Row = { post: Post; raw: Record<string, string> } | { faults: CellFault[] }

/** A row while it is read: its cells by column, and what was wrong with them so far. */
interface Reading {
  raw: Record<string, string>
  cell(column: Column): string
  faults: CellFault[]
  fault(column: Column, expected: string): void
}

/** Reads one row. `zone`: whose clocks a time without a zone is by. */
export function readRow(cells: readonly string[], columns: Columns, zone: string, now: Instant): Row {
  const reading = openRow(cells, columns)
  const { cell, faults, raw } = reading
  checkLengths(reading)
  if (faults.length > 0) return { faults }
  const identity = readIdentity(reading)
  const postedAt = readPostedAt(cell('posted_at'), zone, now)
  if (typeof postedAt !== 'number') reading.fault('posted_at', postedAt.expected)
  const pictures = readPictures(reading)
  if (!identity || typeof postedAt !== 'number' || faults.length > 0) return { faults }
  return {
    raw,
    post: {
      ...identity,
      author: readAuthor(identity, reading),
      title: null,
      text: cell('text'),
      tags: readTags(cell('tags')),
      mentions: [],
      pictures,
      postedAt,
      editedAt: null,
      language: null,
      sensitive: false,
      hints: [],
      licence: null,
    },
  }
}

function openRow(cells: readonly string[], columns: Columns): Reading {
  const faults: CellFault[] = []
  const raw: Record<string, string> = {}
  for (const [column, { index }] of columns) {
    const text = cells[index]?.trim() ?? ''
    if (text !== '') raw[column] = text
  }
  return {
    raw,
    cell: (column) => raw[column] ?? '',
    faults,
    fault(column, expected) {
      const found = raw[column] === undefined ? 'nothing' : sampleOf(raw[column])
      faults.push({ column: columns.get(column)?.name ?? column, found, expected })
    },
  }
}

function checkLengths({ cell, fault }: Reading): void {
  for (const column of COLUMNS) {
    const most = LONG.includes(column) ? MAX_CELL : MAX_SHORT_CELL
    if (cell(column).length > most) fault(column, `at most ${most} characters`)
  }
}

function readIdentity(reading: Reading): Pick<Post, 'network' | 'id' | 'url'> | null {
  const { cell, fault } = reading
  const link = readLink(cell('url'), cell('author_id'))
  const told = networkName(cell('network'))
  const network = link?.network ?? told
  if (link === null) fault('url', 'the link of a post, such as https://social.example/@kari/1')
  else if (link.network !== null && cell('network') !== '' && told !== link.network)
    fault('network', `${link.network}, where the link leads`)
  else if (network === null) fault('network', 'the name of a network, such as instagram')
  checkAccount(reading, network ?? 'x')
  return link && network !== null ? { network, id: cell('id') || link.id, url: link.url } : null
}

function checkAccount({ cell, fault }: Reading, network: string): void {
  const id = cell('author_id')
  if (id === '') return
  if (!isParticipantKey(`${network}:${id}`))
    fault(
      'author_id',
      `the network’s own id of an account, of at most ${MAX_PARTICIPANT_BYTES} bytes on one line`,
    )
  else if (network === 'bluesky' && !id.startsWith('did:')) fault('author_id', 'the DID of an account')
}

/** Their interfaces tell no number of an account, so their own sources know people by their handle. */
const KNOWN_BY_HANDLE: readonly string[] = ['instagram', 'threads']

/** Elsewhere a handle alone names nobody: it can change hands. */
function readAuthor({ network, id: postId }: Pick<Post, 'network' | 'id'>, { cell }: Reading): Author | null {
  const handle = cell('author_handle').replace(/^@/, '')
  const byHandle = KNOWN_BY_HANDLE.includes(network) ? handle.toLowerCase() : ''
  const did = /^at:\/\/(did:[^/]+)\//.exec(postId)?.[1] ?? ''
  const id = byHandle || cell('author_id') || did
  if (id === '') return null
  const shown = handle || cell('author_name') || id
  return { id, handle: shown, name: cell('author_name') || shown, url: null, since: null }
}

/** Null where the list has none: the caption is read then. */
function readTags(text: string): string[] | null {
  const tags = text.split(/[\s,;|]+/).flatMap((word) => toHashtag(word)?.display ?? [])
  return tags.length > 0 ? tags : null
}

/** Addresses are separated by blanks or lines, or by `|`; their alternative texts are one a line, in the same order. */
function readPictures({ cell, fault }: Reading): Picture[] {
  const urls = cell('picture_url')
    .split(/[\s|]+/)
    .filter((word) => word !== '')
  const isWeb = (url: string) => /^https?:$/.test(URL.parse(url)?.protocol ?? '')
  if (urls.length > MAX_LIST_PICTURES) fault('picture_url', `at most ${MAX_LIST_PICTURES} addresses`)
  else if (!urls.every(isWeb)) fault('picture_url', 'addresses such as https://media.example/1.jpg')
  const texts = cell('alt').split('\n')
  return urls.map((url, i) => ({ url, kind: 'image', poster: null, alt: texts[i]?.trim() || null }))
}
