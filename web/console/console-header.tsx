import { usePage } from '../current-page.tsx'

/** What stands on top of the console: where one is, who one is, and the way out. */
export function ConsoleHeader() {
  const { context, say, link } = usePage()
  const { contest, manager } = context
  return (
    <header class="site">
      {contest?.rehearsal && <p class="rehearsal">{say('site.rehearsal')}</p>}
      <div class="bar">
        <a class="mark" href={link('/console')}>
          Folkalog <small>{say('console.title')}</small>
        </a>
        {manager && (
          <>
            <Ways />
            <form class="sign-out" method="post" action={link('/console/sign-out')}>
              <span title={manager.email}>{manager.name}</span>{' '}
              <button type="submit" class="plain">
                {say('console.signOut')}
              </button>
            </form>
          </>
        )}
      </div>
    </header>
  )
}

function Ways() {
  const { context, say, link } = usePage()
  const { contest } = context
  const [here] = context.path.split('?', 1)
  const base = contest && `/console/c/${contest.slug}`
  const ways = [
    { href: '/console', words: say('console.contests') },
    ...(base
      ? [
          { href: base, words: say('console.overview') },
          { href: `${base}/moderate`, words: say('console.moderate') },
        ]
      : []),
    { href: '/console/outbox', words: say('console.outbox') },
    ...(contest ? [{ href: `/c/${contest.slug}`, words: say('console.seePages') }] : []),
  ]
  return (
    <nav aria-label={say('site.nav')}>
      {ways.map(({ href, words }) => (
        <a key={href} href={link(href)} {...(here === href && { 'aria-current': 'page' })}>
          {words}
        </a>
      ))}
    </nav>
  )
}
