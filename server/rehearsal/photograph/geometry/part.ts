import type { Material } from '../surface/material.ts'
import { chain, type Frame, here } from './frame.ts'
import type { Shape } from './shape.ts'

/** One piece of one material, standing somewhere. */
export interface Part {
  shape: Shape
  material: Material
  frame: Frame
  /** False for walls and floors that light from outside must pass. */
  castsShadow: boolean
}

export function part(shape: Shape, material: Material, frame: Frame = here, castsShadow = true): Part {
  return { shape, material, frame, castsShadow }
}

/** The parts moved and turned together. */
export function placed(parts: Part[], ...frames: Frame[]): Part[] {
  const frame = chain(...frames)
  return parts.map((p) => ({ ...p, frame: chain(frame, p.frame) }))
}
