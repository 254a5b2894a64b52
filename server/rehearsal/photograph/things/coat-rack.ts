import { rod } from '../geometry/bar.ts'
import { box } from '../geometry/box.ts'
import { through } from '../geometry/curve.ts'
import { move, turnY } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { grid } from '../geometry/shape.ts'
import { ball, pillow } from '../geometry/soft.ts'
import { thrown } from '../geometry/turned.ts'
import { smoothstep } from '../geometry/vec.ts'
import { outline, track } from '../geometry/written.ts'
import type { Material } from '../surface/material.ts'
import { cloth, iron, knitted, leather, painted, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

const PEGS = [-0.34, -0.17, 0, 0.17, 0.34]

/** A board with five pegs and a narrow shelf above; a raincoat, a bag and a hat always hang there. */
export function coatRack({ main, second, detail }: Colours): Thing {
  const wood = timber(main, 'x', 0.18, 0.3)
  const peg = (x: number) => [
    part(rod([x, 0, 0.02], [x, 0.022, 0.085], 0.008), iron(second)),
    part(ball(0.0165), iron(second), move(x, 0.024, 0.088)),
  ]
  return {
    rests: 'wall',
    size: [0.92, 1.0, 0.24],
    parts: [
      part(box(0.9, 0.1, 0.022, 0.006), wood, move(0, 0, 0.012)),
      part(box(0.9, 0.02, 0.17, 0.005), timber(main, 'x', 0.18, 0.3, 4), move(0, 0.075, 0.086)),
      ...PEGS.flatMap(peg),
      ...placed(coat(painted(detail, 0.45), 0.24, 0.62), move(PEGS[0] ?? 0, 0.01, 0.075)),
      ...placed(bag(), move(PEGS[2] ?? 0, 0.012, 0.07)),
      ...placed(coat(cloth('#5a6b78', 0.007), 0.2, 0.52), move(PEGS[4] ?? 0, 0.01, 0.075), turnY(0.15)),
      ...placed(hat(), move(0.12, 0.088, 0.09)),
    ],
  }
}

/** A coat hung by its loop: narrow at the neck, wide and folded below. */
function coat(material: Material, wide: number, long: number): Part[] {
  const body = grid(
    60,
    26,
    (u, v) => {
      const a = u * 2 * Math.PI
      const open = 0.22 + 0.78 * smoothstep(0, 0.25, v)
      const fold = 1 + 0.1 * Math.sin(a * 7 + 1) * smoothstep(0.15, 0.9, v) + 0.05 * Math.sin(a * 3)
      const x = Math.cos(a) * (wide / 2) * open * fold * (0.82 + 0.25 * v)
      const z = Math.sin(a) * 0.055 * (0.4 + 0.6 * open) * fold + 0.012
      return [x, -v * long + 0.035 * (1 - v), z]
    },
    { closedAcross: true },
  )
  const sleeve = (s: number) =>
    part(
      pipe(
        through([
          [s * wide * 0.3, -0.06, 0.01],
          [s * wide * 0.5, -0.14, 0.02],
          [s * wide * 0.56, -long * 0.5, 0.03],
          [s * wide * 0.54, -long * 0.74, 0.045],
        ]),
        (v) => 0.046 - 0.008 * v,
        14,
      ),
      material,
    )
  const hood = part(pillow(wide * 0.62, 0.13, 0.1, 2.2, 12), material, move(0, -0.02, 0.03))
  return [part(body, material), sleeve(1), sleeve(-1), hood]
}

function bag(): Part[] {
  const strap = through(track('-75,-300,20 -60,-120,15 0,12,10 60,-120,15 75,-300,20'))
  return [
    part(pipe(strap, 0.006, 8), leather('#8a5a34')),
    part(pillow(0.25, 0.25, 0.085, 4), cloth('#c9bda4', 0.006), move(0, -0.39, 0.04)),
    part(box(0.07, 0.05, 0.004, 0.002), leather('#8a5a34'), move(0, -0.34, 0.082)),
  ]
}

function hat(): Part[] {
  return [
    part(thrown(outline('98,0 101,12 98,42! 95,70 75,115 35,137 0,140')), knitted('#a8443c', 0.011)),
    part(ball(0.034), knitted('#eee4cf', 0.008), move(0, 0.158, 0)),
  ]
}
