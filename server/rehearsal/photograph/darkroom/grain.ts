import { chanceFrom } from '../seed.ts'

const SIZE = 1 << 16

/** One table of normally distributed grains for all pictures; each starts somewhere else in it. */
const GRAINS = Int8Array.from({ length: SIZE }, grainMaker())

function grainMaker(): () => number {
  const chance = chanceFrom(20_270_801)
  return () => {
    let sum = 0
    for (let i = 0; i < 6; i++) sum += chance.next()
    return Math.round((sum - 3) * 42)
  }
}

/** Adds grain to sRGB bytes in place: most in the shadows and middle tones, a little of it coloured. */
export function addGrain(bytes: Uint8Array, width: number, strength: number, seed: number): void {
  const chance = chanceFrom(seed)
  const loudness = Float32Array.from({ length: 256 }, (_, v) => (strength * (1.15 - (v / 255) ** 2)) / 13)
  const row = width * 3
  for (let start = 0; start < bytes.length; start += row) {
    let g = chance.whole(0, SIZE - 1)
    for (let n = start; n < start + row; n += 3) {
      g = (g + 1) & (SIZE - 1)
      const grey = GRAINS[g] ?? 0
      const loud = loudness[bytes[n + 1] ?? 0] ?? 0
      bytes[n] = limited((bytes[n] ?? 0) + loud * (grey + 0.5 * (GRAINS[(g + 911) & (SIZE - 1)] ?? 0)))
      bytes[n + 1] = limited((bytes[n + 1] ?? 0) + loud * grey)
      bytes[n + 2] = limited(
        (bytes[n + 2] ?? 0) + loud * (grey + 0.5 * (GRAINS[(g + 5077) & (SIZE - 1)] ?? 0)),
      )
    }
  }
}

function limited(x: number): number {
  return x < 0 ? 0 : x > 255 ? 255 : x + 0.5
}
