import { usePage } from '../current-page.tsx'
import { withoutLang } from './address.ts'

/** What stands on top of every page: whose catalogue it is, and the ways through it. */
export function Header() {
  const { context, say, link } = usePage()
  const { contest } = context
  return (
    <header class="site">
      {contest?.draft && <p class="rehearsal">{say('site.draft')}</p>}
      {contest?.rehearsal && <p class="rehearsal">{say('site.rehearsal')}</p>}
      <div class="bar">
        <a class="mark" href={link(contest ? `/c/${contest.slug}` : '/')}>
          {contest?.title ?? 'Folkalog'}
        </a>
        {contest && <Ways base={`/c/${contest.slug}`} />}
        <OtherLanguage />
      </div>
    </header>
  )
}

function Ways({ base }: { base: string }) {
  const { context, say, link } = usePage()
  const [here] = context.path.split('?', 1)
  const way = (to: string, words: string, covers: string[] = []) => ({
    href: link(`${base}/${to}`),
    words,
    isHere: [to, ...covers].some(
      (part) => here === `${base}/${part}` || here?.startsWith(`${base}/${part}/`),
    ),
  })
  const ways = [
    way('items', say('site.catalogue'), ['entries']),
    way('take-part', say('site.takePart'), ['receipts', 'confirm']),
    way('check', say('site.check')),
    way('winners', say('site.winners'), ['draws']),
  ]
  return (
    <nav aria-label={say('site.nav')}>
      {ways.map(({ href, words, isHere }) => (
        <a key={href} href={href} {...(isHere && { 'aria-current': 'page' })}>
          {words}
        </a>
      ))}
    </nav>
  )
}

function OtherLanguage() {
  const { context, say } = usePage()
  const other = context.lang === 'en' ? 'nb' : 'en'
  const path = withoutLang(context.path)
  return (
    <a
      class="other-language"
      lang={other}
      hrefLang={other}
      href={`${path}${path.includes('?') ? '&' : '?'}lang=${other}`}
    >
      {say('site.otherLanguage')}
    </a>
  )
}
