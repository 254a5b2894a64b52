import type { Instant } from '../../server/contest/instant.ts'
import type { Deed } from '../../server/contest/licence.ts'
import { useContest, usePage } from '../current-page.tsx'
import { writeFolio } from '../format.ts'
import { type ImageSet, largestOf } from '../image-set.ts'
import { webAddress } from '../parts/address.ts'
import { Arrow } from '../parts/arrow.tsx'
import { Careful } from '../parts/careful.tsx'
import { altOf, shortCredit } from '../parts/credit.ts'
import { Document } from '../parts/document.tsx'
import { FullCredit } from '../parts/full-credit.tsx'
import { Moment } from '../parts/moment.tsx'
import { Picture } from '../parts/picture.tsx'
import type { Credit, ItemRef } from '../views.ts'
import { Report, type ReportForm } from './entry/report.tsx'

/** `/c/:contest/entries/:id`: one photograph. */
export interface EntryProps {
  entry: string
  item: ItemRef | null
  /** `url`: the author's own page. */
  credit: Credit & { url: string | null }
  image: ImageSet | null
  /** The author asks for care: the picture is covered until a reader wants to see it. */
  sensitive: boolean
  /** The original is a video; `image` is a still of it. */
  video: boolean
  /** Its author asks not to be found from elsewhere. */
  unlisted: boolean
  /** As the author wrote it, line breaks kept; null where only a link may be shown. */
  caption: string | null
  /** Of the caption, BCP 47; null where nobody knows. */
  language: string | null
  /** Where it was posted; null for a direct upload. */
  original: string | null
  /** What its author lets everybody do with the picture; null where nothing is told, or no picture shown. */
  licence: Deed | null
  postedAt: Instant
  report: ReportForm
}

export function EntryPage(props: EntryProps) {
  const { context, say, link } = usePage()
  const { title, base } = useContest()
  const { item, credit, image, caption } = props
  const original = webAddress(props.original)
  const who = shortCredit(say, credit)
  return (
    <Document
      kind="entry"
      title={item ? say('entry.title', { name: item.name, who }) : say('entry.titleNoItem', { who })}
      description={
        props.unlisted
          ? null
          : item
            ? say('entry.description', { name: item.name, title, who })
            : say('entry.descriptionNoItem', { title, who })
      }
      preview={props.sensitive ? null : image}
      {...(image &&
        !props.sensitive &&
        !props.unlisted && { data: imageData(props, who, context.publicUrl) })}
    >
      <article class="leaf single">
        <div class={image && image.height > image.width ? 'plate upright' : 'plate'}>
          {image ? (
            <Careful is={props.sensitive}>
              <a href={largestOf(image)} aria-label={say('entry.largest')}>
                <Picture
                  image={image}
                  alt={altOf(say, props)}
                  sizes="(min-width: 60rem) 55vw, 92vw"
                  eager={!props.sensitive}
                />
              </a>
            </Careful>
          ) : (
            <p class="elsewhere">{say(props.video ? 'photo.video' : 'photo.elsewhere')}</p>
          )}
        </div>
        <div class="text">
          <h1>
            {item && <a href={link(`${base}/items/${item.id}`)}>{item.name}</a>}{' '}
            <span class="who">{say('photo.by', { who })}</span>
          </h1>
          {caption !== null && caption !== '' && (
            <blockquote class="caption" lang={props.language ?? undefined}>
              {caption}
            </blockquote>
          )}
          <Facts {...props} />
          {original && (
            <p>
              <a class="way" href={original} rel="noopener nofollow ugc">
                {say(props.video ? 'entry.watch' : 'entry.originalLink')} <Arrow to="out" />
              </a>
            </p>
          )}
          <Report {...props} />
        </div>
      </article>
    </Document>
  )
}

function Facts({ item, credit, original, licence, postedAt }: EntryProps) {
  const profile = webAddress(credit.url)
  const { say, link } = usePage()
  const { base } = useContest()
  return (
    <dl>
      <dt>{say('entry.by')}</dt>
      <dd>
        {profile ? (
          <a href={profile} rel="noopener nofollow ugc">
            <FullCredit credit={credit} />
          </a>
        ) : (
          <FullCredit credit={credit} />
        )}
      </dd>
      {item && (
        <>
          <dt>{say('entry.item')}</dt>
          <dd>
            <a href={link(`${base}/items/${item.id}`)}>
              {writeFolio(item.page)} {item.name}
            </a>
          </dd>
        </>
      )}
      <dt>{say('entry.posted')}</dt>
      <dd>
        <Moment at={postedAt} />
      </dd>
      {licence && (
        <>
          <dt>{say('entry.licence')}</dt>
          <dd>
            <a href={licence.url} rel="license noopener">
              {licence.name}
            </a>
          </dd>
        </>
      )}
      {!original && (
        <>
          <dt>{say('entry.original')}</dt>
          <dd>{say('entry.uploaded')}</dd>
        </>
      )}
    </dl>
  )
}

function imageData(
  { image, item, original, postedAt }: EntryProps,
  who: string,
  publicUrl: string,
): Record<string, unknown> {
  return {
    '@context': 'https://schema.org',
    '@type': 'ImageObject',
    ...(image && { contentUrl: new URL(largestOf(image), publicUrl).href }),
    creditText: who,
    creator: { '@type': 'Person', name: who },
    datePublished: new Date(postedAt).toISOString(),
    ...(item && { about: item.name }),
    ...(original && { acquireLicensePage: original }),
  }
}
