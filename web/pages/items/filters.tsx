import type { ComponentChildren } from 'preact'
import { useContest, usePage } from '../../current-page.tsx'

export interface SheetSection {
  id: string
  name: string
  /** One for each of its pages: whether it is filled. */
  pages: boolean[]
}

/** What the contact sheet was narrowed down to. */
export interface SheetFilter {
  section: string | null
  /** Only pages still missing. */
  gaps: boolean
  /** Part of a name; empty for all. */
  search: string
}

export interface FiltersProps {
  sections: SheetSection[]
  filter: SheetFilter
  missing: number
}

/** Ways to narrow the contact sheet: links for sections and gaps, a field for names. */
export function Filters({ sections, filter, missing }: FiltersProps) {
  const { context, say, link } = usePage()
  const { base } = useContest()
  const all = `${base}/items`
  const isAll = filter.section === null && !filter.gaps && filter.search === ''
  return (
    <div class="filters">
      <nav aria-label={say('sheet.filter')}>
        <Choice href={link(all)} words={say('sheet.all')} isChosen={isAll} />
        <Choice
          href={link(all, { gaps: '1' })}
          words={
            <>
              {say('sheet.gaps')} <b data-live-part="missing">{missing}</b>
            </>
          }
          isChosen={filter.gaps}
        />
        {sections.length > 1 &&
          sections.map(({ id, name }) => (
            <Choice
              key={id}
              href={link(all, { section: id })}
              words={name}
              isChosen={filter.section === id && !filter.gaps}
            />
          ))}
      </nav>
      <search>
        <form method="get" action={all}>
          {context.langChosen && <input type="hidden" name="lang" value={context.lang} />}
          <label for="search">{say('sheet.search')}</label>
          <input id="search" type="search" name="q" value={filter.search} maxLength={80} />
          <button type="submit">{say('sheet.searchGo')}</button>
        </form>
      </search>
    </div>
  )
}

function Choice(props: { href: string; words: ComponentChildren; isChosen: boolean }) {
  return (
    <a href={props.href} {...(props.isChosen && { 'aria-current': 'true' })}>
      {props.words}
    </a>
  )
}
