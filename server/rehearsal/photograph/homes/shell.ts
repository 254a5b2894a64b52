import { box, flat } from '../geometry/box.ts'
import { type Frame, move } from '../geometry/frame.ts'
import { type Part, part } from '../geometry/part.ts'
import type { Shape } from '../geometry/shape.ts'
import { colour } from '../surface/colour.ts'
import type { Material } from '../surface/material.ts'
import { bricks, chequered, concrete, plaster, terrazzo, tiles, wallpaper } from '../surface/stone.ts'
import { painted, patterned, ratio } from '../surface/stuff.ts'
import { boards, herringbone, panelling } from '../surface/wood.ts'
import type { Palette } from './palettes.ts'

/** Kinds of room; each has its own walls and floors. */
export type RoomKind = 'flat' | 'panelled' | 'kitchen' | 'cabin' | 'loft' | 'papered' | 'concrete' | 'attic'

/** How far the side walls are from the middle, in metres. */
export const HALF_WIDTH = 2.5
const CEILING = 2.6
const NEAR = 5

/** Walls, floor and ceiling; the back wall stands at `back`. */
export function shell(kind: RoomKind, palette: Palette, back: number): Part[] {
  const wall = wallOf(kind, palette)
  const deep = NEAR - back
  const ceiling = kind === 'cabin' ? wall : patterned('#efebe2', plaster, { broad: true })
  return [
    part(flat([-HALF_WIDTH, 0, back], [2 * HALF_WIDTH, 0, 0], [0, CEILING, 0]), wall, undefined, false),
    part(flat([-HALF_WIDTH, 0, back], [0, 0, deep], [0, CEILING, 0]), wall, undefined, false),
    part(flat([HALF_WIDTH, 0, back], [0, 0, deep], [0, CEILING, 0]), wall, undefined, false),
    part(flat([-HALF_WIDTH, CEILING, back], [2 * HALF_WIDTH, 0, 0], [0, 0, deep]), ceiling, undefined, false),
    part(
      flat([-HALF_WIDTH, 0, back], [2 * HALF_WIDTH, 0, 0], [0, 0, deep]),
      floorOf(kind, palette),
      undefined,
      false,
    ),
    ...skirting(kind, palette, back),
  ]
}

function wallOf(kind: RoomKind, { wall, trim, wood }: Palette): Material {
  if (kind === 'cabin') return patterned(mixedHex(wood, '#dcc9a8'), panelling(0.12, 0.2), { gloss: 0.2 })
  if (kind === 'loft') return patterned('#e4dfd5', bricks(0.14))
  if (kind === 'papered') return patterned(wall, wallpaper(0.16, ratio(wall, mixedHex(wall, trim))))
  if (kind === 'concrete') return patterned('#a9a49b', concrete)
  if (kind === 'attic') return patterned(trim, panelling(0.1, 0.02))
  return patterned(wall, plaster, { broad: true })
}

function floorOf(kind: RoomKind, { floor, wall }: Palette): Material {
  if (kind === 'flat') return patterned(floor, herringbone(0.07), { gloss: 0.38 })
  if (kind === 'kitchen')
    return patterned('#d9d2c3', chequered(0.3, ratio('#d9d2c3', '#8a8f88')), { gloss: 0.4 })
  if (kind === 'loft') return patterned('#8f8a80', concrete, { gloss: 0.3 })
  if (kind === 'concrete') return patterned('#c9c2b4', terrazzo, { gloss: 0.45 })
  if (kind === 'papered') return patterned(floor, boards(0.16, 2.4, 0.32), { gloss: 0.32 })
  if (kind === 'attic') return patterned(mixedHex(wall, '#e6dfd0'), boards(0.13, 3, 0.08), { gloss: 0.25 })
  return patterned(floor, boards(0.13, 2, 0.28), { gloss: 0.3 })
}

/** Skirting, and where the room has one a wainscot or tiles up to the elbow. */
function skirting(kind: RoomKind, { trim, wood, wall }: Palette, back: number): Part[] {
  const wide = 2 * HALF_WIDTH
  if (kind === 'loft' || kind === 'concrete') return []
  const paint = painted(kind === 'cabin' ? wood : trim, 0.25)
  const base = onWall(box(wide, 0.11, 0.018, 0.005), paint, move(0, 0.055, back + 0.009))
  if (kind === 'panelled')
    return [
      base,
      onWall(
        box(wide, 0.9, 0.012, 0.002),
        patterned(trim, panelling(0.085, 0), { gloss: 0.2 }),
        move(0, 0.5, back + 0.006),
      ),
      onWall(box(wide, 0.04, 0.034, 0.012), paint, move(0, 0.965, back + 0.016)),
    ]
  if (kind === 'kitchen')
    return [
      base,
      onWall(
        box(wide, 0.62, 0.01, 0.001),
        patterned('#e9e4d8', tiles(0.15, 0.0755, colour('#cfc8ba'), 'running'), { gloss: 0.75 }),
        move(0, 1.2, back + 0.004),
      ),
      onWall(box(wide, 0.02, 0.02, 0.006), painted(mixedHex(wall, trim), 0.3), move(0, 1.52, back + 0.01)),
    ]
  return [base]
}

/** What lies on the wall throws no shadow of its own: it would be finer than the shadow maps can show. */
function onWall(shape: Shape, material: Material, frame: Frame): Part {
  return part(shape, material, frame, false)
}

/** Half-way between two `#rrggbb`, as the eye counts. */
export function mixedHex(a: string, b: string): string {
  const byte = (hex: string, i: number) => Number.parseInt(hex.slice(i, i + 2), 16)
  const half = (i: number) =>
    Math.round((byte(a, i) + byte(b, i)) / 2)
      .toString(16)
      .padStart(2, '0')
  return `#${half(1)}${half(3)}${half(5)}`
}
