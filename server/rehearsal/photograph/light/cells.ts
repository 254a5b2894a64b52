import type { Vec } from '../geometry/vec.ts'
import { irradiance } from './irradiance.ts'
import type { Lights } from './lights.ts'
import { f32, f64, u32 } from './numbers.ts'
import { SPOT_SIZE, type Spot, spotAt } from './spot.ts'
import { addSun } from './sunlight.ts'
import { ACROSS, DOWN, type View } from './view.ts'

/** Light is gathered once for every square of this many pixels each way and spread between them. */
const CELL = 4

/** Cells whose normals and distances differ by more are other surfaces. */
const ALIKE_FACING = 0.8
const ALIKE_DISTANCE = 0.06
/** The same between two parts, as between two leaves. */
const OTHER_DISTANCE = 0.008

/** Numbers a cell keeps: light 0-2, where it comes from 3-5, normal 6-8, 1 / distance 9, part 10 (-1: nothing). */
const CELL_SIZE = 11

/** Numbers of light: red, green, blue, then its brightness as a vector towards where it comes from. */
export const LIGHT_SIZE = 6

export interface Cells {
  columns: number
  rows: number
  values: Float32Array
}

export function gather(view: View, lights: Lights): Cells {
  const columns = Math.ceil(view.width / CELL)
  const rows = Math.ceil(view.height / CELL)
  const values = new Float32Array(columns * rows * CELL_SIZE)
  const spot = new Float64Array(SPOT_SIZE)
  const light = new Float64Array(LIGHT_SIZE)
  const { faces } = view
  const { width, height } = view.scan
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const start = (row * columns + column) * CELL_SIZE
      const sampleX = Math.min(width - 1, column * CELL * ACROSS + ((CELL * ACROSS) >> 1))
      const sampleY = Math.min(height - 1, row * CELL * DOWN + ((CELL * DOWN) >> 1))
      const seen = u32(faces, sampleY * width + sampleX)
      values[start + 10] = -1
      if (seen === 0) continue
      const px = (sampleX + 0.5) / ACROSS
      const py = (sampleY + 0.5) / DOWN
      values[start + 10] = spotAt(view, seen - 1, px, py, spot)
      skyOn(view, lights, f32(values, start + 10), spot, light)
      for (let i = 0; i < LIGHT_SIZE; i++) values[start + i] = f64(light, i)
      for (let i = 0; i < 4; i++) values[start + 6 + i] = f64(spot, i === 3 ? 9 : 3 + i)
    }
  return withSun(view, lights, smoothed({ columns, rows, values }))
}

/** Adds the sun, whose edges are sharp: the mean of four places in each cell. */
function withSun(view: View, lights: Lights, cells: Cells): Cells {
  if (!lights.sun) return cells
  const { columns, rows, values } = cells
  const spot = new Float64Array(SPOT_SIZE)
  const light = new Float64Array(LIGHT_SIZE + 1)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const start = (row * columns + column) * CELL_SIZE
      if (turnedAway(values, start, lights.sun.toward)) continue
      light.fill(0)
      for (let i = 0; i < 4; i++) {
        const px = Math.min(view.width - 1, column * CELL + (i & 1) * 2 + 1)
        const py = Math.min(view.height - 1, row * CELL + (i >> 1) * 2 + 1)
        const seen = u32(view.faces, py * DOWN * view.scan.width + px * ACROSS)
        if (seen === 0 || view.world.owner[seen - 1] !== values[start + 10]) continue
        spotAt(view, seen - 1, px + 0.25, py + 0.25, spot)
        addSun(lights, spot, 1, light)
        light[6] = f64(light, 6) + 1
      }
      for (let i = 0; i < LIGHT_SIZE; i++)
        values[start + i] = f32(values, start + i) + f64(light, i) / Math.max(1, f64(light, 6))
    }
  return cells
}

function turnedAway(values: Float32Array, at: number, [x, y, z]: Vec): boolean {
  return f32(values, at + 6) * x + f32(values, at + 7) * y + f32(values, at + 8) * z <= 0
}

/** Lights that differ by more than this share are an edge of sun or shadow and stay apart. */
const SAME_LIGHT = 0.3

/** Each cell's light as the mean of those about it on the same surface: it takes away the steps of the shadow maps. */
function smoothed({ columns, rows, values }: Cells): Cells {
  const out = values.slice()
  for (let row = 1; row < rows - 1; row++)
    for (let column = 1; column < columns - 1; column++) {
      const at = (row * columns + column) * CELL_SIZE
      if (f32(values, at + 10) >= 0) smooth(values, columns * CELL_SIZE, at, out)
    }
  return { columns, rows, values: out }
}

/** One cell and its eight neighbours; `down` is how much farther the next row begins. */
function smooth(values: Float32Array, down: number, at: number, out: Float32Array): void {
  let count = 1
  for (let k = 0; k < 9; k++) {
    const other = at + (((k / 3) | 0) - 1) * down + ((k % 3) - 1) * CELL_SIZE
    if (k === 4 || !sameLight(values, at, other)) continue
    for (let n = 0; n < LIGHT_SIZE; n++) out[at + n] = f32(out, at + n) + f32(values, other + n)
    count++
  }
  for (let n = 0; n < LIGHT_SIZE; n++) out[at + n] = f32(out, at + n) / count
}

function sameLight(values: Float32Array, a: number, b: number): boolean {
  if (values[a + 10] !== values[b + 10]) return false
  const facing =
    f32(values, a + 6) * f32(values, b + 6) +
    f32(values, a + 7) * f32(values, b + 7) +
    f32(values, a + 8) * f32(values, b + 8)
  return facing > 0.95 && Math.abs(f32(values, b + 1) / (values[a + 1] || 1e-6) - 1) < SAME_LIGHT
}

const behind = new Float64Array(LIGHT_SIZE)
const turned = new Float64Array(SPOT_SIZE)

/** All light on a spot. */
export function lightOn(view: View, lights: Lights, part: number, spot: Spot, light: Float64Array): void {
  skyOn(view, lights, part, spot, light)
  addSun(lights, spot, 1, light)
}

/** The light but the sun's, with what comes through from behind where the material lets it. */
function skyOn(view: View, lights: Lights, part: number, spot: Spot, light: Float64Array): void {
  irradiance(lights, spot, light)
  const sheer = view.world.parts[part]?.material.sheer ?? 0
  if (sheer === 0) return
  turned.set(spot)
  for (let i = 3; i < 6; i++) turned[i] = -f64(spot, i)
  irradiance(lights, turned, behind)
  addSun(lights, turned, 1, behind)
  for (let i = 0; i < 3; i++) light[i] = f64(light, i) * (1 - sheer * 0.4) + f64(behind, i) * sheer
}

/**
 * The light on a spot from the four cells around pixel (px, py) that lie on the same surface; false where none
 * of them does and the light has to be gathered for the spot itself.
 */
export function lightBetween(
  { columns, rows, values }: Cells,
  part: number,
  spot: Spot,
  px: number,
  py: number,
  light: Float64Array,
): boolean {
  const u = px / CELL - 0.5
  const v = py / CELL - 0.5
  const i = Math.floor(u)
  const j = Math.floor(v)
  const nx = f64(spot, 3)
  const ny = f64(spot, 4)
  const nz = f64(spot, 5)
  const distance = 1 / (spot[9] ?? 1)
  let r = 0
  let g = 0
  let b = 0
  let x = 0
  let y = 0
  let z = 0
  let sum = 0
  for (let k = 0; k < 4; k++) {
    const column = i + (k & 1)
    const row = j + (k >> 1)
    if (column < 0 || row < 0 || column >= columns || row >= rows) continue
    const start = (row * columns + column) * CELL_SIZE
    const owner = values[start + 10] ?? -1
    if (owner < 0) continue
    const facing = f32(values, start + 6) * nx + f32(values, start + 7) * ny + f32(values, start + 8) * nz
    const near = f32(values, start + 9) * distance
    const slack = owner === part ? ALIKE_DISTANCE : OTHER_DISTANCE
    if (facing < ALIKE_FACING || near < 1 - slack || near > 1 + slack) continue
    const weight = (1 - Math.abs(u - column)) * (1 - Math.abs(v - row)) * (facing - ALIKE_FACING) + 1e-5
    r += weight * f32(values, start)
    g += weight * f32(values, start + 1)
    b += weight * f32(values, start + 2)
    x += weight * f32(values, start + 3)
    y += weight * f32(values, start + 4)
    z += weight * f32(values, start + 5)
    sum += weight
  }
  if (sum < 1e-4) return false
  light[0] = r / sum
  light[1] = g / sum
  light[2] = b / sum
  light[3] = x / sum
  light[4] = y / sum
  light[5] = z / sum
  return true
}
