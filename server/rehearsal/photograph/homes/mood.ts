import type { Chance } from '../seed.ts'
import { blend, colour, type Rgb, shade, tint } from '../surface/colour.ts'
import type { Palette } from './palettes.ts'

export type Hour = 'morning' | 'overcast' | 'afternoon' | 'dusk' | 'night'

/** The light of one hour, and how a telephone renders it. */
export interface Mood {
  hour: Hour
  /** What one sees looking out of the window. */
  window: Rgb
  sun: Rgb | null
  /** 0 to 1: leaves before the sun. */
  leaves: number
  /** The light that has bounced about, before the walls colour it. */
  about: Rgb
  /** A lamp that burns in the room, in light at one metre; null by day. */
  lamp: Rgb | null
  warmth: number
  contrast: number
  saturation: number
  /** Mean brightness that the telephone aims at, of 1. */
  key: number
  grain: number
}

export function moodFor(chance: Chance, hours: readonly [Hour, ...Hour[]]): Mood {
  const hour = chance.pick(hours)
  const mood = MOODS[hour]
  return {
    ...mood,
    hour,
    leaves: mood.leaves > 0 && chance.happens(0.6) ? chance.between(0.5, 0.95) : 0,
    warmth: mood.warmth + chance.between(-0.22, 0.22),
    contrast: mood.contrast + chance.between(-0.12, 0.12),
    saturation: mood.saturation + chance.between(-0.07, 0.07),
    key: mood.key * chance.between(0.88, 1.12),
  }
}

const MOODS: Record<Hour, Omit<Mood, 'hour'>> = {
  morning: {
    window: [4.6, 5.2, 5.9],
    sun: [6.6, 5.5, 4.0],
    leaves: 1,
    about: [0.37, 0.39, 0.42],
    lamp: null,
    warmth: 0.05,
    contrast: 0.42,
    saturation: 0.92,
    key: 0.5,
    grain: 0.8,
  },
  overcast: {
    window: [6.6, 7.1, 7.7],
    sun: null,
    leaves: 0,
    about: [0.46, 0.47, 0.49],
    lamp: null,
    warmth: 0,
    contrast: 0.4,
    saturation: 0.9,
    key: 0.5,
    grain: 0.9,
  },
  afternoon: {
    window: [4.2, 4.3, 4.4],
    sun: [7.2, 5.3, 3.3],
    leaves: 1,
    about: [0.36, 0.34, 0.32],
    lamp: null,
    warmth: 0.12,
    contrast: 0.45,
    saturation: 0.94,
    key: 0.46,
    grain: 0.8,
  },
  dusk: {
    window: [0.62, 0.86, 1.35],
    sun: null,
    leaves: 0,
    about: [0.075, 0.085, 0.11],
    lamp: [0.62, 0.41, 0.215],
    warmth: 0.05,
    contrast: 0.42,
    saturation: 0.9,
    key: 0.34,
    grain: 1.5,
  },
  night: {
    window: [0.02, 0.03, 0.055],
    sun: null,
    leaves: 0,
    about: [0.085, 0.062, 0.042],
    lamp: [0.85, 0.55, 0.28],
    warmth: 0.08,
    contrast: 0.48,
    saturation: 0.88,
    key: 0.3,
    grain: 1.9,
  },
}

/** What one sees looking up, level and down in a room with these walls and this floor. */
export function ambienceOf(
  { about }: Mood,
  { wall, floor }: Palette,
): { above: Rgb; level: Rgb; below: Rgb } {
  const white: Rgb = [0.82, 0.8, 0.77]
  return {
    above: tint(about, shade(blend(white, colour(wall), 0.15), 1.25)),
    level: tint(about, shade(blend(white, colour(wall), 0.6), 1.15)),
    below: tint(about, shade(colour(floor), 1.0)),
  }
}
