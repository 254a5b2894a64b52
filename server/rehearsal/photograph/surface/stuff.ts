import { knit, weave } from './cloth.ts'
import { colour, type Rgb } from './colour.ts'
import type { Material, Pattern } from './material.ts'
import { speckled } from './stone.ts'
import { wood } from './wood.ts'

/** What things are made of. Colours are `#rrggbb`. */

export const painted = (hex: string, gloss = 0.35): Material => ({ colour: colour(hex), gloss })
export const matt = (hex: string): Material => ({ colour: colour(hex) })
export const enamel = (hex: string): Material => ({ colour: colour(hex), gloss: 0.93 })
export const stoneware = (hex: string): Material => ({ colour: colour(hex), gloss: 0.6, pattern: speckled })
export const porcelain = (hex = '#efe9dd'): Material => ({ colour: colour(hex), gloss: 0.85 })
export const metal = (hex: string, gloss = 0.75): Material => ({ colour: colour(hex), gloss, metal: true })
export const iron = (hex = '#2b2b2d'): Material => ({ colour: colour(hex), gloss: 0.45 })
export const brass = metal('#d0a452', 0.7)
export const steel = metal('#b9bcbd', 0.75)
export const leather = (hex: string): Material => ({ colour: colour(hex), gloss: 0.45 })
export const wax: Material = { colour: colour('#f1e8d4'), gloss: 0.4, sheer: 0.25 }

export const timber = (
  hex: string,
  axis: 'x' | 'y' | 'z',
  strength = 0.22,
  gloss = 0.3,
  salt = 0,
): Material => ({
  colour: colour(hex),
  pattern: wood(axis, strength, salt),
  gloss,
})

export const cloth = (hex: string, size = 0.006, depth = 0.22, sheer = 0): Material => ({
  colour: colour(hex),
  pattern: weave(size, depth),
  relief: true,
  sheer,
})

export const knitted = (hex: string, width = 0.012): Material => ({
  colour: colour(hex),
  pattern: knit(width),
  relief: true,
})

export const patterned = (hex: string, pattern: Pattern, more: Partial<Material> = {}): Material => ({
  colour: colour(hex),
  pattern,
  ...more,
})

export const glowing = (hex: string, strength: number): Material => {
  const c = colour(hex)
  return { colour: c, glow: [c[0] * strength, c[1] * strength, c[2] * strength] }
}

/** What a colour must be multiplied by to become another. */
export function ratio(from: string, to: string): Rgb {
  const [a, b] = [colour(from), colour(to)]
  return [b[0] / a[0], b[1] / a[1], b[2] / a[2]]
}
