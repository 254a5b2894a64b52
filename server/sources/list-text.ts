/** How a list was written. */
export interface ListText {
  text: string
  encoding: 'utf-8' | 'windows-1252'
  delimiter: ',' | ';' | '\t'
}

/** Codes that Windows-1252 leaves open, and controls that no text has. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NO_TEXT = /[\x00-\x08\x0B\x0C\x0E-\x1F\x7F\x81\x8D\x8F\x90\x9D]/

/**
 * Reads the bytes of a list: UTF-8, with or without a byte order mark, else Windows-1252, as spreadsheets still save it,
 * where every byte is a character of it. Line ends become LF. Null where the bytes are neither.
 */
export function readListText(bytes: Uint8Array): ListText | null {
  const read = decode(bytes)
  if (read === null) return null
  const text = read.text.replace(/\r\n?/g, '\n')
  return { text, encoding: read.encoding, delimiter: delimiterOf(text) }
}

function decode(bytes: Uint8Array): Pick<ListText, 'text' | 'encoding'> | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? null : { text, encoding: 'utf-8' }
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes)
    return NO_TEXT.test(text) ? null : { text, encoding: 'windows-1252' }
  }
}

/** What separates the names of the columns: the sign that stands most often in the first line, outside of quotes. */
function delimiterOf(text: string): ListText['delimiter'] {
  const first = /^(?:"[^"]*"|[^"\n])*/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? ''
  const count = (sign: string) => first.split(sign).length
  return count(';') > count(',') && count(';') >= count('\t') ? ';' : count('\t') > count(',') ? '\t' : ','
}
