import type { ImageSet } from '../image-set.ts'
import { srcOf, srcsetOf } from '../image-set.ts'
import { averageColour } from '../placeholder.ts'

export interface PictureProps {
  image: ImageSet
  alt: string
  /** How wide the picture stands, as the `sizes` attribute says it. */
  sizes: string
  /** On the first screen: fetched at once, before others. */
  eager?: boolean
}

/** A picture that keeps its room and shows its own average colour until it is there. */
export function Picture({ image, alt, sizes, eager = false }: PictureProps) {
  const colour = image.thumbhash === null ? null : averageColour(image.thumbhash)
  return (
    <>
      {colour && (
        <svg class="tone" aria-hidden="true" focusable="false">
          <rect width="100%" height="100%" fill={colour} />
        </svg>
      )}
      <img
        src={srcOf(image)}
        srcset={srcsetOf(image)}
        sizes={sizes}
        width={image.width}
        height={image.height}
        alt={alt}
        {...(eager ? { fetchpriority: 'high' } : { loading: 'lazy' })}
        decoding="async"
      />
    </>
  )
}
