/** A rendition and the box it fits in. None is ever larger than the picture itself. */
export interface Rendition {
  name: 'master.jpg' | '1280.webp' | 'share.jpg' | '640.webp' | '320.webp'
  type: 'image/jpeg' | 'image/webp'
  width: number
  height: number
}

/**
 * All that is kept of a picture, from large to small. The master is what print and later renditions are made from,
 * the share picture is for services that read no WebP. Widths bind, since pages choose by width (`srcset` w);
 * pictures more than twice as tall as wide are bounded by height.
 */
export const RENDITIONS = [
  { name: 'master.jpg', type: 'image/jpeg', width: 3_000, height: 3_000 },
  { name: '1280.webp', type: 'image/webp', width: 1_280, height: 2_560 },
  { name: 'share.jpg', type: 'image/jpeg', width: 1_200, height: 2_400 },
  { name: '640.webp', type: 'image/webp', width: 640, height: 1_280 },
  { name: '320.webp', type: 'image/webp', width: 320, height: 640 },
] as const satisfies readonly Rendition[]

export type RenditionName = (typeof RENDITIONS)[number]['name']

export interface Size {
  width: number
  height: number
}

/** The size of a picture inside a box, its shape kept, never enlarged, each side at least one pixel. */
export function fitInside(picture: Size, box: Size): Size {
  const scale = Math.min(1, box.width / picture.width, box.height / picture.height)
  return {
    width: Math.max(1, Math.round(picture.width * scale)),
    height: Math.max(1, Math.round(picture.height * scale)),
  }
}

/** Where a rendition lies in the store: `ab/abcd…/640.webp`. `mediaId`: SHA-256 of the received bytes, in hex. */
export function renditionPath(mediaId: string, name: RenditionName): string {
  if (!/^[0-9a-f]{64}$/.test(mediaId)) {
    throw new TypeError(`Found the media id ${JSON.stringify(mediaId)}; expected 64 hex digits`)
  }
  return `${mediaId.slice(0, 2)}/${mediaId}/${name}`
}

/** All names that a picture has in the store, for removing it. */
export function allPaths(mediaId: string): string[] {
  return RENDITIONS.map(({ name }) => renditionPath(mediaId, name))
}
