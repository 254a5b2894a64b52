import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { remember } from './remember.ts'

export type Encoding = 'br' | 'gzip'

/** Brotli before gzip where both are taken (RFC 9110 section 12.5.3); a quality of 0 means not. */
export function chooseEncoding(accept: string | string[] | undefined): Encoding | null {
  return chosen(String(accept ?? ''))
}

const chosen = remember((accept): Encoding | null => {
  const text = accept.toLowerCase()
  for (const encoding of ['br', 'gzip'] as const) {
    if (new RegExp(`(?:^|,)\\s*${encoding}\\s*(?:$|,|;\\s*q=(?!0(?:\\.0*)?\\s*(?:,|$)))`).test(text))
      return encoding
  }
  return null
})

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Quality 5 of 11 is within some per cent of the best and takes milliseconds. */
export function encode(body: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return zip(body)
  return brotli(body, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 5,
      [constants.BROTLI_PARAM_SIZE_HINT]: body.length,
    },
  })
}
