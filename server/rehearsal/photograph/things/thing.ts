import type { Part } from '../geometry/part.ts'
import type { Vec } from '../geometry/vec.ts'
import type { Rgb } from '../surface/colour.ts'

/**
 * A thing of the catalogue as a model. Its own space has the origin where it rests: in the middle of its foot on a
 * floor or table; on the wall behind its middle, with z away from the wall; at the lamp's lower rim under a ceiling.
 */
export interface Thing {
  parts: Part[]
  rests: Rest
  /** How much room it takes: width, height, depth in metres. */
  size: Vec
  /** Light it gives in the evening. */
  lamps?: ThingLamp[]
}

/** `flat` lies on the floor and is seen from above; `lean` stands at the foot of a wall and leans on it. */
export type Rest = 'floor' | 'table' | 'wall' | 'ceiling' | 'flat' | 'lean'

export interface ThingLamp {
  at: Vec
  light: Rgb
  size: number
  beam: Vec | null
}

/** A thing's three colours, `#rrggbb`. */
export interface Colours {
  main: string
  second: string
  detail: string
}
