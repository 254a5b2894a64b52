import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { type Pixels, readPixels } from './decoder.ts'
import { openHeic } from './heic.ts'
import type { Size } from './names.ts'

/** As `decode`, for HEIC, which sharp's own libheif cannot read: it is built without HEVC. */
export async function decodeHeic(bytes: Uint8Array, box: Size): Promise<Pixels> {
  const picture = await openHeic(bytes)
  const { data, ...size } = picture.decode()
  const pixels = await readPixels(sharp(data, { raw: size }), box)
  return picture.profile ? toSrgb(pixels, picture.profile) : pixels
}

/** sharp converts what a file's profile says, and takes none beside raw pixels: so they become a file. */
async function toSrgb(pixels: Pixels, profile: Uint8Array): Promise<Pixels> {
  const { data, width, height } = pixels
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer()
  return readPixels(sharp(withProfile(png, profile), { failOn: 'warning' }), pixels)
}

/** Bytes of the signature and the header of a PNG; the profile has to come next (PNG, 5.6). */
const AFTER_HEADER = 33

function withProfile(png: Buffer, profile: Uint8Array): Buffer {
  // Its name, and 0 for the one way of compressing there is (PNG, 11.3.2.3).
  const data = Buffer.concat([Buffer.from('iCCPcamera\0\0', 'latin1'), deflateSync(profile)])
  const chunk = Buffer.alloc(data.length + 8)
  chunk.writeUInt32BE(data.length - 4)
  data.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(data), data.length + 4)
  return Buffer.concat([png.subarray(0, AFTER_HEADER), chunk, png.subarray(AFTER_HEADER)])
}
