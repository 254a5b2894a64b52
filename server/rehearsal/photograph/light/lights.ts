import { add, cross, dot, length, sub, times, unit, type Vec } from '../geometry/vec.ts'
import { blend, type Rgb, shade } from '../surface/colour.ts'
import { type Casters, castersNear, type Focus, type ShadowMap, shadowMap } from './shadow.ts'
import type { Lamp, Opening, Sun, Surroundings } from './surroundings.ts'
import type { World } from './world.ts'

/** One ray's worth of a window or lamp: a point that shines, with the shadows it throws. */
export interface Glint {
  at: Vec
  /** Where it shines; null for every way alike. */
  facing: Vec | null
  light: Rgb
  map: ShadowMap | null
}

/** One direction's worth of the light that comes from all about. */
export interface Ray {
  toward: Vec
  light: Rgb
  map: ShadowMap
}

export interface Lights {
  surroundings: Surroundings
  glints: Glint[]
  rays: Ray[]
  sun: (Sun & { maps: ShadowMap[] }) | null
}

/** How many shadow maps are drawn, and how many cells they have each way. */
export interface Care {
  window: number
  windowMap: number
  rays: number
  rayMap: number
  sunMap: number
}

export function lightsOf(world: World, focus: Focus, surroundings: Surroundings, care: Care): Lights {
  const casters = castersNear(world, focus)
  const share = Math.max(1, Math.round(care.window / Math.max(1, surroundings.windows.length)))
  return {
    surroundings,
    glints: [
      ...surroundings.windows.flatMap((w, i) => windowGlints(casters, w, i, share, care.windowMap)),
      ...surroundings.lamps.flatMap((lamp, i) => lampGlints(casters, lamp, i, care.windowMap)),
    ],
    rays: domeRays(casters, surroundings, care),
    sun: surroundings.sun && {
      ...surroundings.sun,
      maps: sunMaps(casters, surroundings.sun, care.sunMap),
    },
  }
}

/** Points spread over a window by the R2 sequence (Roberts 2018), each with its part of the window's light. */
function windowGlints(
  casters: Casters,
  window: Opening,
  number: number,
  count: number,
  size: number,
): Glint[] {
  const area = 4 * length(window.across) * length(window.upward)
  const normal = unit(cross(window.across, window.upward))
  const facing = dot(normal, sub(casters.focus.centre, window.centre)) < 0 ? times(normal, -1) : normal
  return Array.from({ length: count }, (_, i) => {
    const u = ((0.5 + (i + 1) * 0.7548776662) % 1) * 1.8 - 0.9
    const v = ((0.5 + (i + 1) * 0.569840291) % 1) * 1.8 - 0.9
    const at = add(window.centre, add(times(window.across, u), times(window.upward, v)))
    return {
      at,
      facing,
      light: shade(window.light, area / (Math.PI * count)),
      map: shadowMap(casters, unit(sub(at, casters.focus.centre)), size, `window ${number} ${i}`),
    }
  })
}

function lampGlints(casters: Casters, lamp: Lamp, number: number, size: number): Glint[] {
  if (!lamp.shadows) return [{ at: lamp.at, facing: lamp.beam, light: lamp.light, map: null }]
  const toward = unit(sub(lamp.at, casters.focus.centre))
  const side = unit(cross(toward, [0.3, 1, 0.2]))
  const up = cross(side, toward)
  return [0, 1, 2, 3].map((i) => {
    const angle = 0.6 + (i * Math.PI) / 2
    const off = add(times(side, Math.cos(angle) * lamp.size), times(up, Math.sin(angle) * lamp.size))
    const at = add(lamp.at, off)
    return {
      at,
      facing: lamp.beam,
      light: shade(lamp.light, 1 / 4),
      map: shadowMap(casters, unit(sub(at, casters.focus.centre)), size, `lamp ${number} ${i}`),
    }
  })
}

/** Directions over the upper half of the sky, evenly by a Fibonacci spiral, a little of the lower half with them. */
function domeRays(casters: Casters, { ambience }: Surroundings, care: Care): Ray[] {
  return Array.from({ length: care.rays }, (_, i) => {
    const y = 0.02 + 0.96 * ((i + 0.5) / care.rays)
    const around = i * Math.PI * (3 - Math.sqrt(5))
    const r = Math.sqrt(1 - y * y)
    const toward: Vec = [r * Math.cos(around), y, r * Math.sin(around)]
    return {
      toward,
      light: shade(blend(ambience.level, ambience.above, y), 2 / care.rays),
      map: shadowMap(casters, toward, care.rayMap, `ray ${i}`),
    }
  })
}

function sunMaps(casters: Casters, sun: Sun, size: number): ShadowMap[] {
  const side = unit(cross([0, 1, 0], sun.toward))
  const up = cross(sun.toward, side)
  return [0, 1].map((i) => {
    const angle = 0.8 + i * Math.PI
    const off = add(times(side, Math.cos(angle) * sun.blur), times(up, Math.sin(angle) * sun.blur))
    return shadowMap(casters, unit(add(sun.toward, off)), size, `sun ${i}`)
  })
}
