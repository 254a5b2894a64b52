/** Linear light, 0 to 1 for what reflects, more for what shines. */
export type Rgb = readonly [number, number, number]

/** `#rrggbb` as it is written in style sheets (sRGB), to linear light. */
export function colour(hex: string): Rgb {
  const channel = (i: number) => toLinear(Number.parseInt(hex.slice(i, i + 2), 16) / 255)
  return [channel(1), channel(3), channel(5)]
}

/** IEC 61966-2-1. */
export function toLinear(x: number): number {
  return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4
}
export function toSrgb(x: number): number {
  return x <= 0.0031308 ? x * 12.92 : 1.055 * x ** (1 / 2.4) - 0.055
}

export const shade = (c: Rgb, k: number): Rgb => [c[0] * k, c[1] * k, c[2] * k]
export const tint = (a: Rgb, b: Rgb): Rgb => [a[0] * b[0], a[1] * b[1], a[2] * b[2]]
const plus = (a: Rgb, b: Rgb): Rgb => [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
export const blend = (a: Rgb, b: Rgb, k: number): Rgb => plus(shade(a, 1 - k), shade(b, k))
export const brightness = (c: Rgb): number => 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]
