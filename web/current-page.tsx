import { type ComponentChildren, createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Instant } from '../server/contest/instant.ts'
import { type Moment, writeMoment } from './format.ts'
import type { ContestFrame, PageContext } from './page-context.ts'
import { partsOf, type Say, sayIn, templateOf, writeValue } from './strings/say.ts'
import type { Key, NamesIn } from './strings/translation.ts'

/** What every piece of a page can reach: who asks for it, and how to write things for that reader. */
export interface CurrentPage {
  context: PageContext
  say: Say
  /** A message with elements in its places. `count` decides the plural where no plain `n` does. */
  rich<K extends Key>(
    key: K,
    nodes: { [Name in NamesIn<K>]: ComponentChildren },
    count?: number,
  ): ComponentChildren
  /** A moment in the contest's zone, UTC outside of contests. */
  when(at: Instant, moment?: Moment): string
  number(n: number): string
  /** An address inside the site that keeps the language the reader chose. */
  link(path: string, query?: Record<string, string | null>): string
}

const Current = createContext<CurrentPage | null>(null)

/** Makes one page's context reachable for everything inside. */
export function CurrentPageProvider(props: { context: PageContext; children: ComponentChildren }) {
  return <Current.Provider value={currentPage(props.context)}>{props.children}</Current.Provider>
}

/** The page being rendered. */
export function usePage(): CurrentPage {
  const page = useContext(Current)
  if (!page) throw new Error('A part of a page was rendered outside of CurrentPageProvider.')
  return page
}

/** The contest of the page being rendered, with the path its addresses begin with. */
export function useContest(): ContestFrame & { base: string } {
  const { contest } = usePage().context
  if (!contest) throw new Error('A page of a contest was rendered without one in its context.')
  return { ...contest, base: `/c/${contest.slug}` }
}

function currentPage(context: PageContext): CurrentPage {
  const { lang } = context
  const zone = context.contest?.zone ?? 'UTC'
  return {
    context,
    say: sayIn(lang),
    rich: (key, nodes, count) => {
      const given: Record<string, ComponentChildren> = nodes
      return partsOf(templateOf(lang, key, count ?? given.n)).map((part, place) => {
        if (place % 2 === 0) return part
        const node = given[part]
        return typeof node === 'number' ? writeValue(lang, node) : node
      })
    },
    when: (at, moment = 'day') => writeMoment(lang, zone, at, moment),
    number: (n) => writeValue(lang, n),
    link: (path, query = {}) => addressOf(path, { lang: context.langChosen ? lang : null, ...query }),
  }
}

function addressOf(path: string, query: Record<string, string | null>): string {
  const pairs = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== null)
  if (pairs.length === 0) return path
  const [before = '', fragment] = path.split('#')
  const joined = `${before}${before.includes('?') ? '&' : '?'}${new URLSearchParams(pairs)}`
  return fragment === undefined ? joined : `${joined}#${fragment}`
}
