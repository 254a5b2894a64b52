import { Fragment } from 'preact'
import { useContest, usePage } from '../current-page.tsx'
import { Document } from '../parts/document.tsx'
import { LittlePages } from '../parts/little-pages.tsx'
import { NextLink } from '../parts/next-link.tsx'
import { Filters, type SheetFilter, type SheetSection } from './items/filters.tsx'
import { type SheetItem, SheetPage } from './items/sheet-page.tsx'

/** `/c/:contest/items`: the contact sheet, every page of the catalogue in order. */
export interface ItemsProps {
  /** Of the whole catalogue, whatever is filtered. */
  total: number
  filled: number
  people: number
  /** Every section in page order, to choose from. */
  sections: SheetSection[]
  filter: SheetFilter
  /** In page order. */
  items: SheetItem[]
  /** The section of the last thing on the page of the list before this one; null on the first. */
  after: string | null
  /** Cursor of the next page of this list; null at its end. */
  next: string | null
}

export function ItemsPage(props: ItemsProps) {
  const { say } = usePage()
  const contest = useContest()
  const { total, filled, people, sections, filter, items, next } = props
  return (
    <Document
      kind="items"
      title={titleOf(props, say)}
      description={say('sheet.description', { title: contest.title })}
      live
    >
      <header class="title">
        <h1>{titleOf(props, say)}</h1>
        <p data-live-part="summary">
          {people > 0 ? say('sheet.summary', { filled, n: people }) : say('sheet.summaryNobody')}
        </p>
      </header>
      <Filters sections={sections} filter={filter} missing={total - filled} />
      {items.length === 0 ? <NothingHere filter={filter} /> : <Sheet {...props} />}
      <NextLink cursor={next} words={say('sheet.more')} query={queryOf(filter)} />
    </Document>
  )
}

/** The pages in one grid. A section opens with a page of its own, as in print; a narrowed list has none. */
function Sheet({ items, sections, filter, after }: ItemsProps) {
  const isWhole = filter.section === null && !filter.gaps && filter.search === ''
  const opening = (item: SheetItem, place: number) => {
    const before = place === 0 ? after : items[place - 1]?.section
    const isFirst = isWhole && sections.length > 1 && before !== item.section
    return isFirst ? sections.find(({ id }) => id === item.section) : undefined
  }
  return (
    <ul class="pages" data-list>
      {items.map((item, place) => {
        const section = opening(item, place)
        return (
          <Fragment key={item.id}>
            {section && <SectionPage {...section} />}
            <SheetPage item={item} />
          </Fragment>
        )
      })}
    </ul>
  )
}

function SectionPage({ id, name, pages }: SheetSection) {
  const { say } = usePage()
  const filled = pages.filter(Boolean).length
  return (
    <li class="opener">
      <h2>{name}</h2>
      <p data-live-part={`opener-${id}`}>{say('sheet.sectionCount', { filled, n: pages.length })}</p>
      <LittlePages pages={pages} />
    </li>
  )
}

function NothingHere({ filter }: { filter: SheetFilter }) {
  const { say, link } = usePage()
  const { base } = useContest()
  const everythingFilled = filter.gaps && filter.search === ''
  return (
    <div class="nothing">
      <p>{say(everythingFilled ? 'sheet.noGaps' : 'sheet.nothingFound')}</p>
      <p>
        <a class="button" href={link(`${base}/items`)}>
          {say('sheet.nothingFoundDo')}
        </a>
      </p>
    </div>
  )
}

function titleOf(
  { total, filled, filter, sections }: ItemsProps,
  say: ReturnType<typeof usePage>['say'],
): string {
  if (filter.search !== '') return say('sheet.titleSearch', { text: filter.search })
  if (filter.gaps)
    return total === filled ? say('sheet.titleNoGaps') : say('sheet.titleGaps', { n: total - filled })
  return sections.find(({ id }) => id === filter.section)?.name ?? say('sheet.title', { n: total })
}

function queryOf({ section, gaps, search }: SheetFilter): Record<string, string | null> {
  return { section, gaps: gaps ? '1' : null, q: search === '' ? null : search }
}
