import { type Cells, gather, LIGHT_SIZE, lightBetween, lightOn } from './cells.ts'
import type { Lights } from './lights.ts'
import { f32, f64, u8, u32 } from './numbers.ts'
import { ownColour, pixelOn } from './own-colour.ts'
import { group, sampleOf } from './samples.ts'
import { SHINE_SIZE, shineOn } from './shine.ts'
import {
  layPlane,
  newPlane,
  type Plane,
  patternSpotOn,
  SPOT_SIZE,
  type Spot,
  spotAt,
  spotOn,
} from './spot.ts'
import { ACROSS, DOWN, SAMPLES, SHIFT, type View } from './view.ts'

/** What fell on the film: linear light, three numbers a pixel, and how far away it came from. */
export interface Exposure {
  width: number
  height: number
  light: Float32Array
  /** Metres along the line of sight; the nearest of the pixel. */
  distance: Float32Array
}

/** No single sample is brighter, so that a glint on an edge does not sparkle. */
const BRIGHTEST = 5

/** Where nothing is. */
const FARTHEST = 1000

/**
 * Light within this range of distances, in metres, is drawn pixel by pixel; elsewhere the lens blurs it anyway and
 * patterns are asked once a block.
 */
export interface SharpRange {
  from: number
  to: number
}

export function expose(view: View, lights: Lights, sharp: SharpRange): Exposure {
  const { width, height } = view
  const film: Exposure = {
    width,
    height,
    light: new Float32Array(width * height * 3),
    distance: new Float32Array(width * height),
  }
  const work: Work = {
    cells: gather(view, lights),
    spot: new Float64Array(SPOT_SIZE),
    light: new Float64Array(LIGHT_SIZE),
    colour: new Float64Array(3),
    shine: new Float64Array(SHINE_SIZE),
    plane: newPlane(),
    nearest: 1 / sharp.from,
    farthest: 1 / sharp.to,
    counts: new Uint8Array(SAMPLES),
  }
  for (let y = 0; y < height; y += BLOCK)
    for (let x = 0; x < width; x += BLOCK) {
      if (!exposeBlock(view, lights, x, y, work, film)) exposeEach(view, lights, x, y, work, film)
    }
  return film
}

/** Pixels each way that are looked at together where one triangle covers them all. */
const BLOCK = 2

/**
 * A block that one triangle covers: light and reflection are the same for its pixels, and so is all where the
 * material is plain. False, and nothing done, for any other.
 */
function exposeBlock(view: View, lights: Lights, x: number, y: number, work: Work, film: Exposure): boolean {
  const face = soleFace(view, x, y) - 1
  if (face < 0) return false
  const { spot, light, colour, shine, plane, cells } = work
  const number = view.world.owner[face] ?? 0
  const part = view.world.parts[number]
  layPlane(view, face, plane)
  spotOn(plane, x + 1, y + 1, spot)
  if (!part || !lightBetween(cells, number, spot, x + 1, y + 1, light)) return false
  const { gloss, pattern } = part.material
  if (gloss) shineOn(view, lights, part.material, spot, light, shine)
  const pixel = pattern ? pixelOn(view, spot) : 0
  const near = f64(spot, 9)
  const each = pattern && !part.material.broad && near < work.nearest && near > work.farthest
  for (let i = 0; i < 4; i++) {
    const px = x + (i & 1)
    const py = y + (i >> 1)
    if (i === 0 || each) {
      patternSpotOn(plane, px + 0.5, py + 0.5, spot)
      ownColour(part, spot, pixel, light, colour)
      if (gloss) addShine(colour, shine)
    }
    const at = py * film.width + px
    film.light[at * 3] = Math.min(BRIGHTEST, f64(colour, 0))
    film.light[at * 3 + 1] = Math.min(BRIGHTEST, f64(colour, 1))
    film.light[at * 3 + 2] = Math.min(BRIGHTEST, f64(colour, 2))
    film.distance[at] = 1 / (spot[9] ?? 1)
  }
  return true
}

function addShine(colour: Float64Array, shine: Float64Array): void {
  colour[0] = f64(colour, 0) * (shine[3] ?? 1) + f64(shine, 0)
  colour[1] = f64(colour, 1) * (shine[4] ?? 1) + f64(shine, 1)
  colour[2] = f64(colour, 2) * (shine[5] ?? 1) + f64(shine, 2)
}

/** The triangle (numbered from 1) that covers every sample of a block; 0 where there is none such. */
function soleFace({ faces, scan, width, height }: View, x: number, y: number): number {
  if (x + BLOCK > width || y + BLOCK > height) return 0
  const corner = y * DOWN * scan.width + x * ACROSS
  const face = u32(faces, corner)
  for (let row = corner, end = corner + BLOCK * DOWN * scan.width; row < end; row += scan.width)
    for (let k = row; k < row + BLOCK * ACROSS; k++) if (faces[k] !== face) return 0
  return face
}

function exposeEach(view: View, lights: Lights, x: number, y: number, work: Work, film: Exposure): void {
  for (let py = y; py < Math.min(view.height, y + BLOCK); py++)
    for (let px = x; px < Math.min(view.width, x + BLOCK); px++) exposePixel(view, lights, px, py, work, film)
}

interface Work {
  cells: Cells
  spot: Spot
  light: Float64Array
  colour: Float64Array
  shine: Float64Array
  plane: Plane
  /** The sharp range as 1 / distance. */
  nearest: number
  farthest: number
  /** For each sample of the pixel: how many samples it speaks for. */
  counts: Uint8Array
}

function exposePixel(view: View, lights: Lights, x: number, y: number, work: Work, film: Exposure): void {
  const { faces, scan } = view
  const corner = y * DOWN * scan.width + x * ACROSS
  const { spot, colour, counts } = work
  group(view, corner, counts)
  const at = (y * film.width + x) * 3
  let nearest = 0
  let weights = 0
  for (let i = 0; i < SAMPLES; i++) {
    const count = u8(counts, i)
    const face = count === 0 ? 0 : u32(faces, sampleOf(corner, i, scan.width))
    if (face === 0) continue
    const row = (i / ACROSS) | 0
    const px = count === SAMPLES ? x + 0.5 : x + ((i % ACROSS) + 0.5 + (SHIFT[row] ?? 0)) / ACROSS
    const py = count === SAMPLES ? y + 0.5 : y + (row + 0.5) / DOWN
    exposeSample(view, lights, face - 1, px, py, work)
    const weight = count / (1 + f64(colour, 1))
    film.light[at] = f32(film.light, at) + Math.min(BRIGHTEST, f64(colour, 0)) * weight
    film.light[at + 1] = f32(film.light, at + 1) + Math.min(BRIGHTEST, f64(colour, 1)) * weight
    film.light[at + 2] = f32(film.light, at + 2) + Math.min(BRIGHTEST, f64(colour, 2)) * weight
    weights += weight
    nearest = Math.max(nearest, f64(spot, 9))
  }
  if (weights === 0) weights = 1
  for (let c = 0; c < 3; c++) film.light[at + c] = f32(film.light, at + c) / weights
  film.distance[at / 3] = nearest === 0 ? FARTHEST : 1 / nearest
}

function exposeSample(view: View, lights: Lights, face: number, px: number, py: number, work: Work): void {
  const { spot, light, colour, shine, cells } = work
  const number = spotAt(view, face, px, py, spot)
  const part = view.world.parts[number]
  if (!part) return
  if (!lightBetween(cells, number, spot, px, py, light)) lightOn(view, lights, number, spot, light)
  ownColour(part, spot, pixelOn(view, spot), light, colour)
  if (!part.material.gloss) return
  shineOn(view, lights, part.material, spot, light, shine)
  addShine(colour, shine)
}
