import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { Magazine } from '../parts/magazine.tsx'
import { PhotoRows } from '../parts/photo-rows.tsx'
import type { PhotoView } from '../views.ts'
import { Contents, type SectionView } from './cover/contents.tsx'
import { Meter, type MeterProps } from './cover/meter.tsx'
import { Opening, type OpeningProps } from './cover/opening.tsx'
import { Prizes, type PrizesProps } from './cover/prizes.tsx'
import { Steps } from './cover/steps.tsx'

/** `/c/:contest`: the cover, which is the contest's front page. */
export interface CoverProps extends OpeningProps, MeterProps, PrizesProps {
  /** What a magazine prints beside its name: "Autumn 2027". */
  issue: string | null
  /** The photographs the magazine's cover is made of, newest first; up to four are shown. */
  magazine: PhotoView[]
  newest: PhotoView[]
  sections: SectionView[]
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
      preview={magazine.find(({ unlisted }) => !unlisted)?.image ?? null}
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
