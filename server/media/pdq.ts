/** Grey pixels, 0 to 255, row by row. */
export interface Luminance {
  data: Float32Array
  width: number
  height: number
}

/** Bytes of one hash. */
export const PDQ_BYTES = 32

/** Sides below this cannot be hashed (the reference implementation's own minimum). */
export const MIN_SIDE = 5

/** The picture shrinks to this square … */
const SMALL = 64
/** … of whose frequencies this square is kept, the constant part left out. */
const KEPT = 16

/**
 * The 16 × 16 lowest frequencies of a picture, of which a hash is made, and how much there is to recognise (0 to
 * 100; below 50 the hash says little).
 */
export interface Frequencies {
  coefficients: Float64Array
  quality: number
}

/**
 * PDQ, Meta's perceptual hash, after its published description (ThreatExchange, `hashing/hashing.pdf`): two passes
 * of box filters make a tent filter, every 64th of each side is picked, and a cosine transform is taken of that.
 */
export function analyse(picture: Luminance): Frequencies {
  if (picture.width < MIN_SIDE || picture.height < MIN_SIDE) {
    return { coefficients: new Float64Array(KEPT * KEPT), quality: 0 }
  }
  const small = shrink(picture)
  return { coefficients: cosineTransform(small), quality: quality(small) }
}

/** One bit a frequency: above the median or not. Bit k is 2^k of the bytes as a big-endian number, as Meta prints it. */
export function toHash(coefficients: Float64Array): Uint8Array {
  const median = coefficients.toSorted()[coefficients.length / 2 - 1] ?? 0
  const hash = new Uint8Array(PDQ_BYTES)
  coefficients.forEach((value, bit) => {
    const byte = PDQ_BYTES - 1 - (bit >> 3)
    if (value > median) hash[byte] = (hash[byte] ?? 0) | (1 << (bit & 7))
  })
  return hash
}

/** The frequencies of the same picture seen in a mirror: every odd one across changes its sign. */
export function mirror(coefficients: Float64Array): Float64Array {
  return coefficients.map((value, index) => (index % 2 === 0 ? -value : value))
}

/** How many of the 256 bits differ. */
export function hashDistance(a: Uint8Array, b: Uint8Array): number {
  let bits = 0
  for (let index = 0; index < PDQ_BYTES; index++) bits += ONES[(a[index] ?? 0) ^ (b[index] ?? 0)] ?? 0
  return bits
}

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length)

function shrink({ data, width, height }: Luminance): Float32Array {
  let from = Float32Array.from(data)
  let to = new Float32Array(data.length)
  for (let pass = 0; pass < 2; pass++) {
    for (let y = 0; y < height; y++) boxFilter(from, to, y * width, 1, width)
    for (let x = 0; x < width; x++) boxFilter(to, from, x, width, height)
  }
  ;[from, to] = [to, from]
  const small = new Float32Array(SMALL * SMALL)
  for (let y = 0; y < SMALL; y++) {
    const row = Math.floor(((y + 0.5) * height) / SMALL) * width
    for (let x = 0; x < SMALL; x++) {
      small[y * SMALL + x] = to[row + Math.floor(((x + 0.5) * width) / SMALL)] ?? 0
    }
  }
  return small
}

/**
 * The mean over a window along one line of `length` values `step` apart. The window is half a 64th of the line,
 * since there are two passes; it reaches as far to the left as to the right, or one less, and is cut at both ends.
 */
function boxFilter(from: Float32Array, to: Float32Array, start: number, step: number, length: number): void {
  const window = Math.ceil(length / (2 * SMALL))
  const ahead = Math.floor(window / 2)
  const behind = window - ahead - 1
  let sum = 0
  for (let i = 0; i < Math.min(ahead, length); i++) sum += from[start + i * step] ?? 0
  for (let i = 0; i < length; i++) {
    if (i + ahead < length) sum += from[start + (i + ahead) * step] ?? 0
    if (i - behind > 0) sum -= from[start + (i - behind - 1) * step] ?? 0
    const count = Math.min(i + ahead, length - 1) - Math.max(i - behind, 0) + 1
    to[start + i * step] = sum / count
  }
}

/** `COSINES[i][k]`: the wave with i + 1 half turns over 64 points. */
const COSINES = Array.from({ length: KEPT }, (_, i) =>
  Float64Array.from(
    { length: SMALL },
    (_, k) => Math.sqrt(2 / SMALL) * Math.cos((Math.PI / 2 / SMALL) * (i + 1) * (2 * k + 1)),
  ),
)

function cosineTransform(small: Float32Array): Float64Array {
  const rows = COSINES.flatMap((wave) =>
    Array.from({ length: SMALL }, (_, x) =>
      wave.reduce((sum, w, k) => sum + w * (small[k * SMALL + x] ?? 0), 0),
    ),
  )
  const coefficients = new Float64Array(KEPT * KEPT)
  for (let i = 0; i < KEPT; i++) {
    COSINES.forEach((wave, j) => {
      coefficients[i * KEPT + j] = wave.reduce((sum, w, k) => sum + w * (rows[i * SMALL + k] ?? 0), 0)
    })
  }
  return coefficients
}

/** Sums the steps between neighbours, in whole hundredths of the range so that faint ones count nothing. */
function quality(small: Float32Array): number {
  let sum = 0
  const step = (a: number, b: number) =>
    Math.abs(Math.trunc((((small[a] ?? 0) - (small[b] ?? 0)) * 100) / 255))
  for (let y = 0; y < SMALL; y++) {
    for (let x = 0; x < SMALL; x++) {
      const here = y * SMALL + x
      if (y < SMALL - 1) sum += step(here, here + SMALL)
      if (x < SMALL - 1) sum += step(here, here + 1)
    }
  }
  return Math.min(100, Math.floor(sum / 90))
}
