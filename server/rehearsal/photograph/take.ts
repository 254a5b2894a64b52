import { develop } from './darkroom/develop.ts'
import { focus, sharpRange } from './darkroom/lens.ts'
import { metered } from './darkroom/meter.ts'
import type { Shot } from './homes/home.ts'
import { shoot, TELEPHONE_CARE } from './light/shoot.ts'

/** Takes a shot: sRGB bytes, three a pixel, without grain. */
export function take({ scene, mood, lens }: Shot, width: number, height: number): Uint8Array {
  const { film } = shoot(scene, width, height, TELEPHONE_CARE, sharpRange(lens, Math.min(width, height), 2.5))
  focus(film, lens)
  return develop(film, {
    gains: metered(film, mood.key),
    warmth: mood.warmth,
    contrast: mood.contrast,
    saturation: mood.saturation,
    vignette: 0.22,
  })
}
