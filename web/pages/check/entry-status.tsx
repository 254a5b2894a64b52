import { useContest, usePage } from '../../current-page.tsx'
import { Picture } from '../../parts/picture.tsx'
import type { EntryStatusView } from './entry-status-view.ts'
import { ChecksStage, DrawStage, ModerationStage, ResultStage } from './stages.tsx'

/** Stages of an entry in their order. */
export function EntryStatus(props: EntryStatusView) {
  const { say, link, when } = usePage()
  const { base } = useContest()
  const { entry, item, image, receivedAt, postedAt, isPublic } = props
  return (
    <article class="leaf status">
      <header>
        {image && (
          <span class="pic">
            <Picture image={image} alt="" sizes="8rem" />
          </span>
        )}
        <h3>{item?.name ?? say('check.unknownItem')}</h3>
        {isPublic && (
          <p>
            <a href={link(`${base}/entries/${entry}`)}>{say('check.seeEntry')}</a>
          </p>
        )}
      </header>
      <ol class="stages">
        <li class="done">
          <h4>{say('check.received')}</h4>
          <p>
            {say('check.receivedAt', {
              time: when(receivedAt, 'dayAndTime'),
              posted: when(postedAt, 'dayAndTime'),
            })}
          </p>
        </li>
        <li class={item ? 'done' : 'stopped'}>
          <h4>{say('check.item')}</h4>
          <p>{item ? say('check.itemIs', { item: item.name, page: item.page }) : say('check.itemNone')}</p>
        </li>
        <ChecksStage {...props} />
        <ModerationStage {...props} />
        <DrawStage {...props} />
        <ResultStage {...props} />
      </ol>
    </article>
  )
}
