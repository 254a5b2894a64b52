import type { Vec } from '../geometry/vec.ts'
import type { Rgb } from '../surface/colour.ts'

/** A bright rectangle: a window seen from inside, a lampshade's opening, a screen. */
export interface Opening {
  centre: Vec
  /** Half its width and half its height, as directions in the room. */
  across: Vec
  upward: Vec
  /** What one sees looking at it, linear. */
  light: Rgb
  /** How many panes it is parted into, and how wide the bars are in parts of a pane. */
  panes: { columns: number; rows: number; bar: number }
}

/** Light from one far point: the sun or the moon. */
export interface Sun {
  /** Unit direction towards it. */
  toward: Vec
  light: Rgb
  /** The opening it must come through; null out of doors. */
  through: Opening | null
  /** How much its edges soften, metres a metre. The sun itself has 0.009; curtains and haze have more. */
  blur: number
  /** Leaves and branches in its way, 0 to 1. */
  leaves: number
}

/** Light from a near point, as of a bulb or a flame. */
export interface Lamp {
  at: Vec
  /** Linear light at one metre. */
  light: Rgb
  /** Radius in metres: a large one throws soft shadows. */
  size: number
  /** The way it shines, as under a shade; null for all about. */
  beam: Vec | null
  /** False for a lamp inside the thing that is looked at. */
  shadows: boolean
}

/** All that lights a place. */
export interface Surroundings {
  windows: Opening[]
  sun: Sun | null
  lamps: Lamp[]
  /** What one sees looking up, level and down, linear: the light that has bounced about. */
  ambience: { above: Rgb; level: Rgb; below: Rgb }
  /** The planes where two surfaces meet and dust gathers; light is weaker near them. */
  floor: number
  walls: { at: Vec; facing: Vec }[]
}
