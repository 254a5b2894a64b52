import type { ThingKind } from '../../catalogue/sample-item.ts'
import type { Hour } from './mood.ts'
import type { Plans, SettingPlan } from './setting.ts'
import { balcony } from './settings/balcony.ts'
import { diningTable, kitchenCounter, roundInRoom } from './settings/eating.ts'
import { against, beforeSofa, corner } from './settings/floors.ts'
import { birch, houseWall } from './settings/garden.ts'
import { bedside, cabinet, lowBench, shelf, windowSill } from './settings/resting.ts'
import { snow } from './settings/snow.ts'
import { onBed, onSofa } from './settings/soft.ts'
import { onTheWall, overTable } from './settings/walls.ts'

const DAY: readonly [Hour, ...Hour[]] = [
  'morning',
  'overcast',
  'afternoon',
  'morning',
  'afternoon',
  'overcast',
  'dusk',
  'night',
]
const EVENING: readonly [Hour, ...Hour[]] = ['dusk', 'night', 'overcast', 'dusk']
const OUTSIDE: readonly [Hour, ...Hour[]] = ['morning', 'overcast', 'afternoon', 'afternoon']

const counter: SettingPlan = {
  rooms: ['kitchen', 'flat', 'concrete', 'kitchen', 'cabin'],
  hours: DAY,
  build: kitchenCounter,
}
const dining: SettingPlan = {
  rooms: ['flat', 'panelled', 'papered', 'cabin', 'attic', 'loft'],
  hours: DAY,
  build: diningTable,
}
const sideboard: SettingPlan = {
  rooms: ['flat', 'panelled', 'papered', 'loft', 'concrete'],
  hours: DAY,
  build: cabinet,
}
const sill: SettingPlan = {
  rooms: ['flat', 'panelled', 'cabin', 'papered', 'attic'],
  hours: ['morning', 'overcast', 'afternoon', 'dusk'],
  build: windowSill,
}
const shelves: SettingPlan = {
  rooms: ['flat', 'concrete', 'panelled', 'papered', 'attic'],
  hours: DAY,
  build: shelf,
}
const night: SettingPlan = {
  rooms: ['flat', 'attic', 'papered', 'cabin', 'panelled'],
  hours: DAY,
  build: bedside,
}
const round: SettingPlan = {
  rooms: ['flat', 'panelled', 'loft', 'papered', 'kitchen'],
  hours: DAY,
  build: roundInRoom,
}
const bench: SettingPlan = {
  rooms: ['panelled', 'flat', 'papered', 'cabin', 'loft'],
  hours: DAY,
  build: lowBench,
}
const terrace: SettingPlan = { rooms: ['flat'], hours: OUTSIDE, build: balcony }
const floor: SettingPlan = {
  rooms: ['flat', 'panelled', 'papered', 'cabin', 'loft', 'attic', 'concrete'],
  hours: DAY,
  build: corner,
}
const wall: SettingPlan = {
  rooms: ['flat', 'panelled', 'kitchen', 'cabin', 'papered', 'concrete', 'loft'],
  hours: DAY,
  build: onTheWall,
}

const evening = (plan: SettingPlan): SettingPlan => ({ ...plan, hours: EVENING })

/** Where people photograph each thing. */
export const plansFor: Record<ThingKind, Plans> = {
  armchair: [floor],
  rug: [{ ...floor, build: beforeSofa }, { ...floor, build: beforeSofa }, terrace],
  blanket: [floor, floor, terrace],
  'ladder-shelf': [{ ...floor, build: against }],
  'tray-table': [floor, floor, terrace],
  radio: [sideboard, shelves, counter, sill, dining, night],
  kettle: [counter, dining, sill, round, terrace],
  casserole: [counter, dining, round, counter],
  'bread-board': [counter, dining, counter],
  'pepper-mill': [counter, dining, round, shelves],
  'fruit-bowl': [counter, dining, sideboard, round, sill],
  'step-stool': [floor, { ...floor, rooms: ['kitchen', 'attic', 'flat'] }, terrace],
  'table-lamp': [evening(night), evening(sideboard), evening(dining), evening(shelves)],
  pendant: [{ ...evening(dining), build: overTable }],
  candlestick: [evening(dining), evening(sideboard), evening(sill), evening(round)],
  'wall-clock': [wall],
  vase: [sill, dining, sideboard, round, night, shelves],
  'hot-water-bottle': [
    { ...night, build: onBed },
    { ...night, build: onSofa },
  ],
  'coat-rack': [{ ...wall, rooms: ['flat', 'panelled', 'cabin', 'papered', 'concrete', 'loft', 'attic'] }],
  'umbrella-stand': [floor, { ...floor, rooms: ['panelled', 'kitchen', 'papered'] }],
  'watering-can': [sill, bench, terrace, sideboard, terrace],
  'bicycle-basket': [bench, dining, terrace, counter],
  'nest-box': [
    { ...terrace, build: houseWall },
    { ...terrace, build: birch },
  ],
  sledge: [{ ...terrace, build: snow }, { ...terrace, build: snow }, floor],
}

/** Where people photograph other things. */
export const places = {
  bed: { ...night, build: onBed },
  bench,
  dining,
  floor,
  night,
  round,
  sill,
  sofa: { ...night, build: onSofa },
  terrace,
} satisfies Record<string, SettingPlan>
