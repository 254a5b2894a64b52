import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { Magazine } from '../parts/magazine.tsx'
import { PhotoRows } from '../parts/photo-rows.tsx'
import type { Coverage, ItemRef, PhotoView, Words } from '../views.ts'
import { Contents, type SectionView } from './cover/contents.tsx'
import { Meter } from './cover/meter.tsx'
import { Opening } from './cover/opening.tsx'
import { Prizes, type PrizeView } from './cover/prizes.tsx'
import { Steps } from './cover/steps.tsx'

/** `/c/:contest`: the cover, which is the contest's front page. */
export interface CoverProps {
  /** The contest's own headline and introduction; null for the usual words. */
  headline: string | null
  intro: string | null
  /** What a magazine prints beside its name: "Autumn 2027". */
  issue: string | null
  coverage: Coverage
  /** When the last page is rebuilt at the present pace; null where nobody can know. */
  forecast: number | null
  /** The first of the pages still missing, in page order. */
  gaps: ItemRef[]
  /** The photographs the magazine's cover is made of, newest first; up to four are shown. */
  magazine: PhotoView[]
  newest: PhotoView[]
  sections: SectionView[]
  /** How many photographers of each page win the thing on it; null where prizes are others. */
  winnersPerItem: number | null
  prizes: PrizeView[]
  words: Words | null
  /** The thing whose tag the steps name as an example, without `#`. */
  exampleTag: string | null
}

export function CoverPage(props: CoverProps) {
  const { say } = usePage()
  const contest = useContest()
  const { coverage, magazine, newest } = props
  const total = coverage.pages.length
  const n = coverage.pages.filter(Boolean).length
  const takesPart = contest.state === 'open' || contest.state === 'upcoming'
  return (
    <Document
      kind="cover"
      title={contest.title}
      description={say('cover.description', { title: contest.title, n, total })}
      preview={magazine[0]?.image ?? null}
      live
    >
      <section class="hero">
        <Opening {...props} />
        <Magazine photos={magazine} issue={props.issue} people={coverage.people} />
        <Meter {...props} />
      </section>
      {takesPart && <Steps total={total} exampleTag={props.exampleTag} />}
      {(newest.length > 0 || takesPart) && <Newest photos={newest} />}
      <section class="inside">
        <Contents sections={props.sections} />
        <Prizes {...props} />
      </section>
    </Document>
  )
}

function Newest({ photos }: { photos: PhotoView[] }) {
  const { say } = usePage()
  return (
    <section class="newest">
      <h2>{say('cover.newest')}</h2>
      <PhotoRows photos={photos} withItem live end={<Invitation />} />
    </section>
  )
}

/** The last place in the newest row is the reader's own. */
function Invitation() {
  const { say, link } = usePage()
  const { base, state } = useContest()
  const isOpen = state === 'open' || state === 'upcoming'
  return (
    <a href={link(isOpen ? `${base}/take-part` : `${base}/items`)}>
      <em>{say(isOpen ? 'magazine.yours' : 'cover.newestAll')}</em>
    </a>
  )
}
