import { cornersOf } from './geometry/bounds.ts'
import { flat } from './geometry/box.ts'
import { here, move, turnY } from './geometry/frame.ts'
import { type Part, part, placed } from './geometry/part.ts'
import { grid } from './geometry/shape.ts'
import { add, unit, type Vec } from './geometry/vec.ts'
import { framed } from './light/framing.ts'
import type { Scene } from './light/shoot.ts'
import type { Opening } from './light/surroundings.ts'
import { blend, colour, type Rgb, shade } from './surface/colour.ts'
import { matt } from './surface/stuff.ts'
import type { Thing } from './things/thing.ts'

/** A scene whose first `model` parts are the thing; the rest is the backdrop. */
export interface StudioScene extends Scene {
  model: number
}

/** The printed catalogue's own studio: a paper sweep, one large soft box from the left, a white room around. */
export function studioScene(thing: Thing, paper: string): StudioScene {
  const reach = Math.max(...thing.size)
  const onWall = thing.rests === 'wall' || thing.rests === 'lean'
  const stand: Vec = [0, { wall: 1.2, ceiling: 1.6, floor: 0, table: 0, flat: 0, lean: 0 }[thing.rests], 0]
  const model = placed(thing.parts, move(...stand), turnY(onWall ? 0 : thing.rests === 'flat' ? 0.5 : -0.35))
  const cord = thing.rests === 'ceiling'
  const corners = cornersOf(model).map(([x, y, z]): Vec => [x, cord ? Math.min(y, stand[1] + 0.5) : y, z])
  const toward = unit([onWall ? -0.3 : 0, thing.rests === 'flat' ? 1.1 : cord ? 0.1 : onWall ? 0.12 : 0.3, 1])
  const aim = framed(corners, toward, 26, 0.66, 1)
  return {
    parts: [...model, ...backdrop(onWall, reach, paper)],
    model: model.length,
    aim: { ...aim, shift: [0, thing.rests === 'ceiling' ? 0.06 : 0] },
    focus: { centre: aim.at, radius: reach * 1.4 },
    surroundings: {
      windows: [softBox(aim.at, reach)],
      sun: null,
      lamps: [],
      ambience: surround(paper),
      floor: 0,
      walls: onWall ? [{ at: [0, 0, 0], facing: [0, 0, 1] }] : [],
    },
  }
}

/** Paper that runs from the floor up the wall in one curve; a plain wall and floor for what needs a wall. */
function backdrop(onWall: boolean, reach: number, paper: string): Part[] {
  const half = reach * 9
  const sheet = matt(paper)
  if (onWall)
    return [
      part(flat([-half, 0, 0], [2 * half, 0, 0], [0, half, 0]), sheet, here, false),
      part(flat([-half, 0, 0], [2 * half, 0, 0], [0, 0, half]), sheet, here, false),
    ]
  const bend = reach * 0.9
  const back = reach * 1.6
  const sweep = grid(1, 24, (u, v) => {
    const x = (u - 0.5) * 2 * half
    if (v < 0.25) return [x, 0, half * (1 - v * 4) - back + bend]
    if (v > 0.75) return [x, bend + (v - 0.75) * 4 * half, -back]
    const a = ((v - 0.25) / 0.5) * (Math.PI / 2)
    return [x, bend * (1 - Math.cos(a)), -back + bend * (1 - Math.sin(a))]
  })
  return [part(sweep, sheet, here, false)]
}

function softBox(middle: Vec, k: number): Opening {
  return {
    centre: add(middle, [-2.2 * k, 2.1 * k, 1.5 * k]),
    across: [0.62 * k, 0, 0.9 * k],
    upward: [0.5 * k, 0.9 * k, -0.34 * k],
    light: [7.2, 7.0, 6.7],
    panes: { columns: 1, rows: 1, bar: 0 },
  }
}

function surround(paper: string): { above: Rgb; level: Rgb; below: Rgb } {
  const white: Rgb = [0.56, 0.555, 0.55]
  return {
    above: white,
    level: blend(shade(white, 0.8), colour(paper), 0.25),
    below: shade(colour(paper), 0.4),
  }
}
