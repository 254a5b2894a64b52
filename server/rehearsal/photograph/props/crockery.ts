import { rod } from '../geometry/bar.ts'
import { through } from '../geometry/curve.ts'
import { move, turnY, turnZ } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { ball } from '../geometry/soft.ts'
import { cylinder, thrown } from '../geometry/turned.ts'
import { outline, track } from '../geometry/written.ts'
import { matt, painted, porcelain, stoneware, timber } from '../surface/stuff.ts'

/** Things for a table, all standing on the origin. */

export function mug(hex: string, coffee = true): Part[] {
  const wall = thrown(outline('0,3 30,0 36,4 40,50 40.5,88 39.5,90 37.5,88 36.5,50 31,10 0,8'))
  const ear = through(track('38,72,0 62,73,0 67,46,0 37,22,0'))
  return [
    part(wall, stoneware(hex)),
    part(pipe(ear, 0.0052, 10), stoneware(hex)),
    ...(coffee ? [part(cylinder(0.0365, 0.0365, 0.07, 0.074, 32), painted('#2c1a10', 0.8))] : []),
  ]
}

export function bottle(hex: string, tall = 0.24): Part[] {
  const k = tall / 0.24
  return [
    part(
      thrown([
        [0, 0],
        [0.036 * k, 0],
        [0.036 * k, 0],
        [0.039 * k, 0.006],
        [0.039 * k, 0.12 * k],
        [0.03 * k, 0.15 * k],
        [0.0135 * k, 0.175 * k],
        [0.0125 * k, 0.225 * k],
        [0.016 * k, 0.23 * k],
        [0.016 * k, 0.24 * k],
        [0.012 * k, 0.24 * k],
        [0.01 * k, 0.22 * k],
      ]),
      painted(hex, 0.75),
    ),
  ]
}

export function bowl(hex: string, r = 0.09): Part[] {
  return [
    part(
      thrown([
        [0, 0.002],
        [r * 0.42, 0],
        [r * 0.45, 0.004],
        [r * 0.8, r * 0.32],
        [r, r * 0.72],
        [r * 1.01, r * 0.75],
        [r * 0.97, r * 0.75],
        [r * 0.75, r * 0.33],
        [r * 0.4, r * 0.1],
        [0, r * 0.08],
      ]),
      stoneware(hex),
    ),
  ]
}

export function plate(hex: string, r = 0.13): Part[] {
  return [
    part(
      thrown([
        [0, 0.002],
        [r * 0.6, 0],
        [r * 0.63, 0.003],
        [r * 0.98, 0.02],
        [r, 0.022],
        [r * 0.97, 0.024],
        [r * 0.62, 0.009],
        [0, 0.007],
      ]),
      porcelain(hex),
    ),
  ]
}

/** A jar of wooden spoons and a whisk's handle. */
export function utensils(hex: string): Part[] {
  const spoon = (lean: number, turn: number, salt: number) =>
    placed(
      [
        part(rod([0, 0.02, 0], [0, 0.27, 0], 0.0055, 8), timber('#b98a58', 'y', 0.2, 0.2, salt)),
        part(ball(0.024, 0.034, 0.007, 10), timber('#b98a58', 'y', 0.2, 0.2, salt), move(0, 0.295, 0)),
      ],
      turnY(turn),
      turnZ(lean),
    )
  return [
    part(thrown(outline('0,0 50,0! 54,6 55,135 53,138 50,135 50,50')), stoneware(hex)),
    ...spoon(0.16, 0.4, 1),
    ...spoon(-0.14, 1.5, 2),
    ...spoon(0.13, 2.9, 3),
    ...spoon(0.08, 4.6, 4),
  ]
}

export function candle(hex: string, tall = 0.12): Part[] {
  return [
    part(
      thrown([
        [0, 0],
        [0.032, 0],
        [0.032, 0],
        [0.034, 0.004],
        [0.034, tall],
        [0.031, tall + 0.003],
        [0.01, tall - 0.003],
        [0, tall - 0.003],
      ]),
      { ...matt(hex), gloss: 0.3, sheer: 0.15 },
    ),
    part(cylinder(0.0012, 0.001, tall - 0.004, tall + 0.012, 6), matt('#2a2320')),
  ]
}
