const ROOMS = [6, 8, 10, 12, 14, 17, 20, 25, 32] as const

/**
 * The class of a display line that fills its width: its longest word decides how large it can stand without
 * being broken. `fit-40` is the smallest, and breaks what is longer still.
 */
export function fitClass(text: string): string {
  const longest = Math.max(...text.split(/[\s-]+/).map((word) => [...word].length))
  return `fit-${ROOMS.find((room) => longest <= room) ?? 40}`
}
