import { box } from '../geometry/box.ts'
import { apply, chain, type Frame, move } from '../geometry/frame.ts'
import { type Part, part, placed } from '../geometry/part.ts'
import { grid } from '../geometry/shape.ts'
import { smoothstep, sub, type Vec } from '../geometry/vec.ts'
import type { Opening } from '../light/surroundings.ts'
import type { Rgb } from '../surface/colour.ts'
import type { Pattern } from '../surface/material.ts'
import { noise } from '../surface/noise.ts'
import { painted } from '../surface/stuff.ts'

export interface WindowPlan {
  wide: number
  tall: number
  columns: number
  rows: number
  trim: string
  /** What one sees looking out, at its brightest. */
  light: Rgb
  /** Chooses the view. */
  salt: number
}

/** A window on a wall: its middle goes where the frame says, z towards the room. */
export function windowAt(plan: WindowPlan, frame: Frame): { parts: Part[]; opening: Opening } {
  const { wide, tall, columns, rows, trim, light, salt } = plan
  const pane = grid(1, 1, (u, v) => [(u - 0.5) * wide, (v - 0.5) * tall, 0.004])
  const wood = painted(trim, 0.3)
  const bar = 0.035
  const upright = (x: number, w: number) => part(box(w, tall + 0.06, 0.05, 0.006), wood, move(x, 0, 0.02))
  const level = (y: number, h: number) => part(box(wide + 0.06, h, 0.05, 0.006), wood, move(0, y, 0.02))
  const parts = [
    part(
      pane,
      { colour: [0, 0, 0], glow: light, pattern: outside(salt, tall), gloss: 0.4 },
      undefined,
      false,
    ),
    upright(-wide / 2 - 0.02, 0.09),
    upright(wide / 2 + 0.02, 0.09),
    level(tall / 2 + 0.02, 0.09),
    level(-tall / 2 - 0.02, 0.09),
    ...Array.from({ length: columns - 1 }, (_, i) => upright(((i + 1) / columns - 0.5) * wide, bar)),
    ...Array.from({ length: rows - 1 }, (_, i) => level(((i + 1) / rows - 0.5) * tall, bar)),
  ]
  const origin = apply(frame, [0, 0, 0])
  const toward = (p: Vec) => sub(apply(frame, p), origin)
  return {
    parts: placed(
      parts.map((p) => ({ ...p, castsShadow: false })),
      frame,
    ),
    opening: {
      centre: apply(chain(frame), [0, 0, 0.02]),
      across: toward([wide / 2, 0, 0]),
      upward: toward([0, tall / 2, 0]),
      light,
      panes: { columns, rows, bar: bar / (wide / columns) },
    },
  }
}

/** Sky over a wood and a far slope; too bright and too far to see more. */
function outside(salt: number, tall: number): Pattern {
  return (x, y, _z, pixel, out) => {
    const v = y / tall + 0.5
    const slope = 0.42 + 0.1 * noise(x * 1.1 + salt, 3, 1)
    const wood = 0.25 + 0.13 * noise(x * 3.1 + salt * 3, 7, 2) + 0.05 * noise(x * 11 + salt, y * 8, 3)
    const soft = 0.03 + pixel
    const far = 1 - smoothstep(slope - soft, slope + soft, v)
    const near = 1 - smoothstep(wood - soft, wood + soft, v)
    const glow = 0.82 + 0.18 * smoothstep(0.3, 1, v)
    const tree = 0.2 + 0.07 * noise(x * 9 + salt, y * 9, 5)
    out[0] = mixed(mixed(glow, 0.52, far), tree * 0.95, near)
    out[1] = mixed(mixed(glow, 0.6, far), tree * 1.12, near)
    out[2] = mixed(mixed(glow * 1.03, 0.66, far), tree * 0.72, near)
  }
}

function mixed(a: number, b: number, k: number): number {
  return a + (b - a) * k
}
