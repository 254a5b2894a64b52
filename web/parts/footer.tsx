import { usePage } from '../current-page.tsx'

/** The colophon: whose catalogue this is, and the pages one rarely needs. */
export function Footer() {
  const { context, say, link } = usePage()
  const { contest } = context
  const base = contest && `/c/${contest.slug}`
  const ways = [
    ...(base
      ? [
          { href: `${base}/room`, words: say('room.title') },
          { href: `${base}/draws`, words: say('site.draws') },
          { href: `${base}/rules`, words: say('site.rules') },
          { href: `${base}/log`, words: say('site.log') },
        ]
      : []),
    { href: '/privacy', words: say('site.privacy') },
    { href: '/imprint', words: say('site.imprint') },
    ...(base ? [{ href: '/', words: say('site.home') }] : []),
  ]
  return (
    <footer class="site">
      <div class="colophon">
        {contest && <p>{say('site.colophon', { title: contest.title, brand: contest.brand })}</p>}
        <p>{say('site.madeWith')}</p>
      </div>
      <ul>
        {ways.map(({ href, words }) => (
          <li key={href}>
            <a href={link(href)}>{words}</a>
          </li>
        ))}
      </ul>
    </footer>
  )
}
