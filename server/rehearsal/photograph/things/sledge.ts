import { bar } from '../geometry/bar.ts'
import { through } from '../geometry/curve.ts'
import { type Part, part } from '../geometry/part.ts'
import { pipe } from '../geometry/pipe.ts'
import { grid } from '../geometry/shape.ts'
import { add, cross, sub, times, unit, type Vec } from '../geometry/vec.ts'
import { track } from '../geometry/written.ts'
import type { Material } from '../surface/material.ts'
import { matt, painted, steel, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

/** Runners that curl up in front, four struts, five slats, a rope. Its length is along x, the front to the right. */
export function sledge({ main, second }: Colours): Thing {
  const ash = (salt: number) => timber(main, 'y', 0.2, 0.35, salt)
  const slat = (z: number, i: number) =>
    part(bar([-0.44, 0.262, z], [0.36, 0.262, z], 0.016, 0.046, 0.006), i % 2 ? painted(second, 0.4) : ash(i))
  const rope = through(
    track('600,335,-160 680,190,-130 790,60,-50 840,20,50 740,60,130 640,200,150 600,335,160'),
    7,
  )
  return {
    rests: 'floor',
    size: [1.25, 0.38, 0.42],
    parts: [
      ...runner(-0.17, ash(1)),
      ...runner(0.17, ash(2)),
      ...[-0.3, 0.24].flatMap((x, i) => [
        part(bar([x, 0.02, -0.17], [x - 0.02, 0.25, -0.15], 0.034, 0.024, 0.006), ash(3 + i)),
        part(bar([x, 0.02, 0.17], [x - 0.02, 0.25, 0.15], 0.034, 0.024, 0.006), ash(5 + i)),
        part(bar([x - 0.02, 0.238, -0.21], [x - 0.02, 0.238, 0.21], 0.03, 0.034, 0.006), ash(7 + i)),
      ]),
      ...[-0.17, -0.085, 0, 0.085, 0.17].map(slat),
      part(bar([0.585, 0.335, -0.19], [0.585, 0.335, 0.19], 0.026, 0.026, 0.01), ash(9)),
      part(pipe(rope, 0.006, 8), matt('#b3342c')),
    ],
  }
}

/** A bent board on edge with a strip of steel under it. */
function runner(z: number, wood: Material): Part[] {
  const curl = track(
    '-500,35,0 -450,18,0 -100,16,0 300,18,0 460,50,0 560,140,0 600,250,0 580,335,0 530,375,0',
  )
  const line = through(
    curl.map(([x, y]): Vec => [x, y, z]),
    8,
  )
  return [
    part(band(line, 0.028, 0.026), wood),
    part(
      band(
        line.map((p, i) => add(p, times(below(line, i), 0.0145))),
        0.003,
        0.02,
      ),
      steel,
    ),
  ]
}

function below(line: Vec[], i: number): Vec {
  const way = sub(line[Math.min(line.length - 1, i + 1)] ?? [0, 0, 0], line[Math.max(0, i - 1)] ?? [0, 0, 0])
  return unit(cross([0, 0, -1], way))
}

/** A four-sided strip along a line in a plane of constant z. */
function band(line: Vec[], thick: number, wide: number) {
  const corners = [
    [1, 1],
    [1, -1],
    [-1, -1],
    [-1, 1],
  ] as const
  return grid(
    8,
    line.length - 1,
    (u, v) => {
      const i = Math.round(v * (line.length - 1))
      const k = Math.round(u * 8)
      const [a, b] = corners[Math.floor(((k + 1) % 8) / 2)] ?? [1, 1]
      const p = line[i] ?? [0, 0, 0]
      return add(add(p, times(below(line, i), (-a * thick) / 2)), [0, 0, (b * wide) / 2])
    },
    { closedAcross: true, coords: (u, v) => [u * 0.06, v * 1.3, 0] },
  )
}
