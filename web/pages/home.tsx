import { usePage } from '../current-page.tsx'
import type { ImageSet } from '../image-set.ts'
import type { ContestState } from '../page-context.ts'
import { Document } from '../parts/document.tsx'
import { LittlePages } from '../parts/little-pages.tsx'
import { Picture } from '../parts/picture.tsx'

/** `/`: the contests of this installation, open ones first. */
export interface HomeProps {
  contests: HomeContest[]
}

export interface HomeContest {
  slug: string
  title: string
  brand: string
  state: ContestState
  rehearsal: boolean
  /** One for each page, in page order: whether it is filled. */
  pages: boolean[]
  /** The newest photograph; null while there is none. */
  image: ImageSet | null
}

export function HomePage({ contests }: HomeProps) {
  const { say } = usePage()
  return (
    <Document kind="home" title={say('home.title')} description={say('home.description')}>
      <header class="title">
        <h1>{say('home.title')}</h1>
      </header>
      {contests.length === 0 ? (
        <div class="nothing">
          <p>{say('home.none')}</p>
        </div>
      ) : (
        <ul class="shelf">
          {contests.map((contest) => (
            <OnTheShelf key={contest.slug} {...contest} />
          ))}
        </ul>
      )}
    </Document>
  )
}

function OnTheShelf({ slug, title, brand, state, rehearsal, pages, image }: HomeContest) {
  const { say, link } = usePage()
  return (
    <li>
      <a href={link(`/c/${slug}`)}>
        <span class={image ? 'pic' : 'pic empty'}>
          {image ? (
            <Picture image={image} alt="" sizes="(min-width: 48rem) 22rem, 90vw" />
          ) : (
            !pages.includes(true) && say('magazine.nobody')
          )}
        </span>
        <h2>{title}</h2>
        <p>
          {brand}. {say(`home.state.${state}`)}.{rehearsal && ` ${say('site.rehearsal')}.`}
        </p>
        <LittlePages pages={pages} />
      </a>
    </li>
  )
}
