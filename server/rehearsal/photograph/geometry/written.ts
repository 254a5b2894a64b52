import type { Vec } from './vec.ts'

/**
 * An outline as one writes it down: distance from the axis and height in millimetres, points parted by spaces. An
 * exclamation mark after a point makes it a sharp edge (the point is given twice).
 */
export function outline(text: string): [number, number][] {
  return text.split(' ').flatMap((point) => {
    const [r = 0, y = 0] = metres(point.replace('!', ''))
    return point.endsWith('!') ? [pair(r, y), pair(r, y)] : [pair(r, y)]
  })
}

/** A line in space as one writes it down: x, y and z in millimetres, points parted by spaces. */
export function track(text: string): Vec[] {
  return text.split(' ').map((point) => {
    const [x = 0, y = 0, z = 0] = metres(point)
    return [x, y, z]
  })
}

const pair = (r: number, y: number): [number, number] => [r, y]

function metres(point: string): number[] {
  return point.split(',').map((n) => Number(n) / 1000)
}
