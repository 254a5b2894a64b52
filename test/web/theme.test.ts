import fc from 'fast-check'
import t from 'tap'
import { contrastOf, toHex, toOklch } from '../../web/colour.ts'
import { paletteOf, READABLE, themeCss } from '../../web/theme.ts'

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)

t.test('black on white has the highest contrast there is', async (t) => {
  t.equal(contrastOf('#000000', '#ffffff').toFixed(3), '21.000')
  t.equal(contrastOf('#777777', '#777777'), 1)
})

t.test('a colour survives the way to Oklch and back', async (t) => {
  t.doesNotThrow(() => fc.assert(fc.property(colour, (hex) => distance(toHex(toOklch(hex)), hex) <= 1)))
})

t.test('every text of a page can be read on its ground, whatever colour the brand has', async (t) => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(colour, fc.constantFrom('light', 'dark'), (brand, theme) => {
        const palette = paletteOf(brand, theme)
        const texts = [palette.ink, palette.soft, palette.accent]
        const grounds = [palette.table, palette.leaf, palette.panel]
        return (
          texts.every((text) => grounds.every((ground) => contrastOf(text, ground) >= READABLE)) &&
          contrastOf(palette.onAccent, palette.accent) >= READABLE &&
          contrastOf(palette.onCover, palette.cover) >= READABLE
        )
      }),
      { numRuns: 500 },
    ),
  )
})

t.test('a brand colour that can be read already stays as it is', async (t) => {
  t.equal(paletteOf('#a63d24', 'light').accent, '#a63d24')
})

t.test('the magazine’s cover has the brand’s colour in both themes', async (t) => {
  t.equal(paletteOf('#ffdd00', 'light').cover, '#ffdd00')
  t.equal(paletteOf('#ffdd00', 'dark').cover, '#ffdd00')
})

t.test('the style sheet sets the same properties for light and dark', async (t) => {
  const css = themeCss('#b3402a')
  const names = (part: string | undefined) => part?.match(/--[a-z-]+(?=:)/g)
  const [light, dark] = css.split('@media')
  t.same(names(light), names(dark))
  t.ok(names(light)?.includes('--on-accent'))
})

t.test('anything but #rrggbb is refused, and nothing of it gets into a style sheet', async (t) => {
  for (const wrong of ['red', '#abc', '#12345g', '#112233}body{display:none', '']) {
    t.throws(() => themeCss(wrong), { message: /expected #rrggbb/ })
  }
})

function distance(one: string, other: string): number {
  const parts = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  const [a, b] = [parts(one), parts(other)]
  return Math.max(...a.map((part, place) => Math.abs(part - (b[place] ?? 0))))
}
