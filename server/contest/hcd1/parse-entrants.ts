import { comparePids, type Entrants, lineOf, MAX_TIER, MAX_WEIGHT, PID_LENGTH } from './entrants.ts'
import { Hcd1Fault } from './fault.ts'

const LF = 0x0a
const SPACE = 0x20
const COMMA = 0x2c
const ZERO = 0x30
const COLON = 0x3a
const DASH = 0x2d
const UNDERSCORE = 0x5f
const MAX_ITEM_LENGTH = 63

/** For bytes that were found to be ASCII. */
const decoder = new TextDecoder()

/** Bytes of the shortest share with what follows it (`a:1,`), and of the shortest line. */
const SHORTEST_SHARE = 4
const SHORTEST_LINE = PID_LENGTH + 1 + SHORTEST_SHARE

/**
 * Reads entrants.txt from its bytes. Faults, line by line and within a line in this order:
 *
 * - `list-newline` (before all lines): the last line does not end with LF.
 * - `list-line`: not `<pid> <item>:<weight>[:<tier>],…`. Here belong CR, BOM, white space, upper-case hex, anything
 *   beyond ASCII, an empty line, a number with a leading zero, and a weight or tier of 0.
 * - `list-item-order`: items not strictly ascending.
 * - `list-weight`, `list-tier`: above `MAX_WEIGHT` or `MAX_TIER`, however many digits.
 * - `list-duplicate`: the pid stands in any line above.
 * - `list-order`: the pid is smaller than the one above.
 *
 * Throws `Hcd1Fault`.
 */
export function parseEntrants(bytes: Uint8Array): Entrants {
  if (bytes.length > 0 && bytes.at(-1) !== LF) {
    throw new Hcd1Fault('list-newline', 'the last line does not end with a line feed')
  }
  const entrants = reserve(bytes)
  const scan: Scan = { bytes, at: 0, line: 0, share: 0, entrants, known: new Map() }
  while (scan.at < bytes.length) {
    readLine(scan)
    checkOrder(scan)
    scan.line += 1
    entrants.shareStarts[scan.line] = scan.share
  }
  return entrants
}

interface Scan {
  readonly bytes: Uint8Array
  at: number
  line: number
  share: number
  readonly entrants: Entrants
  /** Item ids with their index. */
  readonly known: Map<string, number>
}

/**
 * Arrays of the right size: a line has a share, and one more for each comma. No more than so many bytes can hold: a
 * file of nothing but commas takes no more memory than a list.
 */
function reserve(bytes: Uint8Array): Entrants {
  let lineFeeds = 0
  let commas = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === LF) lineFeeds += 1
    if (byte === COMMA) commas += 1
  }
  const lineCount = Math.min(lineFeeds, Math.floor(bytes.length / SHORTEST_LINE))
  const shareCount = Math.min(lineFeeds + commas, Math.floor(bytes.length / SHORTEST_SHARE))
  return {
    lines: { bytes, starts: new Uint32Array(lineCount), ends: new Uint32Array(lineCount) },
    items: [],
    shareStarts: new Uint32Array(lineCount + 1),
    shareItems: new Uint32Array(shareCount),
    shareWeights: new Uint16Array(shareCount),
    shareTiers: new Uint32Array(shareCount),
  }
}

function readLine(scan: Scan): void {
  const { lines } = scan.entrants
  lines.starts[scan.line] = scan.at
  readPid(scan)
  const faults = { order: false, weight: false, tier: false }
  let previous = ''
  do {
    const item = readItem(scan)
    if (item <= previous) faults.order = true
    previous = item
    const weight = readNumber(scan)
    if (weight > MAX_WEIGHT) faults.weight = true
    let tier = 0
    if (scan.bytes[scan.at] === COLON) {
      scan.at += 1
      tier = readNumber(scan)
      if (tier > MAX_TIER) faults.tier = true
    }
    addShare(scan, item, weight, tier)
  } while (passed(scan, COMMA))
  lines.ends[scan.line] = scan.at
  if (!passed(scan, LF)) malformed(scan)
  if (faults.order)
    throw new Hcd1Fault('list-item-order', `line ${scan.line + 1}: items must ascend, each once`)
  if (faults.weight)
    throw new Hcd1Fault('list-weight', `line ${scan.line + 1}: a weight is at most ${MAX_WEIGHT}`)
  if (faults.tier) throw new Hcd1Fault('list-tier', `line ${scan.line + 1}: a tier is at most ${MAX_TIER}`)
}

/** Steps over `byte`; false, and no step, where another stands. */
function passed(scan: Scan, byte: number): boolean {
  if (scan.bytes[scan.at] !== byte) return false
  scan.at += 1
  return true
}

function malformed(scan: Scan): never {
  const column = scan.at - (scan.entrants.lines.starts[scan.line] ?? 0) + 1
  throw new Hcd1Fault(
    'list-line',
    `line ${scan.line + 1}, byte ${column}: expected <64 hex digits> <item>:<weight>[:<tier>][,…]`,
  )
}

function readPid(scan: Scan): void {
  const end = scan.at + PID_LENGTH
  while (scan.at < end && isHexDigit(scan.bytes[scan.at])) scan.at += 1
  if (scan.at < end || !passed(scan, SPACE)) malformed(scan)
}

/** Reads `<item>:`. */
function readItem(scan: Scan): string {
  const start = scan.at
  while (isItemByte(scan.bytes[scan.at])) scan.at += 1
  const item = scan.bytes.subarray(start, scan.at)
  if (item.length === 0 || item.length > MAX_ITEM_LENGTH || item[0] === DASH || item[0] === UNDERSCORE) {
    malformed(scan)
  }
  if (!passed(scan, COLON)) malformed(scan)
  return decoder.decode(item)
}

/** A decimal without leading zero; beyond 2⁵³ only its being too large matters. */
function readNumber(scan: Scan): number {
  const start = scan.at
  let value = 0
  for (;;) {
    const digit = (scan.bytes[scan.at] ?? 0) - ZERO
    if (digit < 0 || digit > 9) break
    value = value * 10 + digit
    scan.at += 1
  }
  if (scan.at === start || scan.bytes[start] === ZERO) malformed(scan)
  return value
}

function addShare(scan: Scan, item: string, weight: number, tier: number): void {
  const { entrants, known } = scan
  let index = known.get(item)
  if (index === undefined) {
    index = entrants.items.push(item) - 1
    known.set(item, index)
  }
  entrants.shareItems[scan.share] = index
  entrants.shareWeights[scan.share] = weight
  entrants.shareTiers[scan.share] = tier
  scan.share += 1
}

function checkOrder({ bytes, line, entrants: { lines } }: Scan): void {
  if (line === 0) return
  const start = lines.starts[line] ?? 0
  const order = comparePids(bytes, lines.starts[line - 1] ?? 0, bytes, start)
  if (order < 0) return
  const pid = decoder.decode(bytes.subarray(start, start + PID_LENGTH))
  const above = lineOf({ lines }, pid, line)
  if (above >= 0)
    throw new Hcd1Fault('list-duplicate', `line ${line + 1}: this pid stands in line ${above + 1} too`)
  throw new Hcd1Fault('list-order', `line ${line + 1}: pids must ascend`)
}

function isHexDigit(byte = 0): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66)
}

function isItemByte(byte = 0): boolean {
  return (
    (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x30 && byte <= 0x39) || byte === DASH || byte === UNDERSCORE
  )
}
