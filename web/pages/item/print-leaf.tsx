import { useContest, usePage } from '../../current-page.tsx'
import { writePrice } from '../../format.ts'
import type { ImageSet } from '../../image-set.ts'
import { webAddress } from '../../parts/address.ts'
import { Arrow } from '../../parts/arrow.tsx'
import { captionTags } from '../../parts/caption-tags.ts'
import { fitClass } from '../../parts/fit.ts'
import { Picture } from '../../parts/picture.tsx'
import { TagLine } from '../../parts/tag.tsx'
import type { ItemRef } from '../../views.ts'
import { Odds, type OddsView } from './odds.tsx'

export interface ItemView extends ItemRef {
  /** Without `#`. */
  tag: string
  section: { id: string; name: string }
  summary: string | null
  text: string | null
  /** `amount` in whole units of the currency, decimals allowed; `currency` as ISO 4217. */
  price: { amount: number; currency: string } | null
  /** The printed page's picture. */
  print: ImageSet | null
  /** Where the brand sells it. */
  productUrl: string | null
}

export interface PrintLeafProps {
  item: ItemView
  /** Its `title` is null where it is the thing itself. */
  prize: { title: string | null; winners: number } | null
  /** As things stand; null where nothing is drawn for it. */
  odds: OddsView | null
}

/** The left page of a spread: the thing as the catalogue prints it. */
export function PrintLeaf({ item, prize, odds }: PrintLeafProps) {
  const { say, link } = usePage()
  const contest = useContest()
  const { base, brand, state } = contest
  const shop = webAddress(item.productUrl)
  const takesPart = state === 'open' || state === 'upcoming'
  return (
    <section class="leaf print" aria-label={say('spread.print')}>
      {item.print ? (
        <div class="plate">
          <Picture image={item.print} alt={item.name} sizes="(min-width: 60rem) 40vw, 90vw" eager />
        </div>
      ) : (
        <div class="plate blank" aria-hidden="true">
          {item.page}
        </div>
      )}
      <div class="text">
        <div class="heading">
          <h1 class={fitClass(item.name)}>{item.name}</h1>
          {item.price && <Price {...item.price} />}
        </div>
        {item.summary && <p class="lede">{item.summary}</p>}
        {item.text && <p>{item.text}</p>}
        <dl>
          <dt>{say('spread.tags')}</dt>
          <dd>
            <TagLine tags={captionTags(contest, item.tag)} />
          </dd>
          {prize && (
            <>
              <dt>{say('spread.prize')}</dt>
              <dd>
                {say('spread.prizeIs', { prize: prize.title ?? say('cover.prizeThing'), n: prize.winners })}{' '}
                {odds && <Odds {...odds} />}
              </dd>
            </>
          )}
        </dl>
        <p class="calls">
          {takesPart && (
            <a class="button" href={link(`${base}/take-part`, { item: item.id })}>
              {say('spread.photographIt')}
            </a>
          )}
          {shop && (
            <a class="way" href={shop} rel="noopener">
              {say('spread.product', { brand })} <Arrow to="out" />
            </a>
          )}
        </p>
      </div>
      <p class="folio">
        <b>{item.page}</b> {item.section.name}
      </p>
    </section>
  )
}

function Price({ amount, currency }: { amount: number; currency: string }) {
  const { context, say } = usePage()
  const { figure, sign } = writePrice(context.lang, amount, currency)
  return (
    <p class="price">
      <span class="unseen">{say('spread.price')} </span>
      {figure} <small>{sign}</small>
    </p>
  )
}
