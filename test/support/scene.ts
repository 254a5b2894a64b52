import sharp, { type Sharp } from 'sharp'

/** A small generator of numbers from 0 to 1 (mulberry32): the same seed, the same numbers. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Shape {
  round: boolean
  x: number
  y: number
  halfWidth: number
  halfHeight: number
  colour: [number, number, number]
}

/**
 * A made-up still life: a room of two colours and a dozen things of others, with grain. The same seed is the same
 * scene at every size. Different seeds are different pictures, to the eye and to a perceptual hash.
 */
export function drawScene(seed: number, width: number, height: number, grain = 12): Sharp {
  const random = seededRandom(seed)
  const colour = (): [number, number, number] => {
    const light = 40 + random() * 180
    const tint = () => light + (random() - 0.5) * 90
    return [tint(), tint(), tint()]
  }
  const [wall, floor] = [colour(), colour()]
  const horizon = 0.3 + random() * 0.5
  const shapes = Array.from(
    { length: 14 },
    (): Shape => ({
      round: random() < 0.5,
      x: random(),
      y: random(),
      halfWidth: 0.04 + random() * 0.2,
      halfHeight: 0.04 + random() * 0.2,
      colour: colour(),
    }),
  )
  const noise = seededRandom(seed + 1)
  const data = new Uint8ClampedArray(width * height * 3)
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      const [red, green, blue] = colourAt(x / width, y / height)
      const speck = (noise() - 0.5) * grain
      data[at] = red + speck
      data[at + 1] = green + speck
      data[at + 2] = blue + speck
    }
  }
  return sharp(data, { raw: { width, height, channels: 3 } })

  function colourAt(x: number, y: number): [number, number, number] {
    const hit = shapes.findLast((shape) => {
      const across = Math.abs(x - shape.x) / shape.halfWidth
      const up = Math.abs(y - shape.y) / shape.halfHeight
      return shape.round ? across ** 2 + up ** 2 < 1 : Math.max(across, up) < 1
    })
    const [red, green, blue] = hit?.colour ?? (y < horizon ? wall : floor)
    const light = 0.75 + 0.25 * (x + y)
    return [red * light, green * light, blue * light]
  }
}

/** The scene as a photograph that people would post. */
export function scenePhoto(seed: number, width: number, height: number): Promise<Buffer> {
  return drawScene(seed, width, height).jpeg({ quality: 88 }).toBuffer()
}
