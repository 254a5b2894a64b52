/** A stream of chance that is the same for the same seed. */
export interface Chance {
  /** 0 ≤ x < 1. */
  next(): number
  between(low: number, high: number): number
  /** A whole number, `low` ≤ n ≤ `high`. */
  whole(low: number, high: number): number
  pick<T>(list: readonly [T, ...T[]]): T
  /** True this often, 0 to 1. */
  happens(share: number): boolean
  /** A stream of its own, so that one more question here changes nothing there. */
  branch(name: string): Chance
}

/** SplitMix32 (after Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
export function chanceFrom(seed: number): Chance {
  let state = seed | 0
  const next = () => {
    state = (state + 0x9e3779b9) | 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 4294967296
  }
  const between = (low: number, high: number) => low + (high - low) * next()
  return {
    next,
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    pick: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    happens: (share) => next() < share,
    branch: (name) => chanceFrom(seedOf(seed, name)),
  }
}

/** A seed from a number and a name (FNV-1a over the name's UTF-16 units). */
export function seedOf(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return hash ^ (hash >>> 15)
}
