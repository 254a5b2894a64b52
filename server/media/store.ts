/** Where renditions live, by content. A name is `[a-z0-9][a-z0-9/._-]*`; what is written never changes. */
export interface Store {
  /** Written beside and renamed: a name either holds all its bytes or does not exist. Twice is harmless. */
  put(name: string, bytes: Uint8Array): Promise<void>
  /** Null where nothing is stored under the name. */
  get(name: string): Promise<Uint8Array | null>
  has(name: string): Promise<boolean>
  /** Absent is fine. */
  remove(name: string): Promise<void>
  /** All names, in no order, for the orphan sweep. */
  list(): AsyncIterable<{ name: string; bytes: number; changedAt: number }>
  /** Clears away what was left half-written, and answers how many. */
  sweep(): Promise<number>
  /** What is left to write to; null where nobody can tell. */
  space(): Promise<Space | null>
}

/** `low`: somebody should be told. `full`: `put` refuses. */
export interface Space {
  /** From 0 to 1. */
  free: number
  state: 'ok' | 'low' | 'full'
}

export type StoreFault =
  /** No room. Nothing was kept under the name; the same `put` works once there is room again. */
  'full' | 'bad_name'

export class StoreError extends Error {
  readonly kind: StoreFault
  constructor(kind: StoreFault, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StoreError'
    this.kind = kind
  }
}

/** Longer ones do not fit in every file system's paths. */
export const MAX_NAME_LENGTH = 200

/** Throws `StoreError` `bad_name` unless every part of the name begins with a letter or digit, so none is `..`. */
export function checkName(name: string): void {
  if (name.length <= MAX_NAME_LENGTH && /^[a-z0-9][a-z0-9._-]*(\/[a-z0-9][a-z0-9._-]*)*$/.test(name)) return
  throw new StoreError(
    'bad_name',
    `Found the name ${JSON.stringify(name.slice(0, MAX_NAME_LENGTH))}; expected parts of a-z 0-9 . _ - between slashes`,
  )
}
