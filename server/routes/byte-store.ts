/** What a key of a JavaScript map costs besides its letters, roughly. */
const OVERHEAD = 500

/** Values of known size by key. The one asked for longest ago goes when there are too many bytes. */
export interface ByteStore<Value> {
  /** Undefined where nothing is kept. */
  get(key: string): Value | undefined
  /** `size` in bytes, without the key. */
  set(key: string, value: Value, size: number): void
  /** The value of a key has grown, unless it is another by now. */
  grow(key: string, value: Value, size: number): void
  delete(key: string): void
  deleteWhere(isGone: (value: Value) => boolean): void
  /** Bytes held, keys included. */
  size(): number
}

export function createByteStore<Value>(most: number): ByteStore<Value> {
  const held = new Map<string, { value: Value; size: number }>()
  let bytes = 0

  const drop = (key: string) => {
    bytes -= held.get(key)?.size ?? 0
    held.delete(key)
  }
  const shrink = () => {
    for (const oldest of held.keys()) {
      if (bytes <= most) return
      drop(oldest)
    }
  }
  return {
    get(key) {
      const found = held.get(key)
      if (!found) return undefined
      held.delete(key)
      held.set(key, found)
      return found.value
    },
    set(key, value, size) {
      drop(key)
      const whole = size + key.length * 2 + OVERHEAD
      held.set(key, { value, size: whole })
      bytes += whole
      shrink()
    },
    grow(key, value, size) {
      const found = held.get(key)
      if (found?.value !== value) return
      found.size += size
      bytes += size
      shrink()
    },
    delete: drop,
    deleteWhere(isGone) {
      for (const [key, { value }] of held) if (isGone(value)) drop(key)
    },
    size: () => bytes,
  }
}
