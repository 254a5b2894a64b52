import { rod } from '../geometry/bar.ts'
import { box } from '../geometry/box.ts'
import { through } from '../geometry/curve.ts'
import { chain, move, turnX } from '../geometry/frame.ts'
import { type Part, part } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { cylinder } from '../geometry/turned.ts'
import { track } from '../geometry/written.ts'
import { bands } from '../surface/line.ts'
import type { Pattern } from '../surface/material.ts'
import { brass, leather, painted, patterned, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

export function radio({ main, second, detail }: Colours): Thing {
  const handle = through(track('-140,185,0 -130,222,0 -70,235,0 70,235,0 130,222,0 140,185,0'))
  return {
    rests: 'table',
    size: [0.34, 0.24, 0.13],
    parts: [
      part(box(0.33, 0.18, 0.11, 0.028, 4), painted(main, 0.5), move(0, 0.102, 0)),
      part(box(0.298, 0.148, 0.008, 0.018, 3), timber(detail, 'x', 0.3, 0.3), move(0, 0.102, 0.0535)),
      part(
        box(0.168, 0.128, 0.006, 0.012, 3),
        patterned(second, grille, { relief: true }),
        move(-0.057, 0.102, 0.0565),
      ),
      part(box(0.092, 0.05, 0.004, 0.008, 3), painted('#f0e6cd', 0.5), move(0.09, 0.14, 0.0565)),
      part(box(0.0015, 0.04, 0.002, 0.0005), painted('#c0392b'), move(0.102, 0.14, 0.0593)),
      ...[-0.03, -0.015, 0, 0.015, 0.03].map((x, i) =>
        part(
          box(0.001, i % 2 ? 0.008 : 0.014, 0.001, 0.0004),
          painted('#3a3029'),
          move(0.09 + x, 0.128, 0.0588),
        ),
      ),
      ...knob(0.066),
      ...knob(0.115),
      part(pipe(handle, 0.0075, 10), leather('#5b3a26')),
      ...[-1, 1].map((s) => part(rod([s * 0.14, 0.178, 0], [s * 0.14, 0.195, 0], 0.009), brass)),
      ...[-0.13, 0.13].map((x) =>
        part(cylinder(0.013, 0.013, 0, 0.014, 16), painted('#2a211c'), move(x, 0, 0.02)),
      ),
      ...[-0.13, 0.13].map((x) =>
        part(cylinder(0.013, 0.013, 0, 0.014, 16), painted('#2a211c'), move(x, 0, -0.03)),
      ),
    ],
  }
}

function knob(x: number): Part[] {
  const front = chain(move(x, 0.077, 0.0565), turnX(Math.PI / 2))
  return [
    part(cylinder(0.0205, 0.0185, 0, 0.016, 28), brass, front),
    part(cylinder(0.0185, 0.0185, 0.016, 0.0175, 28), painted('#efe2c4', 0.4), front),
    part(box(0.0018, 0.012, 0.001, 0.0004), painted('#3a3029'), move(x + 0.004, 0.085, 0.0743)),
  ]
}

/** Slats of cloth before the loudspeaker. */
const grille: Pattern = (_x, y, _z, pixel, out) => {
  const slat = bands(y, 0.0085, 0.62, pixel)
  const tone = 0.55 + 0.45 * slat
  for (let i = 0; i < 3; i++) out[i] = tone
  out[3] = slat * 0.001
}
