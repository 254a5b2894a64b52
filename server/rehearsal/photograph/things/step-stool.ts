import { bar } from '../geometry/bar.ts'
import { box } from '../geometry/box.ts'
import { move } from '../geometry/frame.ts'
import { type Part, part } from '../geometry/part.ts'
import { painted, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

export function stepStool({ main, second }: Colours): Thing {
  return {
    rests: 'floor',
    size: [0.46, 0.49, 0.48],
    parts: [
      ...flank(-1, second),
      ...flank(1, second),
      part(box(0.43, 0.024, 0.24, 0.008), painted(main, 0.45), move(0, 0.47, -0.07)),
      part(box(0.43, 0.022, 0.18, 0.008), painted(main, 0.45), move(0, 0.248, 0.125)),
      part(bar([-0.18, 0.2, -0.17], [0.18, 0.2, -0.17], 0.026, 0.016), timber(second, 'y', 0.14)),
      part(bar([-0.18, 0.44, -0.15], [0.18, 0.44, -0.15], 0.03, 0.016), timber(second, 'y', 0.14, 0.3, 5)),
    ],
  }
}

function flank(side: number, hex: string): Part[] {
  const wood = (salt: number) => timber(hex, 'y', 0.14, 0.3, side + salt)
  return [
    part(bar([side * 0.195, 0, 0.22], [side * 0.165, 0.46, -0.02], 0.022, 0.036), wood(0)),
    part(bar([side * 0.195, 0, -0.22], [side * 0.165, 0.46, -0.14], 0.022, 0.036), wood(3)),
    part(bar([side * 0.182, 0.225, -0.175], [side * 0.182, 0.225, 0.19], 0.018, 0.026), wood(5)),
  ]
}
