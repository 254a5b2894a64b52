import type { Chance } from '../seed.ts'

/** The colours of one home, `#rrggbb`. */
export interface Palette {
  wall: string
  trim: string
  floor: string
  wood: string
  /** Textiles, from loud to quiet. */
  cloth: readonly [string, string, string]
  /** Cups, pots and vases. */
  clay: readonly [string, string, string]
}

const PALETTES = [
  {
    wall: '#d8d2c4',
    trim: '#f0ebe0',
    floor: '#b98e5f',
    wood: '#c39a68',
    cloth: ['#8c4a36', '#c9bda6', '#5d6a5c'],
    clay: ['#e8dfcf', '#7f8f93', '#b4694a'],
  },
  {
    wall: '#a9b4a5',
    trim: '#ece7da',
    floor: '#a27a50',
    wood: '#b07f4e',
    cloth: ['#c08a3e', '#e2d8c4', '#47564b'],
    clay: ['#efe8d8', '#5f6f62', '#c79a6a'],
  },
  {
    wall: '#b7c1c7',
    trim: '#eeebe4',
    floor: '#c4a377',
    wood: '#caa574',
    cloth: ['#3f5a70', '#dcd5c6', '#b5705a'],
    clay: ['#f0ebe1', '#8c6a58', '#9fb0b5'],
  },
  {
    wall: '#d9c0ad',
    trim: '#f1e8da',
    floor: '#9c7450',
    wood: '#8f6237',
    cloth: ['#7a3b33', '#e6d6bf', '#6c6f58'],
    clay: ['#ece2d0', '#a65c45', '#565a56'],
  },
  {
    wall: '#e6e0d4',
    trim: '#f4f0e7',
    floor: '#cfb48c',
    wood: '#d3b083',
    cloth: ['#4f6a66', '#d8ccb6', '#b98a6a'],
    clay: ['#d9cdb9', '#6b7a86', '#c3a27c'],
  },
  {
    wall: '#8fa0a3',
    trim: '#e9e5da',
    floor: '#8d6a48',
    wood: '#a8794c',
    cloth: ['#c4a05a', '#d7cebc', '#7f4a3d'],
    clay: ['#ece5d5', '#3f5459', '#c07c55'],
  },
  {
    wall: '#c9b99a',
    trim: '#efe8d8',
    floor: '#a98055',
    wood: '#97683d',
    cloth: ['#5b6b4c', '#e4dac4', '#9a5638'],
    clay: ['#e9e0cd', '#7c8a70', '#8a4f3a'],
  },
  {
    wall: '#cfc4c8',
    trim: '#f0ebe4',
    floor: '#bb9873',
    wood: '#c59d70',
    cloth: ['#7b4f63', '#e0d6c8', '#5b6674'],
    clay: ['#eee7dc', '#94767f', '#b7a48a'],
  },
  {
    wall: '#7f8c7c',
    trim: '#e7e2d3',
    floor: '#b08a5f',
    wood: '#b98b58',
    cloth: ['#d0b27a', '#e5dcc9', '#8d5741'],
    clay: ['#efe6d3', '#b1744f', '#55635b'],
  },
  {
    wall: '#dfe1dc',
    trim: '#f3f1ec',
    floor: '#a9937a',
    wood: '#b39672',
    cloth: ['#66788a', '#d9d6cc', '#c08f73'],
    clay: ['#f0ede5', '#7d8a8f', '#caa98b'],
  },
  {
    wall: '#c98f74',
    trim: '#efe4d3',
    floor: '#96704c',
    wood: '#9c6d42',
    cloth: ['#40524f', '#e6d8c0', '#a8442f'],
    clay: ['#f0e6d4', '#4d5f60', '#d3b184'],
  },
  {
    wall: '#5f7075',
    trim: '#dfdbd0',
    floor: '#a07c58',
    wood: '#ab7f54',
    cloth: ['#c8843f', '#d8cfbd', '#3f474a'],
    clay: ['#e8e1d2', '#a8583f', '#8fa09d'],
  },
] as const satisfies Palette[]

export function paletteFor(chance: Chance): Palette {
  return chance.pick<Palette>(PALETTES)
}
