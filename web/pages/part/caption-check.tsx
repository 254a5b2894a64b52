import type { Check, Verdict } from '../../../server/contest/entry.ts'
import { useContest, usePage } from '../../current-page.tsx'
import { CheckList } from '../../parts/check-list.tsx'
import { Field } from '../../parts/field.tsx'
import type { Fault, ItemRef } from '../../views.ts'

/** `?caption=…&network=…`, and what the rules make of it. */
export interface CaptionForm {
  text: string
  /** As posts name their network; null for "anywhere". */
  network: string | null
  /** The networks to choose from. */
  networks: { id: string; name: string }[]
  /** Null before a caption was given. */
  result: CaptionResult | null
  faults: Fault[]
}

export interface CaptionResult {
  verdict: Verdict
  items: Pick<ItemRef, 'id' | 'name'>[]
  /** Those a caption can pass or fail. */
  checks: Check[]
  tagCount: number
  /** How many tags the network reads; null where it has no limit. */
  tagLimit: number | null
}

/** The longest caption Instagram takes. */
export const CAPTION_LENGTH = 2200

/** Says of a caption, before it is posted, whether it would count. A form that asks by GET and keeps nothing. */
export function CaptionCheck({ text, network, networks, result, faults }: CaptionForm) {
  const { context, say } = usePage()
  const { base } = useContest()
  return (
    <section class="leaf caption-check" id="caption-check">
      <h2>{say('part.checkTitle')}</h2>
      <p>{say('part.checkText')}</p>
      <form method="get" action={`${base}/take-part#caption-check`} data-swap="#caption-result">
        {context.langChosen && <input type="hidden" name="lang" value={context.lang} />}
        <Field name="caption" label={say('part.checkCaption')} faults={faults} required>
          {(attributes) => <textarea {...attributes} rows={4} maxLength={CAPTION_LENGTH} value={text} />}
        </Field>
        {networks.length > 1 && (
          <Field name="network" label={say('part.checkNetwork')} faults={faults} required={false}>
            {(attributes) => (
              <select {...attributes}>
                <option value="">{say('part.checkAnyNetwork')}</option>
                {networks.map(({ id, name }) => (
                  <option key={id} value={id} selected={id === network}>
                    {name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <button type="submit">{say('part.checkGo')}</button>
      </form>
      <div id="caption-result" aria-live="polite">
        {result && <Result {...result} />}
      </div>
    </section>
  )
}

function Result({ verdict, items, checks, tagCount, tagLimit }: CaptionResult) {
  const { context, say } = usePage()
  const names = new Intl.ListFormat(context.lang, { type: 'conjunction' }).format(
    items.map(({ name }) => name),
  )
  const words = {
    counts: say('part.checkCounts', { items: names }),
    review: say('part.checkReview'),
    fails: say('part.checkFails'),
  }[verdict]
  return (
    <>
      <p class={`verdict ${verdict}`}>{words}</p>
      <CheckList checks={checks} />
      {tagLimit !== null && (
        <p class="hint">
          {tagCount > tagLimit
            ? say('part.checkTooMany', { limit: tagLimit })
            : say('part.checkTags', { n: tagCount, limit: tagLimit })}
        </p>
      )}
    </>
  )
}
