import { ACROSS, DOWN, type View } from '../light/view.ts'

/**
 * For each pixel a number for the material it shows, the same for parts of the same colour; 0 for what is not among
 * the first `parts` parts.
 */
export function labelsOf({ faces, scan, world, width, height }: View, parts: number): Uint16Array {
  const numbers = new Map<string, number>()
  const ofPart = world.parts.map(({ material }, index) => {
    if (index >= parts) return 0
    const key = `${material.colour} ${material.glow ?? ''}`
    const known = numbers.get(key) ?? numbers.size + 1
    numbers.set(key, known)
    return known
  })
  const labels = new Uint16Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const face = faces[(y * DOWN + 1) * scan.width + x * ACROSS] ?? 0
      labels[y * width + x] = face === 0 ? 0 : (ofPart[world.owner[face - 1] ?? 0] ?? 0)
    }
  return labels
}
