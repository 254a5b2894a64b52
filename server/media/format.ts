import { PictureRefused } from './refused.ts'

/** What we take and decode. */
export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'heic'

/** Bytes of a file's beginning that are enough to tell. */
export const HEAD_LENGTH = 4_096

const EXPECTED = 'expected a JPEG, PNG, WebP, GIF, AVIF or HEIC picture'

/**
 * The format of a file by its first bytes, whatever its name or declared type says. Throws `PictureRefused`
 * (`empty`, `wrong_format`) with a plain word for what people send instead.
 */
export function recognise(file: Uint8Array): PictureFormat {
  if (file.length === 0) throw new PictureRefused('empty', `The file is empty; ${EXPECTED}`)
  const head = Buffer.from(file.subarray(0, HEAD_LENGTH)).toString('latin1')
  const format = pictureFormat(head)
  if (format) return format
  throw new PictureRefused('wrong_format', `The file is ${foreignFormat(head)}; ${EXPECTED}`)
}

function pictureFormat(head: string): PictureFormat | null {
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'gif'
  if (riffType(head) === 'WEBP') return 'webp'
  const brands = isoBrands(head)
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) return 'avif'
  if (brands.some((brand) => HEIC_BRANDS.has(brand))) return 'heic'
  return null
}

/** What a RIFF container holds; null for other files. */
function riffType(head: string): string | null {
  return head.startsWith('RIFF') ? head.slice(8, 12) : null
}

/** The brands of an ISO base media file (ISO/IEC 14496-12, 4.3): major, then compatible; none for other files. */
function isoBrands(head: string): string[] {
  if (head.slice(4, 8) !== 'ftyp') return []
  const length = Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE()
  const brands = [head.slice(8, 12)]
  for (let at = 16; at + 4 <= Math.min(length, head.length); at += 4) brands.push(head.slice(at, at + 4))
  return brands
}

/** ISO/IEC 23008-12, annex B.4, and the brands of HEIF itself: AVIF has them too, and says so besides. */
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'])

function foreignFormat(head: string): string {
  if (isoBrands(head).length > 0 || riffType(head) === 'AVI ') return 'a video'
  const known = BEGINNINGS.find(([start]) => head.startsWith(start))
  if (known) return known[1]
  const text = head
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase()
  if (/^(<\?xml|<!--|<!doctype svg|<svg)/.test(text) && text.includes('<svg')) return 'an SVG drawing'
  if (/^<(!doctype html|!--|html|head|body)/.test(text)) return 'a web page'
  return 'of an unknown kind'
}

const BEGINNINGS: readonly [string, string][] = [
  ['%PDF-', 'a PDF'],
  ['II*\0', 'a TIFF picture'],
  ['MM\0*', 'a TIFF picture'],
  ['BM', 'a BMP picture'],
  ['8BPS', 'a Photoshop document'],
  ['\0\0\x01\0', 'an icon'],
  ['\xff\x0a', 'a JPEG XL picture'],
  ['\0\0\0\x0cJXL ', 'a JPEG XL picture'],
  ['\0\0\0\x0cjP  ', 'a JPEG 2000 picture'],
  ['\x1aE\xdf\xa3', 'a video'],
  ['PK\x03\x04', 'a ZIP archive or an office document'],
]
