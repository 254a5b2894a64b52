import t from 'tap'
import { editDistance } from '../../server/contest/edit-distance.ts'
import type { SampleItem } from '../../server/rehearsal/catalogue/sample-item.ts'
import { sampleCatalogue } from '../../server/rehearsal/catalogue.ts'

const { items, sections } = sampleCatalogue
const tagsOf = ({ tag, aliases }: SampleItem) => [tag, ...aliases]

/** Names that makers have, and those of an early drawing of the pages: the sample's names must be its own. */
const TAKEN = (
  'billy klippan ektorp malm lack kallax hemnes poäng ' +
  'myr øret glød stokk blink dønn tue rim kvist flett knagg tinn lav skuff dugg bris hvil sval niste snare trev dis ild'
).split(' ')

function inAscii(text: string): string {
  return text.toLowerCase().replaceAll('æ', 'ae').replaceAll('ø', 'o').replaceAll('å', 'a')
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const x = Number.parseInt(hex.slice(i, i + 2), 16) / 255
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

t.test('the catalogue has twenty-four things in four sections', async (t) => {
  t.equal(items.length, 24)
  t.equal(sections.length, 4)
  t.same(
    [...new Set(items.map((item) => item.section))],
    sections.map((section) => section.id),
    'the sections come in their own order and none is empty',
  )
})

t.test('no two things look alike: each is of a kind of its own', async (t) => {
  t.equal(new Set(items.map((item) => item.thing)).size, items.length)
})

t.test('a slug is the name in ASCII and belongs to one thing', async (t) => {
  for (const { slug, name } of items) {
    t.match(slug, /^[a-z0-9][a-z0-9-]{0,62}$/)
    t.equal(slug, inAscii(name))
  }
  t.equal(new Set(items.map((item) => item.slug)).size, items.length)
})

t.test('a name is three to nine capitals, its tag the same in small letters', async (t) => {
  for (const { name, tag } of items) {
    t.match(name, /^[A-ZÆØÅ]{3,9}$/)
    t.equal(tag, name.toLowerCase())
  }
  t.ok(
    items.filter((item) => /[ÆØÅ]/.test(item.name)).length >= 6,
    'several names have a letter of their own',
  )
})

t.test('names are coined', async (t) => {
  for (const { tag } of items) t.notOk(TAKEN.includes(tag), `${tag} is nobody else's`)
})

t.test('every tag has at least three letters and nothing a network would end it at', async (t) => {
  for (const tag of [sampleCatalogue.campaignTag, ...items.flatMap(tagsOf)]) t.match(tag, /^[a-zæøå]{3,}$/)
})

t.test(
  'tags of two things differ by three letters or more, so that a slip of two still points at one',
  async (t) => {
    const pairs = items.flatMap((one, i) =>
      items
        .slice(i + 1)
        .flatMap((other) => tagsOf(one).flatMap((a) => tagsOf(other).map((b) => [a, b] as const))),
    )
    const tooClose = pairs.filter(([a, b]) => editDistance([...a], [...b], 2) <= 2)
    t.same(tooClose, [])
    t.ok(pairs.length >= (24 * 23) / 2, `${pairs.length} pairs`)
  },
)

t.test('tags stay apart when æ, ø and å are spelled otherwise', async (t) => {
  const folded = items.flatMap(tagsOf).map(inAscii)
  t.equal(new Set(folded).size, folded.length)
})

t.test('pages ascend and leave room for a spread each', async (t) => {
  for (const [i, { page }] of items.entries()) {
    t.equal(page % 2, 0, 'things stand on left pages')
    t.ok(page > (items[i - 1]?.page ?? 0))
  }
})

t.test('every text is there in both languages and finished', async (t) => {
  for (const { summary, text, name } of items)
    for (const language of ['en', 'nb'] as const) {
      t.match(summary[language], /^[A-ZÆØÅ].{10,60}[^.]$/, `${name}: one line without a full stop`)
      t.match(text[language], /^\S.{60,160}\.$/, `${name}: a few sentences`)
    }
  for (const { name } of sections) t.ok(name.en && name.nb)
  t.not(new Set(items.map((item) => item.text.nb)).size, 1)
  t.equal(
    new Set(items.flatMap((item) => [item.text.en, item.text.nb])).size,
    items.length * 2,
    'no text twice',
  )
})

t.test('prices are whole kroner', async (t) => {
  for (const { priceNok } of items) t.ok(Number.isInteger(priceNok) && priceNok >= 99 && priceNok <= 9999)
})

t.test('the accent can carry text on white and on paper', async (t) => {
  const contrast = (paper: string) => (luminance(paper) + 0.05) / (luminance(sampleCatalogue.accent) + 0.05)
  t.ok(contrast('#ffffff') >= 4.5)
  t.ok(contrast('#f0ece1') >= 4.5)
  for (const { colours } of items) for (const hex of Object.values(colours)) t.match(hex, /^#[0-9a-f]{6}$/)
})
