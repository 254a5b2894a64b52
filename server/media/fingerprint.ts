import { analyse, hashDistance, type Luminance, mirror, PDQ_BYTES, toHash } from './pdq.ts'
import { viewsOf } from './views.ts'

/** Views of a picture, each hashed as it is and mirrored. */
const VIEWS = 4

/** Bytes of a fingerprint: what its column holds. */
export const FINGERPRINT_BYTES = 2 * VIEWS * PDQ_BYTES

/** At most so many bits apart, pictures are the same one: Meta's published threshold for PDQ. */
export const SAME_PICTURE = 31

/** At most so many bits apart, they look alike: a slight turn, a heavy filter. Measured: unrelated ones from 90 on. */
export const LOOK_ALIKE = 60

/** Below this a picture has too little in it to tell it from another (Meta: discard at 49 and below). */
export const LEAST_QUALITY = 50

/** By what pictures are recognised again: four hashes of 32 bytes, then the same four of the mirrored picture. */
export interface Fingerprint {
  hashes: Uint8Array
  /** 0 to 100. */
  quality: number
}

/** How two pictures stand to each other. It only ever flags: a person decides. */
export type Likeness = 'same' | 'alike' | 'different' | 'unknown'

/** The fingerprint of a picture that was shrunk to about 512 × 512; its shape does not matter. */
export function fingerprintOf(picture: Luminance): Fingerprint {
  const views = viewsOf(picture).map(analyse)
  const hashes = new Uint8Array(FINGERPRINT_BYTES)
  views.forEach(({ coefficients }, view) => {
    hashes.set(toHash(coefficients), view * PDQ_BYTES)
    hashes.set(toHash(mirror(coefficients)), (VIEWS + view) * PDQ_BYTES)
  })
  return { hashes, quality: views[0]?.quality ?? 0 }
}

/**
 * The least number of bits between any view of one picture and any view of the other, one of them mirrored or
 * neither. Two mirrored views tell what the plain ones tell.
 */
export function distance(a: Fingerprint, b: Fingerprint): number {
  let least = 8 * PDQ_BYTES
  for (let i = 0; i < 2 * VIEWS; i++) {
    const others = i < VIEWS ? 2 * VIEWS : VIEWS
    for (let j = 0; j < others; j++) least = Math.min(least, hashDistance(view(a, i), view(b, j)))
  }
  return least
}

/** What the distance means; `unknown` when either picture has too little in it. */
export function likeness(a: Fingerprint, b: Fingerprint): Likeness {
  if (Math.min(a.quality, b.quality) < LEAST_QUALITY) return 'unknown'
  const bits = distance(a, b)
  if (bits <= SAME_PICTURE) return 'same'
  return bits <= LOOK_ALIKE ? 'alike' : 'different'
}

function view({ hashes }: Fingerprint, index: number): Uint8Array {
  return hashes.subarray(index * PDQ_BYTES, (index + 1) * PDQ_BYTES)
}
