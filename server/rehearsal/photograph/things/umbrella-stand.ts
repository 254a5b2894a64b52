import { rod } from '../geometry/bar.ts'
import { through } from '../geometry/curve.ts'
import { move, turnX, turnY, turnZ } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { grid } from '../geometry/shape.ts'
import { thrown, turned } from '../geometry/turned.ts'
import { outline } from '../geometry/written.ts'
import { iron, painted, steel, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

/** A tube of bent rods between two rings, on a dish. Two umbrellas and a rolled one with a hook. */
export function umbrellaStand({ main, second, detail }: Colours): Thing {
  const coat = painted(main, 0.55)
  const ring = (y: number, r = 0.115) =>
    part(
      pipe(
        Array.from(
          { length: 41 },
          (_, i) => [r * Math.cos((i * Math.PI) / 20), y, r * Math.sin((i * Math.PI) / 20)] as const,
        ),
        0.0065,
        8,
      ),
      coat,
    )
  const rods = Array.from({ length: 12 }, (_, i) => {
    const a = (i * Math.PI) / 6
    const at = (r: number, y: number, turn: number) =>
      [r * Math.cos(a + turn), y, r * Math.sin(a + turn)] as const
    return part(
      pipe(through([at(0.115, 0.025, 0), at(0.095, 0.27, 0.26), at(0.115, 0.52, 0.52)]), 0.0045, 7),
      coat,
    )
  })
  return {
    rests: 'floor',
    size: [0.34, 0.9, 0.34],
    parts: [
      part(thrown(DISH, 48), coat),
      ring(0.52),
      ring(0.27, 0.0965),
      ...rods,
      ...placed(umbrella(second, 'crook'), move(0.045, 0.03, 0.03), turnY(0.6), turnZ(-0.09)),
      ...placed(umbrella(detail, 'knob'), move(-0.05, 0.03, 0.01), turnY(2), turnX(0.09)),
      ...placed(umbrella('#2f3a33', 'crook'), move(0.0, 0.03, -0.05), turnY(3.6), turnZ(-0.05)),
    ],
  }
}

function umbrella(hex: string, handle: 'crook' | 'knob'): Part[] {
  const folds = grid(
    36,
    24,
    (u, v) => {
      const a = u * 2 * Math.PI
      const r =
        (0.012 + 0.03 * Math.sin(Math.min(1, v * 1.1) * Math.PI * 0.62)) *
        (1 + 0.28 * Math.cos(a * 8 + v * 3))
      return [r * Math.cos(a), 0.06 + v * 0.58, r * Math.sin(a)]
    },
    { closedAcross: true },
  )
  const top = 0.72
  const grip =
    handle === 'crook'
      ? part(
          pipe(
            through([
              [0, top, 0],
              [0, top + 0.1, 0],
              [0.012, top + 0.135, 0],
              [0.04, top + 0.148, 0],
              [0.066, top + 0.13, 0],
              [0.07, top + 0.1, 0],
            ]),
            0.0095,
            12,
          ),
          timber('#8a5a34', 'y', 0.25, 0.5),
        )
      : part(
          thrown([
            [0.008, top],
            [0.012, top + 0.03],
            [0.021, top + 0.07],
            [0.017, top + 0.092],
            [0, top + 0.1],
          ]),
          timber('#c79d6b', 'y', 0.2, 0.5),
        )
  return [
    part(folds, painted(hex, 0.25)),
    part(rod([0, 0, 0], [0, top + 0.01, 0], 0.0045, 8), steel),
    part(
      turned(
        [
          [0.044, 0.55],
          [0.044, 0.565],
        ],
        20,
      ),
      iron(hex),
    ),
    grip,
  ]
}

const DISH = outline('0,4 125,4 135,8 142,30 144,31! 146,28 138,2 130,0 0,0')
