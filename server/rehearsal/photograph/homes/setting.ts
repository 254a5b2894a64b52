import type { Part } from '../geometry/part.ts'
import type { Vec } from '../geometry/vec.ts'
import type { Surroundings } from '../light/surroundings.ts'
import type { Chance } from '../seed.ts'
import type { Thing } from '../things/thing.ts'
import type { Hour, Mood } from './mood.ts'
import type { Palette } from './palettes.ts'
import type { RoomKind } from './shell.ts'

/** What a setting is built from. */
export interface Place {
  chance: Chance
  palette: Palette
  room: RoomKind
  mood: Mood
  thing: Thing
}

/** A corner of a home or of its garden, ready for the thing. */
export type Setting = IndoorSetting | OutdoorSetting

interface AnySetting {
  parts: Part[]
  /** Where the thing rests. */
  stand: Vec
  view: Framing
}

export interface IndoorSetting extends AnySetting {
  /** Where the back wall stands (z). */
  back: number
  /** The middle of a window in the back wall; without it the room has one at its side. */
  window?: Vec
}

export interface OutdoorSetting extends AnySetting {
  /** How much brighter than other places it should look: snow is white, not grey. */
  bright?: number
  sky: (mood: Mood) => Surroundings
}

/** How a person would hold the telephone, as ranges to choose from. */
export interface Framing {
  /** Degrees from straight ahead, to either side. */
  yaw: number
  /** Degrees looking down. */
  pitch: readonly [number, number]
  /** How much of the shorter edge the thing fills. */
  fill: readonly [number, number]
  /** Degrees of view across the shorter edge. */
  angle: readonly [number, number]
  /** Points the camera above (or below) the thing's middle, in parts of the shorter edge. */
  lift?: number
}

export interface SettingPlan {
  rooms: readonly [RoomKind, ...RoomKind[]]
  hours: readonly [Hour, ...Hour[]]
  build: (place: Place) => Setting
}

export type Plans = readonly [SettingPlan, ...SettingPlan[]]
