import { useContest, usePage } from '../../current-page.tsx'
import { writePrice } from '../../format.ts'
import { webAddress } from '../../parts/address.ts'
import { Arrow } from '../../parts/arrow.tsx'
import { captionTags } from '../../parts/caption-tags.ts'
import { fitClass } from '../../parts/fit.ts'
import { Picture } from '../../parts/picture.tsx'
import { TagLine } from '../../parts/tag.tsx'
import type { ItemProps } from '../item.tsx'
import { Odds } from './odds.tsx'

/** The left page of a spread: the thing as the catalogue prints it. */
export function PrintLeaf({ item, prize, odds }: ItemProps) {
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
