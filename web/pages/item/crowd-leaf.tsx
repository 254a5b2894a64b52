import { useContest, usePage } from '../../current-page.tsx'
import { captionTags } from '../../parts/caption-tags.ts'
import { Photo } from '../../parts/photo.tsx'
import { Picture } from '../../parts/picture.tsx'
import { PullQuote } from '../../parts/pull-quote.tsx'
import { TagLine } from '../../parts/tag.tsx'
import type { PhotoView, Words } from '../../views.ts'
import type { ItemView } from './print-leaf.tsx'

export interface CrowdLeafProps {
  item: ItemView
  photos: PhotoView[]
  /** All public entries of it, and their photographers. */
  photoCount: number
  people: number
  words: Words | null
}

/** The right page of a spread: the thing as people have it, or the page that waits for them. */
export function CrowdLeaf(props: CrowdLeafProps) {
  const { say } = usePage()
  const { item, photos, photoCount, people, words } = props
  const isGap = photoCount === 0
  return (
    <section
      class={isGap ? 'leaf crowd gap' : 'leaf crowd'}
      data-page={item.id}
      aria-label={say('spread.crowd')}
    >
      {isGap ? (
        <Waiting {...props} />
      ) : (
        <>
          <ul class={`plates crowd-${photos.length}`}>
            {photos.map((photo, place) => (
              <li key={photo.entry}>
                <Photo photo={photo} eager={place === 0} sizes="(min-width: 60rem) 26vw, 60vw" />
              </li>
            ))}
          </ul>
          {words && <PullQuote words={words} />}
        </>
      )}
      <p class="folio">
        {!isGap && (
          <span>
            {say('spread.photographsBy', { photos: say('spread.photographs', { n: photoCount }), n: people })}
          </span>
        )}{' '}
        <b>{item.page + 1}</b>
      </p>
    </section>
  )
}

function Waiting({ item }: Pick<CrowdLeafProps, 'item'>) {
  const { say } = usePage()
  const contest = useContest()
  const isOpen = contest.state === 'open' || contest.state === 'upcoming'
  return (
    <div class="waiting">
      {item.print && (
        <span class="ghost">
          <Picture image={item.print} alt="" sizes="(min-width: 60rem) 40vw, 90vw" />
        </span>
      )}
      <h2>{say('spread.gap')}</h2>
      <p class="text">{say(isOpen ? 'spread.gapText' : 'spread.gapClosed', { name: item.name })}</p>
      {isOpen && <TagLine tags={captionTags(contest, item.tag)} />}
    </div>
  )
}
