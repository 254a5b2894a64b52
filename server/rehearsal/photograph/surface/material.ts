import type { Rgb } from './colour.ts'

/**
 * A pattern at a place of the surface: writes what the material's colour is multiplied by (red, green, blue)
 * and a height in metres that catches the light (0 for a plain surface). `pixel` is how many metres of the
 * surface one pixel covers: finer detail than that should fade.
 */
export type Pattern = (x: number, y: number, z: number, pixel: number, out: Float64Array) => void

export interface Material {
  /** Linear light. */
  colour: Rgb
  pattern?: Pattern
  /** The pattern's height is looked at three times a pixel, so it is only asked for where it shows. */
  relief?: boolean
  /** The pattern changes so slowly that it may be asked for once in a few pixels. */
  broad?: boolean
  /** 0 is chalk, 1 is glazed: how much of the room mirrors in it. */
  gloss?: number
  /** Its mirror image takes its own colour. */
  metal?: boolean
  /** Light it gives by itself, linear. */
  glow?: Rgb
  /** 0 to 1: light that comes through from behind, as in cloth, paper and leaves. */
  sheer?: number
}
