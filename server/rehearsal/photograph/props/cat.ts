import { blob, type Distance } from '../geometry/blob.ts'
import { through } from '../geometry/curve.ts'
import { bone, egg, melted } from '../geometry/distance.ts'
import { move } from '../geometry/frame.ts'
import { once } from '../geometry/once.ts'
import { type Part, part } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import type { Shape } from '../geometry/shape.ts'
import { ball } from '../geometry/soft.ts'
import type { Vec } from '../geometry/vec.ts'
import { fur } from '../surface/cloth.ts'
import type { Pattern } from '../surface/material.ts'
import { noise } from '../surface/noise.ts'
import { matt, patterned } from '../surface/stuff.ts'

export type Coat = 'ginger' | 'grey' | 'black'

const COATS: Record<Coat, string> = { ginger: '#c88a4e', grey: '#8d8a86', black: '#3a3735' }

/** A cat asleep on folded paws, nose along +x, on the origin; 45 cm long. */
export function sleepingCat(coat: Coat): Part[] {
  return [furred(asleepBody(), coat), ...face([0.127, 0.105, 0.03], 'closed')]
}

/** A cat that sits and looks along +x; 40 cm tall. */
export function sittingCat(coat: Coat): Part[] {
  return [furred(sittingBody(), coat), ...face([0.047, 0.325, 0], 'open')]
}

function furred(body: Shape, coat: Coat): Part {
  return part(body, patterned(COATS[coat], coated(coat)))
}

function ears(x: number, y: number, z: number): Distance[] {
  return [-1, 1].flatMap((side) => [
    bone([x - 0.012, y + 0.03, z + side * 0.033], [x - 0.012, y + 0.078, z + side * 0.042], 0.02, 0.0035),
    bone([x - 0.012, y + 0.03, z + side * 0.02], [x - 0.012, y + 0.076, z + side * 0.041], 0.014, 0.003),
  ])
}

const asleep = melted(
  0.05,
  egg([-0.085, 0.088, -0.01], 0.135, 0.088, 0.105),
  egg([0.02, 0.085, 0], 0.105, 0.08, 0.088),
  egg([0.075, 0.085, 0.015], 0.07, 0.07, 0.072),
)
const asleepHead = melted(
  0.018,
  egg([0.125, 0.105, 0.03], 0.05, 0.046, 0.055),
  egg([0.163, 0.092, 0.033], 0.022, 0.019, 0.03),
  ...ears(0.125, 0.1, 0.03),
)
const asleepLimbs = melted(
  0.015,
  bone([0.06, 0.024, -0.05], [0.175, 0.02, -0.025], 0.026, 0.021),
  bone([0.06, 0.024, 0.07], [0.165, 0.02, 0.075], 0.026, 0.021),
  bone([-0.2, 0.035, 0.03], [-0.16, 0.028, 0.105], 0.03, 0.027),
  bone([-0.16, 0.028, 0.105], [-0.04, 0.025, 0.13], 0.027, 0.024),
  bone([-0.04, 0.025, 0.13], [0.06, 0.022, 0.12], 0.024, 0.017),
  egg([-0.13, 0.055, 0.075], 0.062, 0.055, 0.045),
)
const asleepBody = once(() =>
  blob(
    melted(0.02, melted(0.012, asleep, asleepLimbs), asleepHead),
    [-0.26, -0.01, -0.16],
    [0.24, 0.24, 0.2],
    0.0115,
  ),
)

const trunk = melted(
  0.055,
  egg([-0.05, 0.085, 0], 0.1, 0.085, 0.098),
  egg([-0.025, 0.165, 0], 0.075, 0.105, 0.075),
  egg([0.01, 0.235, 0], 0.05, 0.075, 0.058),
)
const sittingHead = melted(
  0.018,
  egg([0.045, 0.325, 0], 0.05, 0.047, 0.056),
  egg([0.083, 0.311, 0], 0.022, 0.019, 0.03),
  ...ears(0.045, 0.325, 0),
)
const sittingLimbs = melted(
  0.015,
  bone([0.03, 0.19, -0.034], [0.05, 0.022, -0.033], 0.03, 0.019),
  bone([0.03, 0.19, 0.034], [0.05, 0.022, 0.033], 0.03, 0.019),
  bone([0.05, 0.016, -0.033], [0.075, 0.015, -0.033], 0.018, 0.016),
  bone([0.05, 0.016, 0.033], [0.075, 0.015, 0.033], 0.018, 0.016),
  egg([-0.03, 0.06, -0.085], 0.062, 0.06, 0.038),
  egg([-0.03, 0.06, 0.085], 0.062, 0.06, 0.038),
  bone([0.0, 0.016, -0.1], [0.04, 0.015, -0.095], 0.02, 0.017),
  bone([0.0, 0.016, 0.1], [0.04, 0.015, 0.095], 0.02, 0.017),
  bone([-0.14, 0.026, 0.02], [-0.13, 0.022, 0.11], 0.024, 0.022),
  bone([-0.13, 0.022, 0.11], [-0.03, 0.019, 0.15], 0.021, 0.018),
  bone([-0.03, 0.019, 0.15], [0.06, 0.018, 0.13], 0.018, 0.012),
)
const sittingBody = once(() =>
  blob(
    melted(0.022, melted(0.014, trunk, sittingLimbs), sittingHead),
    [-0.18, -0.01, -0.14],
    [0.14, 0.45, 0.19],
    0.0115,
  ),
)

function face([x, y, z]: Vec, eyes: 'open' | 'closed'): Part[] {
  const nose = part(
    ball(0.006, 0.0045, 0.007, 8),
    matt('#b9766c'),
    move(x + 0.058, y - 0.008, z + (eyes === 'closed' ? 0.003 : 0)),
  )
  const eye = (side: number) =>
    eyes === 'open'
      ? [
          part(
            ball(0.0055, 0.0092, 0.0092, 10),
            { ...matt('#b8a84a'), gloss: 0.9 },
            move(x + 0.0405, y + 0.011, z + side * 0.0225),
          ),
          part(
            ball(0.0036, 0.0076, 0.0034, 8),
            { ...matt('#0c0a08'), gloss: 0.9 },
            move(x + 0.0438, y + 0.011, z + side * 0.0228),
          ),
        ]
      : [
          part(
            pipe(
              through([
                [x + 0.041, y + 0.013, z + side * 0.012],
                [x + 0.043, y + 0.007, z + side * 0.024],
                [x + 0.032, y + 0.012, z + side * 0.036],
              ]),
              0.002,
              6,
            ),
            matt('#2a1c14'),
          ),
        ]
  return [nose, ...eye(-1), ...eye(1)]
}

function coated(coat: Coat): Pattern {
  const hair = fur(0.4)
  return (x, y, z, pixel, out) => {
    hair(x, y, z, pixel, out)
    const stripe =
      coat === 'black' ? 0 : Math.max(0, Math.sin(x * 62 + 2.4 * noise(x * 9, y * 9, z * 9)) - 0.2)
    const belly = y < 0.05 ? (coat === 'black' ? 0.2 : 0.9) * (1 - y / 0.05) : 0
    for (let i = 0; i < 3; i++) out[i] = (out[i] ?? 0) * (1 - 0.38 * stripe) * (1 + belly * 0.6)
  }
}
