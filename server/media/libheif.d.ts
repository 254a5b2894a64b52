/**
 * libheif as WebAssembly: the functions of its C interface (libheif/heif.h) that are called here. Pointers are offsets
 * into `HEAPU8`; where C returns a struct, the place for it comes first.
 */
declare module 'libheif-js/libheif-wasm/libheif-bundle.js' {
  export interface Libheif {
    readonly ready: Promise<unknown>
    /** Another view after memory has grown: never keep it. */
    readonly HEAPU8: Uint8Array
    _malloc(size: number): number
    _free(at: number): void
    _heif_context_alloc(): number
    _heif_context_read_from_memory(
      error: number,
      context: number,
      bytes: number,
      size: number,
      options: number,
    ): void
    _heif_context_get_primary_image_handle(error: number, context: number, handle: number): void
    _heif_image_handle_get_width(handle: number): number
    _heif_image_handle_get_height(handle: number): number
    _heif_image_handle_has_alpha_channel(handle: number): number
    _heif_image_handle_get_raw_color_profile_size(handle: number): number
    _heif_image_handle_get_raw_color_profile(error: number, handle: number, into: number): void
    _heif_decode_image(
      error: number,
      handle: number,
      image: number,
      colourSpace: number,
      chroma: number,
      options: number,
    ): void
    _heif_image_get_width(image: number, channel: number): number
    _heif_image_get_height(image: number, channel: number): number
    _heif_image_get_plane_readonly2(image: number, channel: number, stride: number): number
  }
  /** Each call starts another instance with a memory of its own. */
  // biome-ignore lint/style/noDefaultExport: it is what the package has.
  export default function createLibheif(): Libheif
}
