const SIDE = 32

/** Numbers from -1 to 1 on a lattice that repeats after 32 steps each way: too far to notice. */
const LATTICE = Float32Array.from({ length: SIDE ** 3 }, (_, n) => scrambled(n, 7, 13))

function scrambled(i: number, j: number, k: number): number {
  let h = Math.imul(i, 0x27d4eb2d) ^ Math.imul(j, 0x165667b1) ^ Math.imul(k, 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return ((h ^ (h >>> 15)) >>> 0) / 2147483648 - 1
}

/** Smooth chance in space (value noise): -1 to 1, changing over a length of one. */
export function noise(x: number, y: number, z: number): number {
  const i = Math.floor(x)
  const j = Math.floor(y)
  const k = Math.floor(z)
  const fx = x - i
  const fy = y - j
  const fz = z - k
  const u = fx * fx * (3 - 2 * fx)
  const v = fy * fy * (3 - 2 * fy)
  const w = fz * fz * (3 - 2 * fz)
  const i0 = i & 31
  const i1 = (i + 1) & 31
  const j0 = (j & 31) << 5
  const j1 = ((j + 1) & 31) << 5
  const k0 = (k & 31) << 10
  const k1 = ((k + 1) & 31) << 10
  const a = between(k0 + j0 + i0, k0 + j0 + i1, u)
  const b = between(k0 + j1 + i0, k0 + j1 + i1, u)
  const c = between(k1 + j0 + i0, k1 + j0 + i1, u)
  const d = between(k1 + j1 + i0, k1 + j1 + i1, u)
  const near = a + (b - a) * v
  return near + (c + (d - c) * v - near) * w
}

function between(a: number, b: number, k: number): number {
  const first = LATTICE[a] ?? 0
  return first + ((LATTICE[b] ?? 0) - first) * k
}

/** Noise with finer noise on it, `octaves` times. */
export function roughness(x: number, y: number, z: number, octaves: number): number {
  let sum = 0
  let weight = 0.5
  let scale = 1
  for (let i = 0; i < octaves; i++) {
    sum += weight * noise(x * scale + i * 17.3, y * scale - i * 9.1, z * scale + i * 4.7)
    weight /= 2
    scale *= 2
  }
  return sum
}

/** The same chance for a whole cell, 0 to 1: one board, one tile, one book. */
export function ofCell(i: number, j: number, k = 0): number {
  return scrambled(Math.floor(i), Math.floor(j), Math.floor(k)) * 0.5 + 0.5
}
