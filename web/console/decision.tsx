import type { ReasonCode } from '../../server/contest/reason.ts'
import { useContest, usePage } from '../current-page.tsx'
import { Field } from '../parts/field.tsx'
import type { CardProps } from './card-view.ts'

/** What a moderator can find, in the order of how often. */
export const REFUSALS = [
  'not_the_item',
  'same_picture_yours',
  'same_picture_other',
  'sponsor_repost',
  'not_eligible',
  'refused',
] as const satisfies ReasonCode[]

/** As much as a refusal may say. */
export const REFUSAL_TEXT_LENGTH = 500

/**
 * Posts to `/console/c/:contest/entries/:id/decide`: `decision` (approve, reject, reopen, dismiss), `item` (the thing's
 * id), and for a refusal `code` and `text`. `queue` comes along, so that the answer leads back to it.
 */
export function Decision({ card, queue, items, refused }: CardProps) {
  const { say, link } = usePage()
  const { slug } = useContest()
  const { entry, state, reports } = card
  const isDecided = state !== 'waiting'
  return (
    <form class="decision" method="post" action={link(`/console/c/${slug}/entries/${entry}/decide`)}>
      <input type="hidden" name="queue" value={queue} />
      <ThingField card={card} items={items} refused={refused} queue={queue} />
      <div class="verdicts">
        {state !== 'approved' && (
          <button type="submit" name="decision" value="approve">
            {say('moderate.approve')}
          </button>
        )}
        {isDecided && (
          <button type="submit" name="decision" value="reopen" class="secondary">
            {say('moderate.undo')}
          </button>
        )}
        {reports.length > 0 && (
          <button type="submit" name="decision" value="dismiss" class="secondary">
            {say('moderate.dismiss')}
          </button>
        )}
      </div>
      {state !== 'rejected' && <Refusal entry={entry} refused={refused} />}
    </form>
  )
}

function ThingField({ card, items, refused }: CardProps) {
  const { say } = usePage()
  const { entry, item, suggested } = card
  const likely = suggested.map((id) => items.find((one) => one.id === id)).filter((one) => one !== undefined)
  return (
    <Field
      name="item"
      idPrefix={`${entry}-`}
      label={say('moderate.item')}
      faults={refused?.faults ?? []}
      required
    >
      {({ required: _, ...attributes }) => (
        <select {...attributes}>
          {item === null && <option value="">{say('moderate.itemNone')}</option>}
          {likely.length > 0 && (
            <optgroup label={say('moderate.suggested')}>
              {likely.map(({ id, name }, place) => (
                <option key={id} value={id} selected={item === null && place === 0}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
          <optgroup label={say('moderate.allItems')}>
            {items.map(({ id, name }) => (
              <option key={id} value={id} selected={id === item?.id}>
                {name}
              </option>
            ))}
          </optgroup>
        </select>
      )}
    </Field>
  )
}

function Refusal({ entry, refused }: { entry: string } & Pick<CardProps, 'refused'>) {
  const { say } = usePage()
  const faults = refused?.faults ?? []
  return (
    <details open={refused !== null}>
      <summary>{say('moderate.reject')}</summary>
      <Field name="code" idPrefix={`${entry}-`} label={say('moderate.reason')} faults={faults} required>
        {({ required: _, ...attributes }) => (
          <select {...attributes}>
            {REFUSALS.map((code) => (
              <option key={code} value={code} selected={code === refused?.code}>
                {say(`refusal.${code}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field
        name="text"
        idPrefix={`${entry}-`}
        label={say('moderate.text')}
        hint={say('moderate.textHint')}
        faults={faults}
      >
        {(attributes) => (
          <textarea {...attributes} rows={2} maxLength={REFUSAL_TEXT_LENGTH} value={refused?.text ?? ''} />
        )}
      </Field>
      <button type="submit" name="decision" value="reject" class="secondary">
        {say('moderate.reject')}
      </button>
    </details>
  )
}
