import { useContest, usePage } from '../../current-page.tsx'
import { writeFolio } from '../../format.ts'
import type { ImageSet } from '../../image-set.ts'
import { altOf } from '../../parts/credit.ts'
import { Picture } from '../../parts/picture.tsx'
import { Tag } from '../../parts/tag.tsx'
import type { Credit, ItemRef } from '../../views.ts'

export interface SheetItem extends ItemRef {
  /** Without `#`. */
  tag: string
  /** The id of its section. */
  section: string
  /** Public entries of it. */
  photos: number
  /**
   * The newest photograph of it; null for a gap, and where only a link may be shown. Without `image` its author asks for care:
   * it is shown on the page of the thing.
   */
  photo: { image: ImageSet | null; credit: Credit } | null
  /** The printed picture, the ghost of a gap. */
  print: ImageSet | null
}

/** One page of the catalogue: the crowd's photograph, or a dashed page that waits for one. */
export function SheetPage({ item }: { item: SheetItem }) {
  const { say, link } = usePage()
  const { base, state } = useContest()
  const isGap = item.photos === 0
  return (
    <li class={isGap ? 'page gap' : 'page'} data-page={item.id}>
      <a href={link(`${base}/items/${item.id}`)}>
        <span class="pic">
          {isGap ? (
            <Ghost item={item} isOpen={state !== 'closed' && state !== 'drawn'} />
          ) : (
            <Filled item={item} />
          )}
        </span>
        <h2>{item.name}</h2>
        <span class="state">{isGap ? say('sheet.empty') : say('sheet.photos', { n: item.photos })}</span>
        <span class="folio">{writeFolio(item.page)}</span>
      </a>
    </li>
  )
}

const SIZES = '(min-width: 75rem) 13rem, (min-width: 48rem) 22vw, 44vw'

function Filled({ item }: { item: SheetItem }) {
  const { say } = usePage()
  if (!item.photo?.image)
    return <span class="elsewhere">{say(item.photo ? 'photo.careful' : 'photo.elsewhere')}</span>
  return <Picture image={item.photo.image} alt={altOf(say, { ...item.photo, item })} sizes={SIZES} />
}

function Ghost({ item, isOpen }: { item: SheetItem; isOpen: boolean }) {
  const { say } = usePage()
  return (
    <>
      {item.print && (
        <span class="ghost">
          <Picture image={item.print} alt="" sizes={SIZES} />
        </span>
      )}
      {isOpen && (
        <span class="invitation">
          <em>{say('sheet.beFirst')}</em>
          <Tag>#{item.tag}</Tag>
        </span>
      )}
    </>
  )
}
