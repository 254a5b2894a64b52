import sharp, { type Sharp } from 'sharp'
import t from 'tap'
import {
  distance,
  FINGERPRINT_BYTES,
  type Fingerprint,
  LEAST_QUALITY,
  LOOK_ALIKE,
  likeness,
  SAME_PICTURE,
} from '../../server/media/fingerprint.ts'
import { fingerprintPicture } from '../../server/media/fingerprint-picture.ts'
import { drawScene, scenePhoto } from '../support/scene.ts'

const WIDTH = 1_000
const HEIGHT = 750

/** A picture whose eight hashes differ from those of `blank` in so many bits. */
function apart(bits: number, quality = 100): Fingerprint {
  const one = Uint8Array.from(
    { length: 32 },
    (_, byte) => 0xff >> (8 - Math.max(0, Math.min(8, bits - byte * 8))),
  )
  return { hashes: Uint8Array.from({ length: FINGERPRINT_BYTES }, (_, at) => one[at % 32] ?? 0), quality }
}
const blank = apart(0)

function cut(picture: Sharp, share: number): Sharp {
  const [left, top] = [Math.round(WIDTH * share), Math.round(HEIGHT * share)]
  return picture.extract({ left, top, width: WIDTH - 2 * left, height: HEIGHT - 2 * top })
}

const SAME: Record<string, (picture: Sharp) => Sharp> = {
  'saved again at low quality': (picture) => picture.jpeg({ quality: 30 }),
  'at half its size': (picture) => picture.resize(WIDTH / 2).webp(),
  'as a thumbnail': (picture) => picture.resize(320).jpeg(),
  'in grey': (picture) => picture.greyscale().jpeg(),
  brighter: (picture) => picture.modulate({ brightness: 1.2 }).jpeg(),
  mirrored: (picture) => picture.flop().jpeg(),
  'mirrored and cut by 3 %': (picture) => cut(picture.flop(), 0.03).jpeg(),
  'cut by 3 % on each side': (picture) => cut(picture, 0.03).jpeg(),
  'cut by 8 % on each side': (picture) => cut(picture, 0.08).jpeg(),
  'in a white border': (picture) =>
    picture.extend({ top: 40, bottom: 40, left: 50, right: 50, background: '#fff' }).jpeg(),
  'in a black square': (picture) =>
    picture.resize({ width: 900, height: 900, fit: 'contain', background: '#000' }).jpeg(),
}

t.test('a picture that was edited as people edit is the same picture', async (t) => {
  for (let seed = 1; seed <= 4; seed++) {
    const photo = await scenePhoto(seed, WIDTH, HEIGHT)
    const original = await fingerprintPicture(photo)
    for (const [edit, apply] of Object.entries(SAME)) {
      const edited = await fingerprintPicture(await apply(sharp(photo)).toBuffer())
      t.equal(likeness(original, edited), 'same', `scene ${seed} ${edit}: ${distance(original, edited)} bits`)
    }
  }
})

t.test('different scenes are far from each other', async (t) => {
  const fingerprints: Fingerprint[] = []
  for (let seed = 10; seed < 24; seed++)
    fingerprints.push(await fingerprintPicture(await scenePhoto(seed, 400, 300)))
  const distances = fingerprints.flatMap((a, i) => fingerprints.slice(i + 1).map((b) => distance(a, b)))
  t.equal(distances.length, 91)
  t.ok(Math.min(...distances) > LOOK_ALIKE, `the nearest two are ${Math.min(...distances)} bits apart`)
})

t.test('a picture with nothing in it gets no verdict', async (t) => {
  const wall = await fingerprintPicture(
    await sharp({ create: { width: 200, height: 200, channels: 3, background: '#eee' } })
      .png()
      .toBuffer(),
  )
  t.equal(wall.quality, 0)
  t.equal(likeness(wall, wall), 'unknown')
})

t.test('each threshold belongs to the closer side', async (t) => {
  t.equal(distance(blank, apart(SAME_PICTURE)), 31)
  t.equal(likeness(blank, apart(SAME_PICTURE)), 'same')
  t.equal(likeness(blank, apart(SAME_PICTURE + 1)), 'alike')
  t.equal(likeness(blank, apart(LOOK_ALIKE)), 'alike')
  t.equal(likeness(blank, apart(LOOK_ALIKE + 1)), 'different')
  t.equal(likeness(blank, apart(0, LEAST_QUALITY)), 'same')
  t.equal(likeness(blank, apart(0, LEAST_QUALITY - 1)), 'unknown')
  t.equal(likeness(apart(0, LEAST_QUALITY - 1), blank), 'unknown')
})

t.test('the distance is the same both ways', async (t) => {
  for (let seed = 30; seed < 34; seed++) {
    const photo = await scenePhoto(seed, 300, 300)
    const a = await fingerprintPicture(photo)
    const b = await fingerprintPicture(await sharp(photo).flop().rotate(1).toBuffer())
    t.equal(distance(a, b), distance(b, a))
  }
})

t.test('one view that is found again is enough', async (t) => {
  const far = apart(256)
  t.equal(distance(blank, far), 256)
  for (let view = 0; view < 8; view++) {
    const found: Fingerprint = { hashes: Uint8Array.from(far.hashes), quality: 100 }
    found.hashes.set(blank.hashes.subarray(0, 32), view * 32)
    t.equal(distance(blank, found), 0, `view ${view}`)
  }
})

t.test('transparency counts as white, and grey pixels as colours', async (t) => {
  const scene = drawScene(2, 300, 200)
  const plain = await fingerprintPicture(await scene.clone().png().toBuffer())
  const withAlpha = await fingerprintPicture(await scene.clone().ensureAlpha(1).png().toBuffer())
  t.equal(distance(plain, withAlpha), 0)
  const clear = await fingerprintPicture(await scene.clone().ensureAlpha(0).png().toBuffer())
  t.equal(clear.quality, 0)
  const grey = await fingerprintPicture(await scene.clone().greyscale().png().toBuffer())
  t.equal(likeness(plain, grey), 'same')
})

t.test('a picture that cannot be read is refused', async (t) => {
  await t.rejects(fingerprintPicture(Buffer.from('no picture')), { name: 'PictureRefused', code: 'damaged' })
  const photo = await drawScene(1, 200, 200).jpeg().toBuffer()
  await t.rejects(fingerprintPicture(photo.subarray(0, 1_000)), { code: 'damaged' })
})
