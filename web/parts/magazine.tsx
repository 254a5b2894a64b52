import { useContest, usePage } from '../current-page.tsx'
import type { PhotoView } from '../views.ts'
import { altOf } from './credit.ts'
import { fitClass } from './fit.ts'
import { Picture } from './picture.tsx'

export interface MagazineProps {
  /** Newest first. */
  photos: PhotoView[]
  issue: string | null
  people: number
}

/** The catalogue as an object on the table: its name, and the crowd's newest photographs. */
export function Magazine({ photos, issue, people }: MagazineProps) {
  const { say } = usePage()
  const { title } = useContest()
  const shown = photos.filter(({ image }) => image !== null).slice(0, 4)
  const pictures = shown.length === 4 ? shown : shown.slice(0, 1)
  return (
    <figure class="magazine" aria-label={say('magazine.label')}>
      <div class="front">
        <p class={`masthead ${fitClass(title)}`} aria-hidden="true">
          {title}
        </p>
        <p class="issue" data-live-part="issue">
          <span>{issue}</span>{' '}
          <span>{people > 0 ? say('magazine.by', { n: people }) : say('magazine.nobody')}</span>
        </p>
        <div class={`plates plates-${pictures.length}`} data-live-cover>
          {pictures.map((photo, place) => (
            <span class="pic" key={photo.entry}>
              {photo.image && (
                <Picture
                  image={photo.image}
                  alt={altOf(say, photo)}
                  sizes={place === 0 ? '(min-width: 60rem) 28rem, 80vw' : '(min-width: 60rem) 9rem, 27vw'}
                  eager={place === 0}
                />
              )}
            </span>
          ))}
          {pictures.length === 0 && <span class="pic yours">{say('magazine.yours')}</span>}
        </div>
      </div>
    </figure>
  )
}
