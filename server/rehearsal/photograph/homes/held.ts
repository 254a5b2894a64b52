import { cornersOf } from '../geometry/bounds.ts'
import { add, length, sub, type Vec } from '../geometry/vec.ts'
import type { Aim } from '../light/camera.ts'
import { framed } from '../light/framing.ts'
import type { Chance } from '../seed.ts'
import type { Thing } from '../things/thing.ts'
import type { Setting } from './setting.ts'

/** How somebody holds the telephone. */
export interface Held {
  aim: Aim
  /** Radians to the right of straight ahead. */
  yaw: number
  distance: number
}

export function aimAt(chance: Chance, { stand, view }: Setting, thing: Thing, aspect: number): Held {
  const yaw = (chance.between(-view.yaw, view.yaw) * Math.PI) / 180
  const pitch = (chance.between(...view.pitch) * Math.PI) / 180
  const toward: Vec = [Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch)]
  const angle = chance.between(...view.angle)
  const highest = stand[1] + 0.6
  const corners = cornersOf(thing.parts).map((c): Vec => {
    const [x, y, z] = add(c, stand)
    return [x, thing.rests === 'ceiling' ? Math.min(y, highest) : y, z]
  })
  const aim = framed(corners, toward, angle, chance.between(...view.fill), aspect)
  const [x, y, z] = aim.eye
  return {
    yaw,
    distance: length(sub(aim.eye, aim.at)),
    aim: {
      ...aim,
      eye: [x, Math.max(0.15, y), z],
      lean: chance.between(-1, 1) ** 3 * 4,
      shift: [chance.between(-0.1, 0.1), chance.between(-0.07, 0.07) + (view.lift ?? 0)],
    },
  }
}
