import { useContest, usePage } from '../current-page.tsx'
import type { PhotoView } from '../views.ts'
import { Careful } from './careful.tsx'
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
  const { image, sensitive, video } = photo
  return (
    <figure class={video ? 'photo video' : 'photo'}>
      <Careful is={sensitive && image !== null}>
        <a href={link(`${base}/entries/${photo.entry}`)}>
          {image ? (
            <Picture image={image} alt={altOf(say, photo)} sizes={sizes} eager={eager && !sensitive} />
          ) : (
            <span class="elsewhere">{say(video ? 'photo.video' : 'photo.elsewhere')}</span>
          )}
        </a>
      </Careful>
      <figcaption>
        {withItem && photo.item && <b>{photo.item.name} </b>}
        <span>{shortCredit(say, photo.credit)}</span>
      </figcaption>
    </figure>
  )
}
