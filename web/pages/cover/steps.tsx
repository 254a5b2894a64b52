import { useContest, usePage } from '../../current-page.tsx'
import { captionTags } from '../../parts/caption-tags.ts'
import { Tag, TagLine } from '../../parts/tag.tsx'

/** How to take part, in three steps. */
export function Steps({ total, exampleTag }: { total: number; exampleTag: string | null }) {
  const { say, rich, link } = usePage()
  const contest = useContest()
  const { base, mention } = contest
  return (
    <section class="steps">
      <h2>{say('cover.steps')}</h2>
      <ol>
        <li>
          <h3>{say('cover.step1')}</h3>
          <p>
            {say('cover.step1Text', { n: total })} {say('cover.step1Page')}
          </p>
        </li>
        <li>
          <h3>{say('cover.step2')}</h3>
          <p>
            {exampleTag !== null && rich('cover.step2Text', { tag: <Tag>#{exampleTag}</Tag> })}{' '}
            {mention !== null && rich('cover.step2Mention', { mention: <Tag>@{mention}</Tag> })}
          </p>
          <TagLine tags={captionTags(contest, null)} />
        </li>
        <li>
          <h3>{say('cover.step3')}</h3>
          <p>
            {rich('cover.step3Text', {
              check: <a href={link(`${base}/check`)}>{say('site.check')}</a>,
              upload: <a href={link(`${base}/take-part#upload`)}>{say('cover.step3Upload')}</a>,
            })}
          </p>
        </li>
      </ol>
    </section>
  )
}
