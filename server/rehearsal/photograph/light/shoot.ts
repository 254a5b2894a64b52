import type { Part } from '../geometry/part.ts'
import { type Aim, cameraFor } from './camera.ts'
import { type Exposure, expose, type SharpRange } from './expose.ts'
import { type Care, lightsOf } from './lights.ts'
import type { Focus } from './shadow.ts'
import type { Surroundings } from './surroundings.ts'
import { look, type View } from './view.ts'
import { worldOf } from './world.ts'

/** Everything before the lens, and where the lens stands. */
export interface Scene {
  parts: Part[]
  surroundings: Surroundings
  aim: Aim
  /** Where the shadows matter. */
  focus: Focus
}

/** Enough shadow maps for soft light in a telephone's picture. */
export const TELEPHONE_CARE: Care = { window: 6, windowMap: 224, rays: 10, rayMap: 176, sunMap: 384 }

const EVERYTHING: SharpRange = { from: 0.01, to: 1000 }

/** Takes the picture: what fell on the film, and what was seen where. The view lives until the next is taken. */
export function shoot(
  scene: Scene,
  width: number,
  height: number,
  care = TELEPHONE_CARE,
  sharp: SharpRange = EVERYTHING,
): { film: Exposure; view: View } {
  const world = worldOf(scene.parts)
  const view = look(world, cameraFor(scene.aim), width, height)
  return { film: expose(view, lightsOf(world, scene.focus, scene.surroundings, care), sharp), view }
}
