/** Makes a value when it is first asked for and keeps it: for surfaces that are dear to make and always the same. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
