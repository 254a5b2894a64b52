import { useContest, usePage } from '../../current-page.tsx'
import { captionTags } from '../../parts/caption-tags.ts'
import { CopyButton, Tag, TagLine } from '../../parts/tag.tsx'
import type { ItemRef } from '../../views.ts'

export interface PartItem extends ItemRef {
  /** Without `#`. */
  tag: string
}

/** What there is to photograph, and what somebody has set out to. */
export interface ThingChoice {
  /** All things, in page order. */
  items: PartItem[]
  /** The id of the thing chosen by `?item=`; null before. */
  chosen: string | null
}

/** What to do, with the tags of the chosen thing to copy. */
export function ThreeSteps({ items, chosen }: ThingChoice) {
  const { say, rich, link } = usePage()
  const { base } = useContest()
  const item = items.find(({ id }) => id === chosen) ?? null
  return (
    <ol class="three-steps">
      <li>
        <h2>{say('part.step1')}</h2>
        <p>
          {say('part.step1Text')} {say('cover.step1Page')}
        </p>
        <ChooseThing items={items} chosen={chosen} />
      </li>
      <li id="tags">
        <h2>{say('part.step2')}</h2>
        <Tags item={item} />
        {item && <Captions item={item} />}
      </li>
      <li>
        <h2>{say('part.step3')}</h2>
        <p>
          {rich('part.step3Text', { check: <a href={link(`${base}/check`)}>{say('part.step3Check')}</a> })}
        </p>
      </li>
    </ol>
  )
}

function ChooseThing({ items, chosen }: ThingChoice) {
  const { context, say } = usePage()
  const { base } = useContest()
  return (
    <form method="get" action={`${base}/take-part`} class="choose" data-swap="#tags">
      {context.langChosen && <input type="hidden" name="lang" value={context.lang} />}
      <label for="thing">{say('part.step2Choose')}</label>
      <select id="thing" name="item">
        <option value="" />
        {items.map(({ id, name }) => (
          <option key={id} value={id} selected={id === chosen}>
            {name}
          </option>
        ))}
      </select>
      <button type="submit">{say('part.step2Show')}</button>
    </form>
  )
}

function Tags({ item }: { item: PartItem | null }) {
  const { rich } = usePage()
  const contest = useContest()
  const { disclosureTag, mention } = contest
  return (
    <>
      <TagLine tags={captionTags(contest, item?.tag ?? null)} />
      {disclosureTag !== null && (
        <p class="hint">{rich('part.step2Disclosure', { tag: <Tag>#{disclosureTag}</Tag> })}</p>
      )}
      {mention !== null && (
        <p class="hint">{rich('part.step2Mention', { mention: <Tag>@{mention}</Tag> })}</p>
      )}
    </>
  )
}

/** Captions to copy, with the tags where they belong. */
function Captions({ item }: { item: PartItem }) {
  const { say } = usePage()
  const contest = useContest()
  const { mention } = contest
  const tags = [...captionTags(contest, item.tag), ...(mention === null ? [] : [`@${mention}`])].join(' ')
  const captions = [
    say('part.caption1', { name: item.name, tags }),
    say('part.caption2', { name: item.name, tags, page: item.page }),
    say('part.caption3', { name: item.name, tags }),
  ]
  return (
    <>
      <h3>{say('part.captions')}</h3>
      <p class="hint">{say('part.captionsText')}</p>
      <ul class="captions">
        {captions.map((caption) => (
          <li key={caption}>
            <p>{caption}</p>
            <CopyButton text={caption} />
          </li>
        ))}
      </ul>
    </>
  )
}
