import { grid, type Shape } from './shape.ts'

const TURN = 2 * Math.PI

/** A stuffed square: a cushion, a loaf, a pillow. Puffed in the middle, thin at the seam. */
export function pillow(width: number, height: number, depth: number, square = 2.6, cells = 22): Shape {
  const power = (x: number, k: number) => Math.sign(x) * Math.abs(x) ** k
  return grid(
    cells * 2,
    cells,
    (u, v) => {
      const [a, b] = [u * TURN, (v - 0.5) * Math.PI]
      const k = 2 / square
      return [
        (width / 2) * power(Math.cos(b), 0.75) * power(Math.cos(a), k),
        (height / 2) * power(Math.cos(b), 0.75) * power(Math.sin(a), k),
        (depth / 2) * Math.sin(b),
      ]
    },
    { closedAcross: true },
  )
}

/** A ball drawn out along the axes. */
export function ball(rx: number, ry = rx, rz = rx, cells = 16): Shape {
  return grid(
    cells * 2,
    cells,
    (u, v) => {
      const [a, b] = [u * TURN, (v - 0.5) * Math.PI]
      return [rx * Math.cos(b) * Math.cos(a), ry * Math.sin(b), -rz * Math.cos(b) * Math.sin(a)]
    },
    { closedAcross: true },
  )
}
