import type { ComponentChildren } from 'preact'
import { ConsoleHeader } from '../console/console-header.tsx'
import { usePage } from '../current-page.tsx'
import type { ImageSet } from '../image-set.ts'
import { LANGUAGES } from '../page-context.ts'
import { withoutLang } from './address.ts'
import { Footer } from './footer.tsx'
import { Header } from './header.tsx'

export interface DocumentProps {
  title: string
  /** One sentence for search engines and previews; null for pages that are not to be found. */
  description: string | null
  /** The picture of previews elsewhere, by its share rendition. */
  preview?: ImageSet | null
  /** schema.org data. */
  data?: Record<string, unknown>
  /** The page's own class, for its part of the style sheet. */
  kind: string
  children: ComponentChildren
  /** In the console's dress. */
  console?: boolean
  /** Follows the contest until its winners are drawn. */
  live?: boolean
}

/** The whole html document around a page. */
export function Document({
  title,
  description,
  preview,
  data,
  kind,
  children,
  console,
  live,
}: DocumentProps) {
  const { context, say } = usePage()
  const { contest, assets, lang } = context
  const name = contest && title !== contest.title ? `${title} · ${contest.title}` : title
  return (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{name}</title>
        {description === null ? (
          <meta name="robots" content="noindex" />
        ) : (
          <Findable name={name} description={description} preview={preview ?? null} />
        )}
        {assets.fonts.map((font) => (
          <link key={font} rel="preload" href={font} as="font" type="font/woff2" crossOrigin="anonymous" />
        ))}
        <link rel="stylesheet" href={assets.site} />
        {console && <link rel="stylesheet" href={assets.console} />}
        {contest && <link rel="stylesheet" href={`/c/${contest.slug}/theme.css`} />}
        {contest && !contest.draft && !console && <link rel="webmention" href="/webmention" />}
        <link rel="icon" href={assets.icon} type="image/svg+xml" />
        <meta name="color-scheme" content="light dark" />
        {data && (
          <script
            type="application/ld+json"
            dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll('<', '\\u003c') }}
          />
        )}
        <script type="module" src={assets.script} />
      </head>
      <body class={kind}>
        <a class="skip" href="#content">
          {say('site.skip')}
        </a>
        {console ? <ConsoleHeader /> : <Header />}
        <main
          id="content"
          tabIndex={-1}
          {...(live &&
            contest &&
            !contest.draft &&
            contest.state !== 'drawn' && { 'data-live': `/c/${contest.slug}/live` })}
        >
          {children}
        </main>
        {!console && <Footer />}
      </body>
    </html>
  )
}

/** What search engines and previews read. */
function Findable({
  name,
  description,
  preview,
}: {
  name: string
  description: string
  preview: ImageSet | null
}) {
  const { context } = usePage()
  const { publicUrl, path, contest, lang } = context
  const canonical = withoutLang(path)
  const inLanguage = (other: string) =>
    `${publicUrl}${canonical}${canonical.includes('?') ? '&' : '?'}lang=${other}`
  return (
    <>
      <meta name="description" content={description} />
      <link rel="canonical" href={`${publicUrl}${canonical}`} />
      {LANGUAGES.map((other) => (
        <link key={other} rel="alternate" hrefLang={other} href={inLanguage(other)} />
      ))}
      <meta property="og:type" content="website" />
      <meta property="og:title" content={name} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={`${publicUrl}${canonical}`} />
      <meta property="og:locale" content={lang === 'nb' ? 'nb_NO' : 'en_GB'} />
      {contest && <meta property="og:site_name" content={contest.title} />}
      {preview?.share && (
        <>
          <meta property="og:image" content={new URL(preview.share, publicUrl).href} />
          <meta property="og:image:type" content="image/jpeg" />
          {preview.alt && <meta property="og:image:alt" content={preview.alt} />}
          <meta name="twitter:card" content="summary_large_image" />
        </>
      )}
      {(contest?.rehearsal || contest?.draft) && <meta name="robots" content="noindex" />}
    </>
  )
}
