import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { CsvError, parse } from 'csv-parse'
import type { Instant } from '../contest/instant.ts'
import type { Post } from '../contest/post.ts'
import { type Columns, readHeader } from './list-columns.ts'
import { type CellFault, readRow } from './list-row.ts'
import { type ListText, readListText } from './list-text.ts'

/** Posts of one list. More are several lists. */
export const MAX_LIST_ROWS = 5_000
/** Bytes of one list: 5,000 captions as long as networks take them. */
export const MAX_LIST_BYTES = 5 * 1024 * 1024

/** A post and the line where its row begins; the header is line 1. */
export interface ListedPost {
  line: number
  post: Post
  raw: Record<string, string>
}

/** A list as it was read. Every row is among the posts or has a fault. */
export interface ListFile {
  encoding: ListText['encoding']
  delimiter: ListText['delimiter']
  /** Names of columns that mean nothing here. */
  ignored: string[]
  rows: number
  posts: ListedPost[]
  faults: (CellFault & { line: number })[]
}

/** A list that cannot be read as a whole. The message says what was found and what was expected. */
export class UnreadableList extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'UnreadableList'
  }
}

/** Reads a list row by row; a row that is faulty loses no other. Throws `UnreadableList`. */
export async function readList(bytes: Uint8Array, zone: string, now: Instant): Promise<ListFile> {
  const read = readListText(bytes)
  if (read === null) {
    throw new UnreadableList(
      'Found bytes that are neither UTF-8 nor Windows-1252 text; expected a list as CSV in UTF-8.',
    )
  }
  const { text, encoding, delimiter } = read
  const file: ListFile = { encoding, delimiter, ignored: [], rows: 0, posts: [], faults: [] }
  const seen = new Map<string, number>()
  let columns: Columns | null = null
  let width = 0
  for await (const { line, cells } of records(text, delimiter)) {
    if (columns === null) {
      const header = readHeader(cells)
      if ('fault' in header) {
        throw new UnreadableList(`Line 1: found ${header.fault.found}; expected ${header.fault.expected}.`)
      }
      columns = header.columns
      width = cells.length
      file.ignored = header.ignored
      continue
    }
    if (cells.every((cell) => cell.trim() === '')) continue
    file.rows++
    if (file.rows > MAX_LIST_ROWS) {
      throw new UnreadableList(
        `Found more than ${MAX_LIST_ROWS} rows; expected at most that: cut it into several.`,
      )
    }
    const extra = cells.slice(width).some((cell) => cell.trim() !== '')
    const row = extra ? { faults: [tooMany(cells.length, width)] } : readRow(cells, columns, zone, now)
    if ('faults' in row) {
      file.faults.push(...row.faults.map((fault) => ({ line, ...fault })))
      continue
    }
    const key = `${row.post.network} ${row.post.id}`
    const before = seen.get(key)
    seen.set(key, before ?? line)
    if (before === undefined) file.posts.push({ line, ...row })
    else
      file.faults.push({
        line,
        column: 'url',
        found: row.post.id,
        expected: `another post than line ${before}`,
      })
  }
  if (columns === null)
    throw new UnreadableList('Found nothing; expected a list with the names of its columns.')
  return file
}

function tooMany(found: number, expected: number): CellFault {
  return {
    column: '',
    found: `${found} cells`,
    expected: `${expected}, as in the first line: a cell that holds the separator stands in quotes`,
  }
}

/** Characters handed to the parser at once. */
const PART = 65_536
/** Between so many rows others get their turn. */
const TURN = 200

async function* records(
  text: string,
  delimiter: string,
): AsyncGenerator<{ line: number; cells: string[] }, void> {
  const options = { delimiter, info: true, relax_column_count: true, skip_empty_lines: true }
  const parser = parse(options)
  const input = Readable.from(parts(text))
  input.pipe(parser)
  try {
    let told = 0
    for await (const { record, info } of parser) {
      if (++told % TURN === 0) await setImmediate()
      const cells: string[] = record
      const breaks = cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0)
      yield { line: info.lines - breaks, cells }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = 'lines' in error ? `Line ${error.lines}: ` : ''
    throw new UnreadableList(
      `${line}found a quote that is not closed, or stands within a cell; expected cells with quotes around the whole, and quotes in them doubled.`,
      error,
    )
  } finally {
    input.destroy()
    parser.destroy()
  }
}

function* parts(text: string): Generator<string> {
  for (let from = 0; from < text.length; from += PART) yield text.slice(from, from + PART)
}
