import type { Libheif } from 'libheif-js/libheif-wasm/libheif-bundle.js'

/** The main picture of a HEIC file: its header, and its pixels when asked for. */
export interface HeicPicture {
  /** Upright: as it comes out of `decode`. */
  width: number
  height: number
  /** The ICC profile that the file brings; null where its colours are sRGB. */
  profile: Uint8Array | null
  /**
   * 8 bits a channel, row by row; turned and mirrored as the file says, so that its EXIF has nothing to add. The bytes lie
   * in the memory of the decoder: they are gone with the picture.
   */
  decode(): { data: Uint8Array; width: number; height: number; channels: 3 | 4 }
}

/** Numbers of libheif/heif.h. */
const RGB = 1
const INTERLEAVED_RGB = 10
const INTERLEAVED_RGBA = 11
const INTERLEAVED = 10

/** ICC.1:2022, 7.2.6: the colour space of the data, four letters at this byte. */
const COLOUR_SPACE_AT = 16

/**
 * Opens the main picture of a HEIC file; nothing is decoded yet. Every picture has an instance of the decoder to itself,
 * with its memory: no stranger's file meets another's, and nothing has to be freed. Throws what libheif finds wrong, also
 * where the coded pictures are larger than the header claims: it checks that before it has memory for them.
 * Import this only in a process that may die of it.
 */
export async function openHeic(bytes: Uint8Array): Promise<HeicPicture> {
  const { default: createLibheif } = await import('libheif-js/libheif-wasm/libheif-bundle.js')
  const heif = createLibheif()
  await heif.ready
  const context = heif._heif_context_alloc()
  const file = heif._malloc(bytes.length)
  heif.HEAPU8.set(bytes, file)
  call(heif, (error) => heif._heif_context_read_from_memory(error, context, file, bytes.length, 0))
  heif._free(file)
  const handle = fetchPointer(heif, (error, at) =>
    heif._heif_context_get_primary_image_handle(error, context, at),
  )
  return {
    width: heif._heif_image_handle_get_width(handle),
    height: heif._heif_image_handle_get_height(handle),
    profile: readProfile(heif, handle),
    decode: () => decodeImage(heif, handle),
  }
}

function decodeImage(heif: Libheif, handle: number): ReturnType<HeicPicture['decode']> {
  const channels = heif._heif_image_handle_has_alpha_channel(handle) ? 4 : 3
  const chroma = channels === 4 ? INTERLEAVED_RGBA : INTERLEAVED_RGB
  const image = fetchPointer(heif, (error, at) => heif._heif_decode_image(error, handle, at, RGB, chroma, 0))
  const width = heif._heif_image_get_width(image, INTERLEAVED)
  const height = heif._heif_image_get_height(image, INTERLEAVED)
  const strideAt = heif._malloc(8)
  const start = heif._heif_image_get_plane_readonly2(image, INTERLEAVED, strideAt)
  const stride = view(heif).getUint32(strideAt, true)
  const row = width * channels
  if (stride > row)
    for (let y = 1; y < height; y++)
      heif.HEAPU8.copyWithin(start + y * row, start + y * stride, start + y * stride + row)
  return { data: heif.HEAPU8.subarray(start, start + row * height), width, height, channels }
}

/** Only profiles for red, green and blue fit the pixels that come out. */
function readProfile(heif: Libheif, handle: number): Uint8Array | null {
  const size = heif._heif_image_handle_get_raw_color_profile_size(handle)
  if (size === 0) return null
  const at = heif._malloc(size)
  call(heif, (error) => heif._heif_image_handle_get_raw_color_profile(error, handle, at))
  const profile = heif.HEAPU8.slice(at, at + size)
  const space = Buffer.from(profile.subarray(COLOUR_SPACE_AT, COLOUR_SPACE_AT + 4)).toString('latin1')
  return space === 'RGB ' ? profile : null
}

/** A pointer that a function writes to the second place it is given. */
function fetchPointer(heif: Libheif, fetch: (error: number, at: number) => void): number {
  const at = heif._malloc(4)
  call(heif, (error) => fetch(error, at))
  return view(heif).getUint32(at, true)
}

/** Calls a function that returns `heif_error`: code, more exact code, and words. Throws the words. */
function call(heif: Libheif, work: (error: number) => void): void {
  const error = heif._malloc(12)
  work(error)
  const memory = view(heif)
  if (memory.getUint32(error, true) === 0) return
  const words = memory.getUint32(error + 8, true)
  const end = heif.HEAPU8.indexOf(0, words)
  throw new Error(`libheif: ${Buffer.from(heif.HEAPU8.subarray(words, end)).toString('latin1').trim()}`)
}

function view(heif: Libheif): DataView {
  return new DataView(heif.HEAPU8.buffer)
}
