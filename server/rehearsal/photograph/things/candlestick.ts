import { rod } from '../geometry/bar.ts'
import { through } from '../geometry/curve.ts'
import { move } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { cylinder, thrown } from '../geometry/turned.ts'
import { outline } from '../geometry/written.ts'
import { colour } from '../surface/colour.ts'
import { glowing, iron, matt, wax } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

/** How high each of the three cups stands, and how much of its candle is left. */
const CUPS = [
  { x: -0.105, y: 0.19, candle: 0.15 },
  { x: 0, y: 0.235, candle: 0.19 },
  { x: 0.105, y: 0.15, candle: 0.17 },
]

export function candlestick({ main, second, detail }: Colours, lit: boolean): Thing {
  const black = iron(main)
  const arm = (x: number, y: number) =>
    part(
      pipe(
        through(
          [
            [0, 0.075, 0],
            [x * 0.55, 0.08, 0],
            [x * 0.97, 0.11, 0],
            [x, y - 0.005, 0],
          ],
          8,
        ),
        0.0062,
        10,
      ),
      black,
    )
  return {
    rests: 'table',
    size: [0.27, 0.46, 0.13],
    parts: [
      part(thrown(FOOT), black),
      part(rod([0, 0.01, 0], [0, 0.235, 0], 0.0065), black),
      arm(-0.105, 0.19),
      arm(0.105, 0.15),
      ...CUPS.flatMap((cup) =>
        placed(burning(cup.candle, second, detail, black, lit), move(cup.x, cup.y, 0)),
      ),
    ],
    lamps: lit
      ? CUPS.map(({ x, y, candle }) => ({
          at: [x, y + candle + 0.03, 0] as const,
          light: [0.1, 0.062, 0.028] as const,
          size: 0.01,
          beam: null,
        }))
      : [],
  }
}

function burning(tall: number, hex: string, flame: string, black: Part['material'], lit: boolean): Part[] {
  const candle = [
    part(thrown(CUP, 28), black),
    part(
      thrown(
        [
          [0.0108, 0.004],
          [0.0103, tall * 0.5],
          [0.01, tall - 0.004],
          [0.0085, tall],
          [0.006, tall - 0.002],
          [0, tall - 0.003],
        ],
        24,
      ),
      { ...wax, colour: colour(hex), ...(lit ? { glow: [0.12, 0.07, 0.025] as const } : {}) },
    ),
    part(cylinder(0.0011, 0.0009, tall - 0.004, tall + 0.008, 6), matt('#2a2320')),
  ]
  if (!lit) return candle
  return [...candle, part(thrown(FLAME, 16), glowing(flame, 5), move(0, tall + 0.004, 0), false)]
}

const FOOT = outline('0,0 62,0! 63,5 50,11 20,17 9,32 6.5,60')

const CUP = outline('4,-12 16,-6 24,1 24,4 15,5 13.5,22 12.5,22 11.5,6')

const FLAME = outline('0,0 4.2,6 5.2,14 3.6,27 1.2,39 0,44')
