import { bar } from '../geometry/bar.ts'
import { blob } from '../geometry/blob.ts'
import { block, bone, melted } from '../geometry/distance.ts'
import { move, turnX } from '../geometry/frame.ts'
import { once } from '../geometry/once.ts'
import { part, placed } from '../geometry/part.ts'
import { pillow } from '../geometry/soft.ts'
import { cloth, timber } from '../surface/stuff.ts'
import type { Colours, Thing } from './thing.ts'

/** A high back that turns forward into the arms, a thick seat, four splayed legs, one small cushion. */
export function armchair({ main, second, detail }: Colours): Thing {
  const wool = cloth(main, 0.009, 0.3)
  const leg = (x: number, z: number) =>
    part(
      bar([x * 1.14, 0, z * 1.12], [x, 0.2, z], 0.03, 0.03, 0.012),
      timber(second, 'y', 0.2, 0.35, x * 9 + z),
    )
  return {
    rests: 'floor',
    size: [0.82, 0.98, 0.84],
    parts: [
      part(body(), wool),
      ...placed(
        [part(pillow(0.6, 0.62, 0.2, 5), wool, turnX(-Math.PI / 2))],
        move(0, 0.385, 0.07),
        turnX(0.05),
      ),
      ...placed(
        [part(pillow(0.4, 0.26, 0.12, 3.4), cloth(detail, 0.007, 0.2))],
        move(0.03, 0.585, -0.13),
        turnX(-0.32),
      ),
      leg(-0.27, 0.27),
      leg(0.27, 0.27),
      leg(-0.24, -0.26),
      leg(0.24, -0.26),
    ],
  }
}

const base = block([0, 0.26, 0.02], [0.36, 0.075, 0.35], 0.06)
const back = block([0, 0.62, 0], [0.34, 0.34, 0.075], 0.07)
const arms = (side: number) => block([side * 0.355, 0.4, 0.02], [0.062, 0.17, 0.33], 0.06)
const wing = (side: number) => bone([side * 0.33, 0.86, -0.3], [side * 0.36, 0.55, -0.12], 0.05, 0.055)
const frame = melted(
  0.07,
  base,
  (x, y, z) => back(x, y, z + 0.27 + (y - 0.4) * 0.2 - x * x * 0.55),
  arms(1),
  arms(-1),
  wing(1),
  wing(-1),
)
/** A finger's width is taken off for the stretch of the cloth. */
const shell = (x: number, y: number, z: number) => frame(x, y, z) - 0.002
const body = once(() => blob(shell, [-0.46, 0.12, -0.46], [0.46, 1.02, 0.44], 0.022))
