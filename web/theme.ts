import { contrastOf, toHex, toOklch } from './colour.ts'

/** Text on its ground, WCAG 2.2 AA (1.4.3). */
export const READABLE = 4.5

/** The colours a contest's pages are set in, each `#rrggbb`. */
export interface Palette {
  /** What the pages lie on. */
  table: string
  /** A page. */
  leaf: string
  /** A panel on a page: behind a product, under a tag. */
  panel: string
  ink: string
  /** Quiet text. */
  soft: string
  line: string
  /** The brand's colour, moved in lightness until it can be read on table, leaf and panel. */
  accent: string
  /** Text on a filled accent. */
  onAccent: string
  /** The brand's colour as given: the magazine's cover, the same in both themes, as print is. */
  cover: string
  onCover: string
}

const PAPER = '#fffdf9'
const INK = '#191715'

/** Lightness and chroma of each neutral; the hue is the brand's, so that a contest's paper belongs to its colour. */
const NEUTRALS = {
  light: {
    table: [0.925, 0.007],
    leaf: [0.99, 0.003],
    panel: [0.952, 0.009],
    ink: [0.2, 0.012],
    soft: [0.46, 0.012],
    line: [0.84, 0.01],
  },
  dark: {
    table: [0.18, 0.006],
    leaf: [0.235, 0.008],
    panel: [0.285, 0.01],
    ink: [0.945, 0.006],
    soft: [0.765, 0.01],
    line: [0.37, 0.01],
  },
} as const

/** The colours for one theme, whatever colour the brand has: every text stands at `READABLE` or more on its ground. */
export function paletteOf(brandColour: string, theme: 'light' | 'dark'): Palette {
  const brand = toOklch(brandColour)
  const neutral = (name: keyof (typeof NEUTRALS)['light']) => {
    const [l, c] = NEUTRALS[theme][name]
    return toHex({ l, c: Math.min(c, brand.c), h: brand.h })
  }
  const grounds = { table: neutral('table'), leaf: neutral('leaf'), panel: neutral('panel') }
  const accent = readableOn(brandColour, Object.values(grounds), theme === 'light' ? -0.01 : 0.01)
  return {
    ...grounds,
    ink: neutral('ink'),
    soft: neutral('soft'),
    line: neutral('line'),
    accent,
    onAccent: textOn(accent),
    cover: brandColour,
    onCover: textOn(brandColour),
  }
}

/** A style sheet that sets a contest's colours in both themes. `accent` is `#rrggbb`; throws on anything else. */
export function themeCss(accent: string): string {
  return `:root{${declare(paletteOf(accent, 'light'))}}@media(prefers-color-scheme:dark){:root{${declare(paletteOf(accent, 'dark'))}}}`
}

function declare(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${colour}`)
    .join(';')
}

function readableOn(colour: string, grounds: string[], step: number): string {
  const moved = toOklch(colour)
  while (moved.l > 0 && moved.l < 1) {
    const hex = toHex(moved)
    if (grounds.every((ground) => contrastOf(hex, ground) >= READABLE)) return hex
    moved.l += step
  }
  return step < 0 ? INK : PAPER
}

/** Paper or ink where one of them can be read; between the two, on middling greys, only plain white or black can. */
function textOn(ground: string): string {
  return [PAPER, INK, '#ffffff'].find((text) => contrastOf(text, ground) >= READABLE) ?? '#000000'
}
