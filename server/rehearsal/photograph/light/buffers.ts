/**
 * Working memory that is kept from picture to picture: fresh memory for each costs a tenth of its time. Drawing is
 * synchronous, so nobody else draws in between. What a name gave before is overwritten when it is asked for again.
 */
const float = new Map<string, Float32Array>()
const whole = new Map<string, Uint32Array>()

/** Longer buffers are made afresh, so that one large picture does not hold its memory for ever. */
const LONGEST_KEPT = 4_000_000

/** `length` numbers, all `value`. */
export function floats(name: string, length: number, value: number): Float32Array {
  const old = float.get(name)
  if (old && old.length >= length) return old.subarray(0, length).fill(value)
  const list = new Float32Array(length).fill(value)
  if (length <= LONGEST_KEPT) float.set(name, list)
  return list
}

/** `length` zeros. */
export function wholes(name: string, length: number): Uint32Array {
  const old = whole.get(name)
  if (old && old.length >= length) return old.subarray(0, length).fill(0)
  const list = new Uint32Array(length)
  if (length <= LONGEST_KEPT) whole.set(name, list)
  return list
}
