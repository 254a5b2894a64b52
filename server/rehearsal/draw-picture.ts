import type { Picture, PictureSpec } from './photograph/picture-spec.ts'

/** Draws a picture, or hands out one drawn before. */
export type DrawPicture = (spec: PictureSpec) => Promise<Picture>
