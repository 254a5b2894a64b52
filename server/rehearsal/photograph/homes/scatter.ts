import { move, turnY } from '../geometry/frame.ts'
import { type Part, placed } from '../geometry/part.ts'
import type { Chance } from '../seed.ts'

/** Something that may stand beside the thing, and how much room it takes. */
export interface Extra {
  parts: Part[]
  radius: number
}

/** A rectangle of a table or floor, in metres. */
export interface Area {
  y: number
  left: number
  right: number
  back: number
  front: number
}

/** A place that is taken, seen from above. */
export interface Circle {
  x: number
  z: number
  radius: number
}

/** Puts things down where they touch neither each other nor what is `taken`; what finds no place is left out. */
export function scatter(chance: Chance, area: Area, taken: Circle[], extras: Extra[]): Part[] {
  const circles = [...taken]
  return extras.flatMap(({ parts, radius }) => {
    for (let attempt = 0; attempt < 24; attempt++) {
      const x = chance.between(area.left + radius, area.right - radius)
      const z = chance.between(area.back + radius, Math.max(area.back + radius, area.front - radius))
      if (circles.some((c) => Math.hypot(c.x - x, c.z - z) < c.radius + radius)) continue
      circles.push({ x, z, radius })
      return placed(parts, move(x, area.y, z), turnY(chance.between(0, 6.28)))
    }
    return []
  })
}
