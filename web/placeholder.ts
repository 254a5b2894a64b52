import { thumbHashToAverageRGBA } from 'thumbhash'

/** A thumbhash without its five bytes of header says nothing (evanw/thumbhash). */
const SHORTEST = 5

/**
 * The average colour of a thumbhash (base64) as `#rrggbb`: enough to stand in for a photo while it loads, in a few
 * bytes of html. Null for anything that is no thumbhash.
 */
export function averageColour(thumbhash: string): string | null {
  const bytes = fromBase64(thumbhash)
  if (bytes.length < SHORTEST) return null
  const { r, g, b } = thumbHashToAverageRGBA(bytes)
  return `#${[r, g, b].map(toHex).join('')}`
}

function toHex(share: number): string {
  return Math.round(Math.min(1, Math.max(0, share)) * 255)
    .toString(16)
    .padStart(2, '0')
}

function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.fromBase64(text)
  } catch {
    return new Uint8Array()
  }
}
