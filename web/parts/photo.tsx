import { useContest, usePage } from '../current-page.tsx'
import type { PhotoView } from '../views.ts'
import { altOf, shortCredit } from './credit.ts'
import { Picture } from './picture.tsx'

export interface PhotoProps {
  photo: PhotoView
  sizes: string
  eager?: boolean
  /** Names the thing before the photographer, where the page around it does not. */
  withItem?: boolean
}

/** A photograph with its credit; the picture links to its own page. */
export function Photo({ photo, sizes, eager = false, withItem = false }: PhotoProps) {
  const { say, link } = usePage()
  const { base } = useContest()
  return (
    <figure class="photo">
      <a href={link(`${base}/entries/${photo.entry}`)}>
        {photo.image ? (
          <Picture image={photo.image} alt={altOf(say, photo)} sizes={sizes} eager={eager} />
        ) : (
          <span class="elsewhere">{say('photo.elsewhere')}</span>
        )}
      </a>
      <figcaption>
        {withItem && photo.item && <b>{photo.item.name} </b>}
        <span>{shortCredit(say, photo.credit)}</span>
      </figcaption>
    </figure>
  )
}
