import type { ComponentChildren } from 'preact'
import { shapeOf } from '../image-set.ts'
import type { PhotoView } from '../views.ts'
import { Photo } from './photo.tsx'

export interface PhotoRowsProps {
  photos: PhotoView[]
  withItem?: boolean
  /** Where new photographs are put first while the page is open. */
  live?: boolean
  /** What fills the last row. */
  end?: ComponentChildren
}

/** Photographs in rows of one height, each as wide as its own shape asks for. */
export function PhotoRows({ photos, withItem = false, live = false, end }: PhotoRowsProps) {
  return (
    <ul class="rows" data-list {...(live && { 'data-live-photos': '' })}>
      {photos.map((photo) => (
        <li key={photo.entry} class={`shape-${photo.image ? shapeOf(photo.image) : 10}`}>
          <Photo photo={photo} withItem={withItem} sizes="(min-width: 48rem) 24rem, 60vw" />
        </li>
      ))}
      {end && <li class="end">{end}</li>}
    </ul>
  )
}
