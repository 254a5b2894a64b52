import { clamp } from '../geometry/vec.ts'
import type { Exposure } from '../light/expose.ts'
import { toSrgb } from '../surface/colour.ts'
import type { Gains } from './meter.ts'

/** How a picture is made from what fell on the film. */
export interface Print {
  /** Factors on all light. */
  gains: Gains
  /** Above 0 warmer, below 0 cooler; ±1 is strong. */
  warmth: number
  contrast: number
  saturation: number
  /** How much darker the corners are, 0 to 1. */
  vignette: number
}

/** sRGB bytes, three a pixel. */
export function develop({ width, height, light }: Exposure, print: Print): Uint8Array {
  const bytes = new Uint8Array(width * height * 3)
  const { gains, warmth, saturation, vignette } = print
  const curve = toneCurve(print.contrast)
  const red = gains[0] * (1 + 0.12 * warmth)
  const blue = gains[2] * (1 - 0.16 * warmth)
  for (let y = 0, n = 0; y < height; y++)
    for (let x = 0; x < width; x++, n += 3) {
      const u = (2 * x) / width - 1
      const v = (2 * y) / height - 1
      const corner = (u * u + v * v) / 2
      const k = (1 - vignette * corner * corner) * CURVE_STEPS_PER_UNIT
      const r = (light[n] ?? 0) * k * red
      const g = (light[n + 1] ?? 0) * k * gains[1]
      const b = (light[n + 2] ?? 0) * k * blue
      const grey = (0.2126 * r + 0.7152 * g + 0.0722 * b) * (1 - saturation)
      bytes[n] = curve[clampStep(grey + r * saturation)] ?? 0
      bytes[n + 1] = curve[clampStep(grey + g * saturation)] ?? 0
      bytes[n + 2] = curve[clampStep(grey + b * saturation)] ?? 0
    }
  return bytes
}

/** Light from here on is white. */
const CURVE_END = 8
const CURVE_STEPS_PER_UNIT = 2048
const LAST_STEP = CURVE_END * CURVE_STEPS_PER_UNIT

function clampStep(x: number): number {
  return x < 0 ? 0 : x > LAST_STEP ? LAST_STEP : x | 0
}

/** Film's S: a soft toe and a long shoulder (after Reinhard 2002, with a white point), then sRGB. */
function toneCurve(contrast: number): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: LAST_STEP + 1 }, (_, i) => {
    const x = i / CURVE_STEPS_PER_UNIT
    const shoulder = (x * (1 + x / (CURVE_END * CURVE_END))) / (1 + x * 0.72)
    const s = toSrgb(clamp(shoulder, 0, 1))
    return (s + contrast * (s - 0.45) * s * (1 - s) * 2) * 255
  })
}
