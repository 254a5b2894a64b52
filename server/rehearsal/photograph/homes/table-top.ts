import { move } from '../geometry/frame.ts'
import { type Part, placed } from '../geometry/part.ts'
import { print } from '../props/wall-things.ts'
import type { Material } from '../surface/material.ts'
import { painted, timber } from '../surface/stuff.ts'
import type { Circle } from './scatter.ts'
import type { Framing, Place } from './setting.ts'
import { mixedHex } from './shell.ts'

/** How one holds the telephone before a table. */
export const TABLE_VIEW: Framing = { yaw: 24, pitch: [7, 24], fill: [0.4, 0.64], angle: [28, 40] }

/** The radius that the thing takes on a table. */
export const around = (place: Place): number => Math.max(place.thing.size[0], place.thing.size[2]) / 2 + 0.015

/** What the thing takes of a table, standing `z` from its middle: before one that leans on the wall nothing may stand. */
export function taken(place: Place, z: number): Circle[] {
  const own = { x: 0, z, radius: around(place) }
  return place.thing.rests === 'lean' ? [own, { ...own, z: z + 0.2 }, { ...own, z: z + 0.4 }] : [own]
}

/** A table top, planed or painted. */
export function tops({ chance, palette }: Place): Material {
  return chance.happens(0.25)
    ? painted(mixedHex(palette.trim, palette.wood), 0.45)
    : timber(palette.wood, 'x', chance.between(0.16, 0.3), 0.35, chance.between(0, 9))
}

/** A print or two on the wall `away` behind the origin. */
export function onWall({ chance, palette }: Place, away: number, y: number): Part[] {
  if (chance.happens(0.35)) return []
  const first = placed(
    print(chance, 0.4, 0.52, [...palette.cloth]),
    move(chance.between(-0.6, -0.2), y, -away),
  )
  if (chance.happens(0.5)) return first
  return [
    ...first,
    ...placed(
      print(chance, 0.3, 0.3, [...palette.cloth].reverse()),
      move(chance.between(0.28, 0.6), y - 0.05, -away),
    ),
  ]
}
