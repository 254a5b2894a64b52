import { useContest, usePage } from '../../current-page.tsx'
import { writeFolio } from '../../format.ts'
import type { ImageSet } from '../../image-set.ts'
import { LittlePages } from '../../parts/little-pages.tsx'
import { Picture } from '../../parts/picture.tsx'

export interface SectionView {
  id: string
  name: string
  /** Page number of its first thing. */
  firstPage: number
  pages: boolean[]
  /** A photograph out of it; null while it has none. */
  image: ImageSet | null
}

/** The table of contents: a line for each section, its page number, and how far it has come. */
export function Contents({ sections }: { sections: SectionView[] }) {
  const { say, link } = usePage()
  const { base } = useContest()
  return (
    <div class="leaf contents">
      <h2>{say('cover.contents')}</h2>
      <ul>
        {sections.map(({ id, name, firstPage, pages, image }) => (
          <li key={id}>
            <a href={link(`${base}/items`, { section: id })}>
              <span class={image ? 'pic' : 'pic empty'}>
                {image && <Picture image={image} alt="" sizes="6rem" />}
              </span>
              <span class="name">{name}</span>
              <span class="folio">{writeFolio(firstPage)}</span>
              <LittlePages pages={pages} />
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}
