/** A colour as lightness (0..1), chroma (0..0.4) and hue (degrees) of Oklch (Björn Ottosson, "A perceptual color space", 2020). */
export interface Oklch {
  l: number
  c: number
  h: number
}

type Triple = [number, number, number]

/** Reads `#rrggbb`. Throws on anything else. */
export function readHex(hex: string): Triple {
  const [, r, g, b] = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex) ?? []
  if (!r || !g || !b) throw new Error(`Found colour '${hex}', expected #rrggbb.`)
  return [r, g, b].map((pair) => Number.parseInt(pair, 16) / 255) as Triple
}

/** Relative luminance (WCAG 2.2). */
export function luminanceOf(hex: string): number {
  const [r, g, b] = readHex(hex).map(toLinear) as Triple
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrastOf(one: string, other: string): number {
  const [light, dark] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

export function toOklch(hex: string): Oklch {
  const [r, g, b] = readHex(hex).map(toLinear) as Triple
  const long = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const medium = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const short = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  const l = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short
  const y = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short
  return { l, c: Math.hypot(a, y), h: ((Math.atan2(y, a) * 180) / Math.PI + 360) % 360 }
}

/** The nearest colour a screen shows: chroma gives way until it fits into sRGB. */
export function toHex({ l, c, h }: Oklch): string {
  const rgb = toLinearRgb({ l, c, h })
  if (c > 0.001 && rgb.some((part) => part < -0.0005 || part > 1.0005)) return toHex({ l, c: c * 0.95, h })
  return `#${rgb.map(byteOf).join('')}`
}

function toLinearRgb({ l, c, h }: Oklch): Triple {
  const a = c * Math.cos((h * Math.PI) / 180)
  const b = c * Math.sin((h * Math.PI) / 180)
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ]
}

function toLinear(part: number): number {
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}

function byteOf(linear: number): string {
  const part = Math.min(1, Math.max(0, linear))
  const value = part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055
  return Math.round(value * 255)
    .toString(16)
    .padStart(2, '0')
}
