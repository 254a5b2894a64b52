import sharp, { type Sharp } from 'sharp'
import type { SampleItem } from '../catalogue/sample-item.ts'
import { sampleCatalogue } from '../catalogue.ts'
import { enlarged } from './darkroom/enlarge.ts'
import { addGrain } from './darkroom/grain.ts'
import { fjordShot } from './elsewhere/fjord.ts'
import { pageShot } from './elsewhere/page-shot.ts'
import { otherSubjects } from './elsewhere/subjects.ts'
import { homeShot, type Shot } from './homes/home.ts'
import { plansFor } from './homes/plans.ts'
import { LONGEST_LONG_EDGE, type Picture, type PictureSpec, SHORTEST_LONG_EDGE } from './picture-spec.ts'
import { type Chance, chanceFrom, seedOf } from './seed.ts'
import { studioPrint } from './studio.ts'
import { take } from './take.ts'
import { things } from './things/things.ts'

/** Width / height of the three framings. */
const ASPECTS = { portrait: 4 / 5, landscape: 4 / 3, square: 1 } as const

/** The long edge that is drawn; larger pictures are enlarged from it, as a small telephone sensor would. */
const DRAWN_EDGE = 630
const DRAWN_EDGE_OF_TWELVE_MEGAPIXELS = 1400

/** Draws what somebody photographed and posted. Throws for an item that is not in the catalogue. */
export async function photograph(spec: PictureSpec): Promise<Picture> {
  const { twist } = checked(spec)
  if (twist === 'animated_gif') return { bytes: await animation(spec), type: 'image/gif' }
  const { width, height } = sizeOf(spec)
  const drawn = scaled(
    width,
    height,
    twist === 'twelve_megapixels' ? DRAWN_EDGE_OF_TWELVE_MEGAPIXELS : DRAWN_EDGE,
  )
  const shot = shotOf(spec, width / height)
  const data = enlarged(take(shot, drawn.width, drawn.height), drawn, { width, height })
  addGrain(data, width, shot.mood.grain, spec.seed)
  const jpeg = withTwist(sharp(data, { raw: { width, height, channels: 3 } }), spec)
  const bytes = await jpeg.jpeg({ quality: 84 }).toBuffer()
  return { bytes: twist === 'broken' ? cutShort(bytes) : bytes, type: 'image/jpeg' }
}

function checked(spec: PictureSpec): PictureSpec {
  const { longEdge } = spec
  if (!Number.isInteger(longEdge) || longEdge < SHORTEST_LONG_EDGE || longEdge > LONGEST_LONG_EDGE)
    throw new RangeError(
      `The long edge is ${longEdge}; expected a whole number of pixels from ${SHORTEST_LONG_EDGE} to ${LONGEST_LONG_EDGE}`,
    )
  return spec
}

function itemOf(slug: string): SampleItem {
  const item = sampleCatalogue.items.find((i) => i.slug === slug)
  if (!item)
    throw new Error(
      `No item '${slug}' in the sample catalogue; expected one like '${sampleCatalogue.items[0]?.slug}'`,
    )
  return item
}

function shotOf({ seed, item, twist }: PictureSpec, aspect: number): Shot {
  const chance = chanceFrom(seedOf(seed, item ?? 'elsewhere'))
  if (item === null || twist === 'elsewhere') return elsewhere(chance, aspect)
  const sample = itemOf(item)
  if (twist === 'printed_page')
    return pageShot(studioPrint(sample, 360), sampleCatalogue.accent, sample.name, chance, aspect)
  return homeShot(
    { thing: (lit) => things[sample.thing](sample.colours, lit), plans: plansFor[sample.thing] },
    chance,
    aspect,
  )
}

function elsewhere(chance: Chance, aspect: number): Shot {
  const what = chance.whole(0, otherSubjects.length)
  const subject = otherSubjects[what]
  return subject ? homeShot(subject, chance, aspect) : fjordShot(chance)
}

function sizeOf({ framing, longEdge, twist }: PictureSpec): { width: number; height: number } {
  if (twist === 'twelve_megapixels') {
    if (framing === 'square') return { width: 3500, height: 3500 }
    return framing === 'portrait' ? { width: 3000, height: 4000 } : { width: 4000, height: 3000 }
  }
  const aspect = ASPECTS[twist === 'exif_rotated' ? 'portrait' : framing]
  return aspect < 1
    ? { width: Math.round(longEdge * aspect), height: longEdge }
    : { width: longEdge, height: Math.round(longEdge / aspect) }
}

function scaled(width: number, height: number, edge: number): { width: number; height: number } {
  const k = Math.min(1, edge / Math.max(width, height))
  return { width: Math.round(width * k), height: Math.round(height * k) }
}

/** Turns and labels the picture as its twist asks. The telephone and the place are made up. */
function withTwist(image: Sharp, { twist, seed }: PictureSpec): Sharp {
  if (twist === 'exif_rotated') return image.rotate(270).withMetadata({ orientation: 6 })
  if (twist !== 'gps') return image
  const minutes = (seed >>> 0) % 60
  return image.withExif({
    IFD0: { Make: 'Nordlys', Model: 'Lomme 5' },
    IFD2: { DateTimeOriginal: '2027:09:14 18:42:07', LensModel: 'Lomme 5 main camera' },
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: `60/1 ${minutes}/1 1234/100`,
      GPSLongitudeRef: 'E',
      GPSLongitude: `5/1 ${59 - minutes}/1 4321/100`,
    },
  })
}

/** Loses its end and the tables at its start, so that no decoder saves a part of it. */
function cutShort(bytes: Uint8Array): Uint8Array {
  const rest = bytes.slice(0, Math.floor(bytes.length * 0.4))
  rest.fill(0, 4, 200)
  return rest
}

const FRAMES = 5
const GIF_EDGE = 480
const FRAME_MS = 120

/** Five frames of half a second in which the hand trembles. */
async function animation(spec: PictureSpec): Promise<Uint8Array> {
  const full = sizeOf(spec)
  const { width, height } = scaled(full.width, full.height, Math.min(spec.longEdge, GIF_EDGE))
  const shot = shotOf(spec, full.width / full.height)
  const [x, y, z] = shot.scene.aim.eye
  const frames = Array.from({ length: FRAMES }, (_, i) => {
    const sway = Math.sin((i * 2 * Math.PI) / FRAMES) * 0.012
    return take(
      { ...shot, scene: { ...shot.scene, aim: { ...shot.scene.aim, eye: [x + sway, y + sway * 0.4, z] } } },
      width,
      height,
    )
  })
  const strip = Buffer.concat(frames)
  return sharp(strip, { raw: { width, height: height * FRAMES, channels: 3, pageHeight: height } })
    .gif({ delay: Array.from({ length: FRAMES }, () => FRAME_MS), loop: 0 })
    .toBuffer()
}
