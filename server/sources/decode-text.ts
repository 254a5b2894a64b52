const BYTE_ORDER_MARKS: readonly { label: string; bytes: readonly number[] }[] = [
  { label: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { label: 'utf-16le', bytes: [0xff, 0xfe] },
  { label: 'utf-16be', bytes: [0xfe, 0xff] },
]

/** Where an XML declaration or a `<meta charset>` may stand (html.spec.whatwg.org, 13.2.3.2). */
const PROLOG_BYTES = 1_024

/**
 * The text of a feed or page, whichever of its labels is true: the byte order mark, the header, the document's own word,
 * then UTF-8; the first by which all bytes can be read. What none of them reads is windows-1252, which reads anything.
 * Without U+0000 and halves of surrogate pairs, which Postgres does not keep.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): string {
  const labels = [markOf(bytes), charsetOf(contentType), charsetWithin(bytes), 'utf-8']
  for (const label of labels) {
    const text = label === null ? null : decode(bytes, label)
    if (text !== null) return clean(text)
  }
  return clean(new TextDecoder('windows-1252').decode(bytes))
}

function markOf(bytes: Uint8Array): string | null {
  return (
    BYTE_ORDER_MARKS.find((mark) => mark.bytes.every((byte, i) => bytes[i] === byte))?.label ??
    // UTF-16 without a mark: `<` or `{` comes with a zero byte beside it.
    (bytes[0] === 0 ? 'utf-16be' : bytes[1] === 0 ? 'utf-16le' : null)
  )
}

function charsetOf(contentType: string | null): string | null {
  return /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType ?? '')?.[1] ?? null
}

function charsetWithin(bytes: Uint8Array): string | null {
  const beginning = new TextDecoder('latin1').decode(bytes.subarray(0, PROLOG_BYTES))
  return (
    /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})/i.exec(beginning)?.[1] ??
    /<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(beginning)?.[1] ??
    null
  )
}

/** Null for a label that nobody knows, and for bytes that are something else. */
function decode(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function clean(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
