import { contours } from './contour.ts'
import { pathOf } from './path.ts'
import { blurred, type Plate, separated } from './separation.ts'

/** Brightness steps between two inks of one material, of 255, and how many inks a material gets at most. */
const STEP = 13
const MOST_INKS = 7

export interface Original {
  /** Pixels each way. */
  size: number
  /** sRGB, three a pixel. */
  bytes: Uint8Array
  /** Which material a pixel shows; 0 for the paper behind. */
  labels: Uint16Array
  /** How much of the light the thing leaves to the paper, 0 to 1. */
  left: Float32Array
  /** `#rrggbb` */
  paper: string
}

/** The shadow's edges, from its faintest to its darkest. */
const SHADOW_STEPS = [0.9, 0.83, 0.75, 0.66, 0.56]
const SHADOW = '<g fill="#2b2118" fill-opacity=".07">'

/**
 * A picture as an SVG of flat inks: the shadow in steps on plain paper, then each material a shape with its lights
 * laid over its shades in a few tones, as a screen printer would.
 */
export function screenPrint(
  { size, bytes, labels, left, paper }: Original,
  width: number,
  title: string,
): string {
  const shadow = {
    width: size,
    height: size,
    values: blurred(
      left.map((k) => 1 - k),
      size,
      size,
      6,
    ),
  }
  const steps = SHADOW_STEPS.map((step) => `<path d="${pathOf(contours(shadow, 1 - step))}"/>`)
  const paths = separated(labels, bytes, size, size).flatMap((plate) => inked(plate, bytes))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${width}" height="${width}" role="img">`,
    `<title>${title}</title><path fill="${paper}" d="M0 0h${size}v${size}H0z"/>`,
    `${SHADOW}${steps.join('')}</g>${paths.join('')}</svg>`,
  ].join('')
}

function inked(plate: Plate, bytes: Uint8Array): string[] {
  const { mask, tone, pixels } = plate
  const tones = Float32Array.from(pixels, (i) => tone.values[i] ?? 0).sort()
  const low = tones[Math.floor(tones.length * 0.02)] ?? 0
  const high = tones[Math.floor(tones.length * 0.98)] ?? 0
  const inks = Math.min(MOST_INKS, Math.max(1, Math.round((high - low) / STEP)))
  const from = (ink: number) => (ink === 0 ? Number.NEGATIVE_INFINITY : low + ((high - low) * ink) / inks)
  return Array.from({ length: inks }, (_, ink) => {
    const own = pixels.filter((i) => {
      const t = tone.values[i] ?? 0
      return t >= from(ink) && t < (ink === inks - 1 ? Number.POSITIVE_INFINITY : from(ink + 1))
    })
    if (own.length === 0) return ''
    const values = mask.values.map((m, i) =>
      Math.min(m, 0.5 + ((tone.values[i] ?? 0) - from(ink)) / (2 * STEP)),
    )
    const d = pathOf(contours({ ...mask, values }, 0.5))
    if (d === '') return ''
    const hex = meanColour(own, bytes)
    return ink === 0 ? `<path fill="${hex}" stroke="${hex}" d="${d}"/>` : `<path fill="${hex}" d="${d}"/>`
  })
}

function meanColour(pixels: Int32Array, bytes: Uint8Array): string {
  const hex = [0, 1, 2].map((c) => {
    let sum = 0
    for (const i of pixels) sum += bytes[i * 3 + c] ?? 0
    return Math.round(sum / pixels.length)
      .toString(16)
      .padStart(2, '0')
  })
  return `#${hex.join('')}`
}
