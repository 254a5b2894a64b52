import sharp from 'sharp'
import type { SampleItem } from '../catalogue/sample-item.ts'
import { develop } from './darkroom/develop.ts'
import type { Raster } from './elsewhere/page.ts'
import type { Exposure } from './light/expose.ts'
import type { Care } from './light/lights.ts'
import { shoot } from './light/shoot.ts'
import { labelsOf } from './print/labels.ts'
import { screenPrint } from './print/screen-print.ts'
import { type StudioScene, studioScene } from './studio-scene.ts'
import { things } from './things/things.ts'

/** Paper colours of the studio, one for each section of the catalogue. */
const PAPERS: Record<string, string> = {
  stua: '#e4dccb',
  kjokkenet: '#e8d9c4',
  kvelden: '#d9cfc6',
  gangen: '#d5dbd6',
}

/** A studio has time: shadows without steps. */
const STUDIO_CARE: Care = { window: 18, windowMap: 320, rays: 20, rayMap: 256, sunMap: 8 }

/** Pixels each way of the picture that the catalogue prints, and units each way of the drawing. */
const PRINT_SIZE = 800
const DRAWING_SIZE = 480

/** The catalogue's own picture of a thing: a WebP, square, 800 pixels each way, or fewer. */
export async function productImage(item: SampleItem, most = PRINT_SIZE): Promise<Uint8Array> {
  const { bytes, width, height } = studioPrint(item, Math.min(PRINT_SIZE, most))
  return await sharp(bytes, { raw: { width, height, channels: 3 } })
    .webp({ quality: 86 })
    .toBuffer()
}

/** The same picture as a drawing in flat inks: an SVG of some 20 KB without fonts, images or scripts. */
export function productPicture(item: SampleItem, width = DRAWING_SIZE): string {
  const size = DRAWING_SIZE
  const scene = sceneOf(item)
  const { film, view } = shoot(scene, size, size, STUDIO_CARE)
  const labels = labelsOf(view, scene.model)
  const empty = shoot({ ...scene, parts: scene.parts.slice(scene.model) }, size, size, STUDIO_CARE)
  const left = Float32Array.from(labels, (label, i) =>
    label === 0 ? (film.light[i * 3 + 1] ?? 0) / (empty.film.light[i * 3 + 1] ?? 1) : 1,
  )
  return screenPrint({ size, bytes: developed(film), labels, left, paper: paperOf(item) }, width, item.name)
}

/** The picture as plain pixels. */
export function studioPrint(item: SampleItem, size: number): Raster {
  return { width: size, height: size, bytes: developed(shoot(sceneOf(item), size, size, STUDIO_CARE).film) }
}

function sceneOf(item: SampleItem): StudioScene {
  return studioScene(things[item.thing](item.colours, true), paperOf(item))
}

const paperOf = ({ section }: SampleItem): string => PAPERS[section] ?? '#e4dccb'

function developed(film: Exposure): Uint8Array {
  return develop(film, {
    gains: [1.4, 1.4, 1.4],
    warmth: 0.05,
    contrast: 0.4,
    saturation: 0.9,
    vignette: 0.1,
  })
}
