import { useContest, usePage } from '../current-page.tsx'
import { largestOf } from '../image-set.ts'
import { Arrow } from '../parts/arrow.tsx'
import { BlogPosts } from '../parts/blog-posts.tsx'
import { Document } from '../parts/document.tsx'
import { NextLink } from '../parts/next-link.tsx'
import { PhotoRows } from '../parts/photo-rows.tsx'
import type { BlogPostView, ItemRef, PhotoView } from '../views.ts'
import { CrowdLeaf, type CrowdLeafProps } from './item/crowd-leaf.tsx'
import { type ItemView, PrintLeaf, type PrintLeafProps } from './item/print-leaf.tsx'

/** `/c/:contest/items/:item`: the spread, print on the left and the crowd on the right. */
export interface ItemProps extends PrintLeafProps, CrowdLeafProps {
  /** Newest first: the first page of them, or a later one. */
  photos: PhotoView[]
  /** Cursor of the next page of photographs; null at the end. */
  next: string | null
  /** False on later pages, which show photographs only. */
  isFirst: boolean
  /** The newest that blogs write about it. */
  blogs: BlogPostView[]
  previous: ItemRef | null
  following: ItemRef | null
}

/** As many photographs as the right leaf of a spread holds; the rest stand below it. */
export const ON_THE_SPREAD = 6

export function ItemPage(props: ItemProps) {
  const { context, say } = usePage()
  const { title } = useContest()
  const { item, photos, isFirst, next } = props
  const text = item.summary ?? item.text ?? title
  const below = isFirst ? photos.slice(ON_THE_SPREAD) : photos
  return (
    <Document
      kind="item"
      title={item.name}
      description={say('spread.description', { name: item.name, title, text })}
      preview={
        photos.find(({ image, sensitive, unlisted }) => image && !sensitive && !unlisted)?.image ?? item.print
      }
      live
      {...(item.price && { data: productData(item, context.publicUrl) })}
    >
      {isFirst && (
        <article class="spread">
          <PrintLeaf {...props} />
          <CrowdLeaf {...props} photos={photos.slice(0, ON_THE_SPREAD)} />
        </article>
      )}
      <Turn {...props} />
      {below.length > 0 && (
        <section class="more-photos">
          {isFirst ? <h2>{say('spread.morePhotos', { name: item.name })}</h2> : <LaterHeading {...props} />}
          <PhotoRows photos={below} />
        </section>
      )}
      <NextLink cursor={next} words={say('spread.morePhotosLink')} />
      {props.blogs.length > 0 && <Blogs {...props} />}
    </Document>
  )
}

function Blogs({ item, blogs }: ItemProps) {
  const { say, link } = usePage()
  const { base } = useContest()
  return (
    <section class="spread-blogs">
      <h2>{say('room.ofItem', { name: item.name })}</h2>
      <BlogPosts posts={blogs} />
      <p class="next">
        <a href={link(`${base}/room`)}>{say('room.all')}</a>
      </p>
    </section>
  )
}

function LaterHeading({ item }: ItemProps) {
  const { say, link } = usePage()
  const { base } = useContest()
  return (
    <header class="title">
      <h1>{say('spread.morePhotos', { name: item.name })}</h1>
      <p>
        <a href={link(`${base}/items/${item.id}`)}>{say('spread.firstPhotos')}</a>
      </p>
    </header>
  )
}

/** From one spread to the next, as one turns pages. */
function Turn({ previous, following, item }: ItemProps) {
  const { say, link } = usePage()
  const { base } = useContest()
  return (
    <nav class="turn" aria-label={say('spread.turn')}>
      {previous ? (
        <a href={link(`${base}/items/${previous.id}`)} rel="prev">
          <Arrow to="left" /> <span>{previous.name}</span>
        </a>
      ) : (
        <span />
      )}
      <a href={link(`${base}/items`, { section: item.section.id })}>{item.section.name}</a>
      {following ? (
        <a href={link(`${base}/items/${following.id}`)} rel="next">
          <span>{following.name}</span> <Arrow to="right" />
        </a>
      ) : (
        <span />
      )}
    </nav>
  )
}

function productData(
  { name, summary, price, print, productUrl }: ItemView,
  publicUrl: string,
): Record<string, unknown> {
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name,
    ...(summary && { description: summary }),
    ...(print && { image: new URL(largestOf(print), publicUrl).href }),
    ...(price && {
      offers: {
        '@type': 'Offer',
        price: price.amount,
        priceCurrency: price.currency,
        ...(productUrl && { url: productUrl }),
      },
    }),
  }
}
